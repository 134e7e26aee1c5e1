/* Figures of error against entries: for each function a panel for every setting. */
#include <stdio.h>

#include "export/panel_sheets.h"
#include "front/entries.h"

/* plots/style.gp with plots/entries.gp. */
extern const char plots_entries_gp[];

struct entries {
  struct figure_job *job;
  struct panels panels;
  struct entries_series series;
};

static bool has_bound(const struct results *results, const struct panel_sheet *sheet) {
  for (size_t i = 0; i < sheet->count; i++)
    for (size_t p = 0; p < sheet->panel[i].count; p++)
      if (results->outcomes[sheet->panel[i].point[p]].optimum.kind == OPTIMUM_BOUND)
        return true;
  return false;
}

static bool write_parameters(const struct entries *entries, const struct panel_sheet *sheet,
                             const struct figure_axes *axes, struct error *err) {
  const struct figures_request *request = entries->job->request;
  FILE *out = figure_job_create(entries->job, sheet->number, "parameters.gp", err);
  if (out == NULL)
    return false;
  struct figure_series colours = {.colours = (int)entries->series.count, .shapes = 1};
  for (int i = 0; i < colours.colours; i++)
    colours.colour[i] = i + 1;
  figure_write_parameters(out, axes, &colours, "Entries", figure_error_label(request->error));
  (void)fprintf(out, "bounds = %d\n", has_bound(entries->job->results, sheet));
  panel_sheet_write_engines(out, &entries->series);
  panel_sheet_write_names(out, entries->job->results, sheet);
  return figure_job_finish(entries->job, out, err);
}

static bool write_optima(const struct entries *entries, const struct panel_sheet *sheet, size_t index,
                         const struct figure_axes *axes, struct error *err) {
  static const enum optimum_kind kinds[] = {OPTIMUM_EXACT, OPTIMUM_BOUND};
  for (int kind = 0; kind < 2; kind++) {
    char name[64];
    (void)snprintf(name, sizeof name, "%s_%zu.dat", optimum_kind_name(kinds[kind]), index + 1);
    FILE *out = figure_job_create(entries->job, sheet->number, name, err);
    if (out == NULL)
      return false;
    entries_write_optimum(out, entries->job->results, &sheet->panel[index], axes, kinds[kind]);
    if (!figure_job_finish(entries->job, out, err))
      return false;
  }
  return true;
}

static bool write_engines(const struct entries *entries, const struct panel_sheet *sheet, size_t index,
                          const struct figure_axes *axes, struct error *err) {
  for (size_t i = 0; i < entries->series.count; i++) {
    char name[64];
    (void)snprintf(name, sizeof name, "engine_%zu_%zu.dat", index + 1, i + 1);
    FILE *out = figure_job_create(entries->job, sheet->number, name, err);
    if (out == NULL)
      return false;
    const bool ok =
        entries_write_series(out, entries->job->results, &sheet->panel[index], &entries->series, i, axes, err);
    if (!figure_job_finish(entries->job, out, err) || !ok)
      return false;
  }
  return true;
}

static bool write_sheet(void *context, const struct panel_sheet *sheet, struct error *err) {
  const struct entries *entries = context;
  const struct figure_axes axes = entries_axes(entries->job->results, sheet->panel, sheet->count);
  for (size_t i = 0; i < sheet->count; i++)
    if (!write_optima(entries, sheet, i, &axes, err) || !write_engines(entries, sheet, i, &axes, err))
      return false;
  return write_parameters(entries, sheet, &axes, err);
}

bool entries_figures_add(struct figure_job *job, struct error *err) {
  const struct figures_request *request = job->request;
  struct entries entries = {.job = job};
  if (!panels_make(&entries.panels, job->results, &request->filter, request->error, entries_shows, err))
    return false;
  entries.series = entries_series_make(job->results, &entries.panels, NULL);
  const bool ok = figure_job_script(job, "entries", plots_entries_gp, err) &&
                  panel_sheets_add(job, &entries.panels, "entries", write_sheet, &entries, err);
  panels_release(&entries.panels);
  return ok;
}
