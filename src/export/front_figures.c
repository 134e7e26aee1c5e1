/* Figures of fronts: one per function, and one sheet of all of them. */
#include <stdio.h>

#include "export/figure_job.h"

/* plots/style.gp with plots/front.gp, and with plots/overview.gp. */
extern const char plots_front_gp[];
extern const char plots_overview_gp[];

/* The fronts of a job. */
struct fronts {
  struct figure_job *job;
  struct front_views views;
  struct figure_series series;
};

enum column_kind { COLUMN_CLOUD, COLUMN_MEMBERS, COLUMN_STEPS, COLUMN_PICKS, COLUMN_KINDS };

static bool write_columns(const struct fronts *fronts, const struct front_view *view, const struct figure_axes *axes,
                          enum column_kind kind, size_t most, FILE *out, struct error *err) {
  const struct results *results = fronts->job->results;
  if (kind == COLUMN_CLOUD)
    return figure_write_cloud(out, view, axes, &fronts->series, most, err);
  if (kind == COLUMN_PICKS && fronts->job->request->picks)
    figure_write_picks(out, view, axes);
  if (kind == COLUMN_MEMBERS)
    figure_write_members(out, results, view, axes, &fronts->series, fronts->job->request->error);
  if (kind == COLUMN_STEPS)
    figure_write_steps(out, view, axes);
  return true;
}

/* The column files of a view, one of `panels` on a sheet: NUMBER_cloudSUFFIX.dat and so on. */
static bool write_data(const struct fronts *fronts, const struct front_view *view, const struct figure_axes *axes,
                       size_t panels, size_t number, const char *suffix, struct error *err) {
  const size_t asked = fronts->job->request->dots, dots = asked > 0 ? asked : FIGURE_DOTS_MAX;
  static const char *const kinds[COLUMN_KINDS] = {"cloud", "members", "steps", "picks"};
  for (int kind = 0; kind < COLUMN_KINDS; kind++) {
    char name[64];
    (void)snprintf(name, sizeof name, "%s%s.dat", kinds[kind], suffix);
    FILE *out = figure_job_create(fronts->job, number, name, err);
    if (out == NULL)
      return false;
    const bool ok = write_columns(fronts, view, axes, (enum column_kind)kind, dots / panels, out, err);
    if (!figure_job_finish(fronts->job, out, err) || !ok)
      return false;
  }
  return true;
}

static void view_label(const struct fronts *fronts, size_t index, char *text, size_t size) {
  const struct front_view *view = &fronts->views.view[index];
  char domain[64] = "";
  if (front_views_shares_name(&fronts->views, index))
    (void)snprintf(domain, sizeof domain, " [%g, %g]", view->function->lo, view->function->hi);
  (void)snprintf(text, size, "%s%s%s%s", view->function->name, domain, view->weight == NULL ? "" : ", weight ",
                 view->weight == NULL ? "" : view->weight->name);
}

/* The parameter file of a sheet of `count` views from `first` on; panels: 0 for a figure of one function. */
static bool write_parameters(const struct fronts *fronts, size_t number, size_t first, size_t count, size_t panels,
                             const struct figure_axes *axes, struct error *err) {
  const struct figures_request *request = fronts->job->request;
  FILE *out = figure_job_create(fronts->job, number, "parameters.gp", err);
  if (out == NULL)
    return false;
  figure_write_parameters(out, axes, &fronts->series, figure_cost_label(request->cost),
                          figure_error_label(request->error));
  if (panels == 0 && figure_has_optimal(fronts->job->results, &fronts->views.view[first], request->error))
    (void)fputs("marks = 1\n", out);
  (void)fprintf(out, "picks = %d\n", request->picks);
  (void)fprintf(out, "data = '%zu_'\ncount = %zu\narray names[%zu]\n", number, panels, count);
  for (size_t i = 0; i < count; i++) {
    char label[160];
    view_label(fronts, first + i, label, sizeof label);
    figure_write_name(out, "names", i + 1, label);
  }
  return figure_job_finish(fronts->job, out, err);
}

static bool add_sheet(const struct fronts *fronts, const char *script, const char *name, struct error *err) {
  const struct figures_request *request = fronts->job->request;
  char stem[160];
  (void)snprintf(stem, sizeof stem, "%s_%s_%s", name, error_metric_name(request->error),
                 cost_metric_name(request->cost));
  return figure_job_add(fronts->job, script, stem, err);
}

static bool add_overview(const struct fronts *fronts, struct error *err) {
  const struct front_views *views = &fronts->views;
  const struct figure_axes axes = figure_axes_make(views->view, views->count);
  const size_t number = fronts->job->count;
  for (size_t v = 0; v < views->count; v++) {
    char suffix[32];
    (void)snprintf(suffix, sizeof suffix, "_%zu", v + 1);
    if (!write_data(fronts, &views->view[v], &axes, views->count, number, suffix, err))
      return false;
  }
  return figure_job_script(fronts->job, "overview", plots_overview_gp, err) &&
         write_parameters(fronts, number, 0, views->count, views->count, &axes, err) &&
         add_sheet(fronts, "overview", "overview", err);
}

/*
 * A number tells apart the files of those that share their names. No function of a sweep has a dot in its name: none is
 * taken for one with a weight.
 */
static bool add_front(const struct fronts *fronts, size_t index, struct error *err) {
  const struct front_view *view = &fronts->views.view[index];
  const struct figure_axes axes = figure_axes_make(view, 1);
  const size_t number = fronts->job->count;
  char name[128], namesake[32] = "";
  if (front_views_shares_name(&fronts->views, index))
    (void)snprintf(namesake, sizeof namesake, "_%zu", index + 1);
  (void)snprintf(name, sizeof name, "front_%s%s%s%s", view->function->name, view->weight == NULL ? "" : ".",
                 view->weight == NULL ? "" : view->weight->name, namesake);
  return write_data(fronts, view, &axes, 1, number, "", err) &&
         write_parameters(fronts, number, index, 1, 0, &axes, err) && add_sheet(fronts, "front", name, err);
}

static bool add_views(const struct fronts *fronts, struct error *err) {
  if (fronts->views.count > 1 && !add_overview(fronts, err))
    return false;
  for (size_t i = 0; i < fronts->views.count && !(fronts->job->request->one_sheet && fronts->views.count > 1); i++)
    if (!add_front(fronts, i, err))
      return false;
  return figure_job_script(fronts->job, "front", plots_front_gp, err);
}

bool front_figures_add(struct figure_job *job, struct error *err) {
  const struct figures_request *request = job->request;
  struct fronts fronts = {.job = job};
  if (request->views != NULL)
    fronts.views = *request->views;
  else if (!front_views_make(&fronts.views, job->results, &request->filter, request->error, request->cost, err))
    return false;
  fronts.series = figure_series_make(&fronts.views);
  const bool ok = add_views(&fronts, err);
  if (request->views == NULL)
    front_views_release(&fronts.views);
  return ok;
}
