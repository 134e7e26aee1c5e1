/* Figures of convergence: for each function a panel for every setting. */
#include <stdio.h>

#include "export/panel_sheets.h"
#include "front/convergence.h"

/* plots/style.gp with plots/convergence.gp. */
extern const char plots_convergence_gp[];

struct convergence {
  struct figure_job *job;
  struct panels panels;
  struct figure_series series;
  struct entries_series engines;
};

static bool write_sheet(void *context, const struct panel_sheet *sheet, struct error *err) {
  const struct convergence *convergence = context;
  const struct results *results = convergence->job->results;
  const struct figure_axes axes = convergence_axes(results, sheet->panel, sheet->count);
  for (size_t i = 0; i < sheet->count; i++) {
    char name[64];
    (void)snprintf(name, sizeof name, "steps_%zu.dat", i + 1);
    FILE *out = figure_job_create(convergence->job, sheet->number, name, err);
    if (out == NULL)
      return false;
    const bool ok =
        convergence_write(out, results, &sheet->panel[i], &convergence->series, &convergence->engines, &axes, err);
    if (!figure_job_finish(convergence->job, out, err) || !ok)
      return false;
  }
  FILE *out = figure_job_create(convergence->job, sheet->number, "parameters.gp", err);
  if (out == NULL)
    return false;
  figure_write_parameters(out, &axes, &convergence->series, "Evaluations", "Gap to the optimum");
  panel_sheet_write_engines(out, &convergence->engines);
  panel_sheet_write_names(out, results, sheet);
  return figure_job_finish(convergence->job, out, err);
}

bool convergence_figures_add(struct figure_job *job, struct error *err) {
  const struct figures_request *request = job->request;
  struct convergence convergence = {.job = job};
  if (!panels_make(&convergence.panels, job->results, &request->filter, request->error, convergence_shows, err))
    return false;
  convergence.series = convergence_series(job->results, &convergence.panels);
  convergence.engines = entries_series_make(job->results, &convergence.panels, convergence_point_shows);
  const bool ok = figure_job_script(job, "convergence", plots_convergence_gp, err) &&
                  panel_sheets_add(job, &convergence.panels, "convergence", write_sheet, &convergence, err);
  panels_release(&convergence.panels);
  return ok;
}
