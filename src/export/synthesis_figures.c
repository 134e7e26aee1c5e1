/* Figures of synthesis: the cost model against what tools found, one sheet for each cell library. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/figure_job.h"
#include "front/agreement.h"

/* plots/style.gp with plots/synthesis.gp. */
extern const char plots_synthesis_gp[];

/* An axis' end is at least so many times its start. */
static const double span_least = 3;

/* Inches: of a sheet of three panels over both columns of a paper, and of a single panel that fits one. */
static const double wide_height = 2.58, narrow_height = 3.62;

/* The designs of one library, and their figures. */
struct sheet {
  struct figure_job *job;
  const struct synthesised **row; /* the last of each design */
  size_t count;
  struct agreement_pair *pair[AGREEMENT_METRICS];
  struct agreement agreement[AGREEMENT_METRICS];
  int panel[AGREEMENT_METRICS]; /* the metrics that are shown */
  int panels;
  int storage[STORAGES]; /* the kinds that there are */
  int storages;
};

static enum storage storage_of(const struct sheet *sheet, size_t index) {
  const struct results *const results = sheet->job->results;
  return results->points[results->designs[sheet->row[index]->design].point].hardware.storage;
}

static bool write_points(const struct sheet *sheet, size_t number, int panel, int storage, struct error *err) {
  const int metric = sheet->panel[panel];
  char name[64];
  (void)snprintf(name, sizeof name, "points_%d_%d.dat", panel + 1, storage + 1);
  FILE *out = figure_job_create(sheet->job, number, name, err);
  if (out == NULL)
    return false;
  bool any = false;
  for (size_t i = 0; i < sheet->count; i++) {
    const struct agreement_pair pair = sheet->pair[metric][i];
    if ((int)storage_of(sheet, i) != sheet->storage[storage] || isnan(agreement_error(&sheet->agreement[metric], pair)))
      continue;
    (void)fprintf(out, "%.9g %.9g\n", pair.synthesis, sheet->agreement[metric].factor * pair.model);
    any = true;
  }
  /* gnuplot takes a file without points for a fault. */
  if (!any)
    (void)fputs("NaN NaN\n", out);
  return figure_job_finish(sheet->job, out, err);
}

struct range {
  double low, high;
};

/* What both axes of a panel must hold, and a little more. */
static struct range range_of(const struct sheet *sheet, int metric) {
  struct range range = {INFINITY, 0};
  for (size_t i = 0; i < sheet->count; i++) {
    const struct agreement_pair pair = sheet->pair[metric][i];
    if (isnan(agreement_error(&sheet->agreement[metric], pair)))
      continue;
    const double model = sheet->agreement[metric].factor * pair.model;
    range.low = fmin(range.low, fmin(model, pair.synthesis));
    range.high = fmax(range.high, fmax(model, pair.synthesis));
  }
  const double span = range.high / range.low, room = fmax(pow(span, 0.07), sqrt(span_least / span));
  return (struct range){range.low / room, range.high * room};
}

static void write_panel(const struct sheet *sheet, int panel, FILE *out) {
  static const char *const names[AGREEMENT_METRICS] = {"Area (GE)", "Delay (ns)", "Energy (pJ)"};
  const int metric = sheet->panel[panel], number = panel + 1;
  const struct agreement *const agreement = &sheet->agreement[metric];
  const struct range range = range_of(sheet, metric);
  char factor[48] = "", rank[48] = "";
  if (metric != AGREEMENT_AREA)
    (void)snprintf(factor, sizeof factor, "model × %.3g\\n", agreement->factor);
  if (!isnan(agreement->rank))
    (void)snprintf(rank, sizeof rank, "\\nrank corr. %.3f", agreement->rank);
  (void)fprintf(out, "names[%d] = '%s'\nlow[%d] = %.9g\nhigh[%d] = %.9g\n", number, names[metric], number, range.low,
                number, range.high);
  (void)fprintf(out, "tight[%d] = %.9g\nwide[%d] = %.9g\n", number, agreement_stated(STORAGE_ENABLE), number,
                agreement_stated(STORAGE_ROM));
  (void)fprintf(out, "summary[%d] = \"%s%zu design%s\\nmean |error| %.1f %%\\nworst %.1f %%%s\"\n", number, factor,
                agreement->count, agreement->count == 1 ? "" : "s", 100 * agreement->mean, 100 * agreement->worst,
                rank);
}

static bool write_parameters(const struct sheet *sheet, size_t number, struct error *err) {
  FILE *out = figure_job_create(sheet->job, number, "parameters.gp", err);
  if (out == NULL)
    return false;
  const struct figure_axes axes = {.cost_min = 1, .cost_max = 10, .error_min = 1, .error_max = 10};
  const struct figure_series series = {.by_entries = true, .colours = sheet->storages, .shapes = 1};
  figure_write_parameters(out, &axes, &series, "", "");
  (void)fprintf(out, "data = '%zu_'\ncount = %d\nown_height = %g\npanels = %d\n", number,
                sheet->panels > 1 ? sheet->panels : 0, sheet->panels > 1 ? wide_height : narrow_height, sheet->panels);
  static const char *const arrays[] = {"names", "low", "high", "tight", "wide", "summary"};
  for (size_t a = 0; a < sizeof arrays / sizeof arrays[0]; a++)
    (void)fprintf(out, "array %s[%d]\n", arrays[a], sheet->panels);
  for (int panel = 0; panel < sheet->panels; panel++)
    write_panel(sheet, panel, out);
  (void)fprintf(out, "array storages[%d]\narray style[%d]\n", sheet->storages, sheet->storages);
  for (int k = 0; k < sheet->storages; k++) {
    figure_write_name(out, "storages", (size_t)k + 1, storage_name((enum storage)sheet->storage[k]));
    (void)fprintf(out, "style[%d] = %d\n", k + 1, sheet->storage[k] + 1);
  }
  char heading[sizeof sheet->row[0]->library + sizeof sheet->row[0]->tool + 4];
  (void)snprintf(heading, sizeof heading, "%s, %s", sheet->row[0]->library, sheet->row[0]->tool);
  (void)fputs("array heading[1]\n", out);
  figure_write_name(out, "heading", 1, heading);
  return figure_job_finish(sheet->job, out, err);
}

static bool add_sheet(const struct sheet *sheet, struct error *err) {
  const size_t number = sheet->job->count;
  for (int panel = 0; panel < sheet->panels; panel++)
    for (int storage = 0; storage < sheet->storages; storage++)
      if (!write_points(sheet, number, panel, storage, err))
        return false;
  char stem[160];
  const char *const library = sheet->row[0]->library, *const end = strrchr(library, '.');
  (void)snprintf(stem, sizeof stem, "synthesis_%.*s", (int)(end > library ? end - library : (long)strlen(library)),
                 library);
  return write_parameters(sheet, number, err) && figure_job_add(sheet->job, "synthesis", stem, err);
}

/* The figures of the rows; the metrics and the kinds of storage that there are. */
static bool fill_sheet(struct sheet *sheet, struct error *err) {
  bool has[STORAGES] = {false};
  for (int metric = 0; metric < AGREEMENT_METRICS; metric++) {
    for (size_t i = 0; i < sheet->count; i++)
      sheet->pair[metric][i] = agreement_pair_of(sheet->job->results, sheet->row[i], (enum agreement_metric)metric);
    if (!agreement_of(sheet->pair[metric], sheet->count, (enum agreement_metric)metric, &sheet->agreement[metric], err))
      return false;
    if (!isnan(sheet->agreement[metric].factor))
      sheet->panel[sheet->panels++] = metric;
  }
  for (size_t i = 0; i < sheet->count; i++)
    has[storage_of(sheet, i)] = true;
  for (int storage = 0; storage < STORAGES; storage++)
    if (has[storage])
      sheet->storage[sheet->storages++] = storage;
  return true;
}

/* Whether a row that the filter lets through is of a library whose sheet is not there yet: none before is of it. */
static bool is_first(const struct figure_job *job, size_t index) {
  const struct results *const results = job->results;
  for (size_t i = 0; i < index; i++)
    if (strcmp(results->synthesised[i].library, results->synthesised[index].library) == 0 &&
        front_accepts(results, &job->request->filter, results->synthesised[i].design))
      return false;
  return front_accepts(results, &job->request->filter, results->synthesised[index].design);
}

static void collect(struct sheet *sheet, const char *library) {
  const struct results *const results = sheet->job->results;
  for (size_t i = 0; i < results->synthesised_count; i++) {
    const struct synthesised *const row = &results->synthesised[i];
    if (strcmp(row->library, library) != 0 || !front_accepts(results, &sheet->job->request->filter, row->design))
      continue;
    if (sheet->count > 0 && sheet->row[sheet->count - 1]->design == row->design)
      sheet->row[sheet->count - 1] = row;
    else
      sheet->row[sheet->count++] = row;
  }
}

static bool add_library(struct figure_job *job, const char *library, struct error *err) {
  const size_t most = job->results->synthesised_count;
  struct sheet sheet = {.job = job, .row = malloc(most * sizeof *sheet.row)};
  struct agreement_pair *pairs = malloc(most * AGREEMENT_METRICS * sizeof *pairs);
  bool ok = sheet.row != NULL && pairs != NULL;
  if (!ok)
    (void)error_memory(err, "figures of synthesis");
  for (int metric = 0; ok && metric < AGREEMENT_METRICS; metric++)
    sheet.pair[metric] = pairs + (size_t)metric * most;
  if (ok)
    collect(&sheet, library);
  ok = ok && fill_sheet(&sheet, err) && (sheet.panels == 0 || add_sheet(&sheet, err));
  free(sheet.row);
  free(pairs);
  return ok;
}

bool synthesis_figures_add(struct figure_job *job, struct error *err) {
  const size_t before = job->count;
  for (size_t i = 0; i < job->results->synthesised_count; i++)
    if (is_first(job, i) && !add_library(job, job->results->synthesised[i].library, err))
      return false;
  return job->count == before || figure_job_script(job, "synthesis", plots_synthesis_gp, err);
}
