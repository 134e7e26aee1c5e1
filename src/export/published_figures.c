/* The figure of published units: bars of area and power by blocks, as predicted, and marks where they are published. */
#include <math.h>

#include "export/figure_job.h"
#include "hardware/published.h"

/* plots/style.gp with plots/published.gp. */
extern const char plots_published_gp[];

static const double sheet_height = 3.7; /* inches */

/* Columns: unit, entries, published area and power, then area and power of each block. */
static bool write_unit(const struct published_unit *unit, const struct technology *technology, FILE *out,
                       struct error *err) {
  struct unit_cost cost;
  if (!published_cost(unit, technology->flip_flop_ge, &cost, err))
    return false;
  (void)fprintf(out, "\"%s\" %d %.9g %.9g", unit->name, unit->entries, unit->area_um2, unit->power_mw);
  for (int b = 0; b < BLOCKS; b++)
    (void)fprintf(out, " %.9g %.9g", cost.block[b].area_ge * technology->ge_um2,
                  cost.block[b].energy_pj * technology->energy_scale * technology->clock_mhz / 1000);
  (void)fputc('\n', out);
  return true;
}

static bool write_bars(const struct figure_job *job, size_t number, const struct technology *technology,
                       struct error *err) {
  FILE *out = figure_job_create(job, number, "bars.dat", err);
  if (out == NULL)
    return false;
  bool ok = true;
  for (int i = 0; ok && i < PUBLISHED_UNITS; i++)
    ok = write_unit(published_unit(i), technology, out, err);
  struct error later;
  return figure_job_finish(job, out, ok ? err : &later) && ok;
}

static bool write_parameters(const struct figure_job *job, size_t number, const struct technology *technology,
                             struct error *err) {
  FILE *out = figure_job_create(job, number, "parameters.gp", err);
  if (out == NULL)
    return false;
  const struct figure_axes axes = {.cost_min = 0, .cost_max = 1, .error_min = 1, .error_max = 10};
  const struct figure_series series = {.by_entries = true, .colours = BLOCKS, .shapes = 1};
  char power[64];
  (void)snprintf(power, sizeof power, "Power (mW at %g MHz)", technology->clock_mhz);
  figure_write_parameters(out, &axes, &series, figure_cost_label(COST_AREA), power);
  (void)fprintf(out, "data = '%zu_'\ncount = 0\nown_height = %g\nunits = %d\narray names[%d]\n", number, sheet_height,
                PUBLISHED_UNITS, BLOCKS);
  for (int b = 0; b < BLOCKS; b++)
    figure_write_name(out, "names", (size_t)b + 1, block_name((enum block)b));
  return figure_job_finish(job, out, err);
}

bool published_figures_add(struct figure_job *job, struct error *err) {
  struct technology technology;
  (void)technology_builtin(0, &technology);
  return write_bars(job, job->count, &technology, err) && write_parameters(job, job->count, &technology, err) &&
         figure_job_add(job, "published", "published", err) &&
         figure_job_script(job, "published", plots_published_gp, err);
}
