/* Fronts of error against area, power and delay, and what is picked of them. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "export/figures.h"
#include "hardware/hardware.h"
#include "report/study_labels.h"
#include "report/work.h"

/* Dots on a sheet: the page holds every one of them. */
enum { DOTS_MAX = 3000 };

/* Which sheets were drawn. */
struct drawn {
  struct work *work;
  char stem[8][128];
  size_t count;
};

static void note(void *context, const char *path) {
  struct drawn *const drawn = context;
  const struct report_observer *const observer = drawn->work->observer;
  const char *const slash = strrchr(path, '/'), *const dot = strrchr(path, '.');
  if (observer->written != NULL)
    observer->written(observer->context, REPORT_FIGURE, path);
  if (slash != NULL && dot != NULL && strcmp(dot, ".svg") == 0 && drawn->count < 8)
    (void)snprintf(drawn->stem[drawn->count++], sizeof drawn->stem[0], "%.*s", (int)(dot - slash - 1), slash + 1);
}

static bool draw(struct work *work, enum figure_kind kind, enum cost_metric cost, const struct work_fronts *fronts,
                 const char *caption, struct error *err) {
  char folder[PATH_MAX];
  struct drawn drawn = {.work = work};
  struct figures_request request = {.filter = work->request->filter,
                                    .error = work->request->error,
                                    .cost = cost,
                                    .format = {[FIGURE_PDF] = true, [FIGURE_SVG] = true},
                                    .strict = true,
                                    .one_sheet = true,
                                    .picks = true,
                                    .dots = DOTS_MAX,
                                    .views = fronts == NULL ? NULL : &fronts->views,
                                    .folder = folder,
                                    .gnuplot = work->request->gnuplot};
  request.kind[kind] = true;
  const int length = snprintf(folder, sizeof folder, "%s/figures", work->request->folder);
  if (length < 0 || (size_t)length >= sizeof folder)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", work->request->folder);
  if (!work_goes_on(work, err))
    return false;
  if (!figures_draw(fronts == NULL ? NULL : fronts->results, &request, note, &drawn, err))
    return false;
  for (size_t i = 0; i < drawn.count; i++)
    if (!work_add_figure(work, drawn.stem[i], caption, err))
      return false;
  return true;
}

/* Whether any view is of designs that were judged by a weight. */
static bool have_weights(const struct front_views *views) {
  for (size_t v = 0; v < views->count; v++)
    if (views->view[v].weight != NULL)
      return true;
  return false;
}

static void add_picks(struct data_table *table, const struct results *results, const struct front_view *view,
                      bool weights) {
  for (int kind = 0; kind < FRONT_PICKS; kind++) {
    const struct objective *const member =
        &view->front[front_pick(view->front, view->front_count, (enum front_pick)kind)];
    const struct scored_design *const design = &results->designs[member->design];
    const struct point *const point = &results->points[design->point];
    char formats[112], options[POINT_OPTIONS_TEXT];
    data_table_text(table, "%s", view->function->name);
    if (weights)
      data_table_text(table, "%s", weight_name(view->weight));
    data_table_text(table, "%s", front_pick_name((enum front_pick)kind));
    data_table_count(table, design->design.entries);
    data_table_count(table, point->spec.in_bits);
    data_table_text(table, "%s", study_formats_text(&point->spec, formats, sizeof formats));
    data_table_text(table, "%s %s%s", storage_name(point->hardware.storage), selector_name(point->hardware.selector),
                    point_options_text(&point->spec, &point->hardware, options));
    for (int error = 0; error < ERROR_METRICS; error++)
      data_table_number(table, design_error(design, (enum error_metric)error), 3);
    for (int cost = 0; cost < COST_METRICS; cost++)
      data_table_number(table, design_cost(design, (enum cost_metric)cost), 3);
  }
}

static bool show_picks(struct work *work, const struct work_fronts *fronts, enum cost_metric cost, struct error *err) {
  struct data_table table = {.count = 0};
  const bool weights = have_weights(&fronts->views);
  char caption[256], stem[32];
  data_table_column(&table, true, "Function");
  if (weights)
    data_table_column(&table, true, "Weight");
  data_table_column(&table, true, "Pick");
  data_table_column(&table, false, "Entries");
  data_table_column(&table, false, "Input bits");
  data_table_column(&table, true, "Formats");
  data_table_column(&table, true, "Hardware");
  for (int error = 0; error < ERROR_METRICS; error++)
    data_table_column(&table, false, "Error|%s", error_metric_name((enum error_metric)error));
  data_table_column(&table, false, "Cost|area (µm²)");
  data_table_column(&table, false, "Cost|power (mW)");
  data_table_column(&table, false, "Cost|delay (ns)");
  for (size_t v = 0; v < fronts->views.count; v++)
    if (fronts->views.view[v].front_count > 0)
      add_picks(&table, fronts->results, &fronts->views.view[v], weights);
  (void)snprintf(stem, sizeof stem, "picks_%s", cost_metric_name(cost));
  (void)snprintf(caption, sizeof caption, "Tables picked from the fronts of %s and %s: the knee, and both ends.",
                 error_metric_name(work->request->error), cost_metric_name(cost));
  return work_add_table(work, &table, stem, caption, err);
}

static void begin_members(struct data_table *table) {
  static const char *const titles[] = {"function", "weight", "entries", "in_bits", "formats", "error", "cost", "point"};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(table, false, "%s", titles[c]);
}

/* All members of the fronts. */
static bool write_members(struct work *work, const struct work_fronts *fronts, enum cost_metric cost,
                          struct error *err) {
  struct data_table table = {.count = 0};
  char stem[32], formats[112];
  begin_members(&table);
  for (size_t v = 0; v < fronts->views.count; v++)
    for (size_t i = 0; i < fronts->views.view[v].front_count; i++) {
      const struct objective *const member = &fronts->views.view[v].front[i];
      const struct point *const point = &fronts->results->points[fronts->results->designs[member->design].point];
      data_table_text(&table, "%s", fronts->views.view[v].function->name);
      data_table_text(&table, "%s", weight_name(fronts->views.view[v].weight));
      data_table_count(&table, point->spec.entries);
      data_table_count(&table, point->spec.in_bits);
      data_table_text(&table, "%s", study_formats_text(&point->spec, formats, sizeof formats));
      data_table_number(&table, member->error, 6);
      data_table_number(&table, member->cost, 6);
      data_table_text(&table, "%s", point->id.hex);
    }
  (void)snprintf(stem, sizeof stem, "front_%s", cost_metric_name(cost));
  return work_add_data(work, &table, stem, err);
}

static bool show_fronts(struct work *work, enum cost_metric cost, const struct work_fronts *fronts, struct error *err) {
  char caption[512];
  (void)snprintf(caption, sizeof caption,
                 "Fronts of %s against %s by the cost model. Rings mark the knee and both ends.",
                 error_metric_name(work->request->error), cost_metric_name(cost));
  return draw(work, FIGURE_FRONT, cost, fronts, caption, err) && write_members(work, fronts, cost, err) &&
         (cost != work->request->cost || show_picks(work, fronts, cost, err));
}

bool part_fronts(struct work *work, struct error *err) {
  work_begin_part(work, "fronts");
  page_section(&work->page, "Fronts of error and cost");
  for (int cost = 0; cost < COST_METRICS; cost++) {
    struct work_fronts fronts;
    if (!work_fronts_make(&fronts, work, (enum cost_metric)cost, err))
      return false;
    const bool ok = show_fronts(work, (enum cost_metric)cost, &fronts, err);
    work_fronts_release(&fronts);
    if (!ok)
      return false;
  }
  return true;
}

bool part_published(struct work *work, struct error *err) {
  work_begin_part(work, "published units");
  page_section(&work->page, "Units of other precision");
  return draw(work, FIGURE_PUBLISHED, COST_AREA, NULL,
              "Area and power of units by precision, block by block as the cost model predicts them; diamonds are the "
              "figures that GQA-LUT published (28 nm, 500 MHz).",
              err) &&
         published_table(work, err);
}
