/* The error of picked tables over x. */
#include <math.h>

#include "model/datapath.h"
#include "report/sheet.h"
#include "report/study_labels.h"
#include "report/work.h"

/* plots/style.gp with plots/report_curves.gp. */
extern const char plots_report_curves_gp[];

enum { CURVES_MAX = 12 };

/* A table, and the finest of its scales whose codes reach all of the domain, or most of it. */
struct curve {
  const struct spec *spec;
  const struct scored_design *design;
  int scale;
};

/* How much of the domain a scale's codes reach; what a code more would add does not count. */
static double reach_of(const struct spec *spec, int s) {
  const double scale = spec->scales.scale[s];
  const struct code_range codes = spec_domain_codes(spec, scale);
  const double domain = spec->function->hi - spec->function->lo;
  const double reach = codes.first > codes.last ? 0 : scale * ((double)codes.last - codes.first + 2);
  return reach > domain ? domain : reach;
}

static struct curve curve_of(const struct results *results, const struct front_view *view) {
  const size_t knee = front_pick(view->front, view->front_count, FRONT_PICK_KNEE);
  const struct scored_design *const design = &results->designs[view->front[knee].design];
  const struct spec *const spec = &results->points[design->point].spec;
  struct curve curve = {spec, design, 0};
  for (int s = 1; s < spec->scales.count; s++) {
    const double reach = reach_of(spec, s), before = reach_of(spec, curve.scale);
    if (reach > before || (reach == before && spec->scales.scale[s] < spec->scales.scale[curve.scale]))
      curve.scale = s;
  }
  return curve;
}

/* y(q) - f(S q) of all codes of the domain at a scale, into the table; at the curve's own also into its columns. */
static double write_scale(FILE *out, struct data_table *table, const struct curve *curve, int s) {
  const struct spec *const spec = curve->spec;
  const double scale = spec->scales.scale[s];
  const struct code_range codes = spec_domain_codes(spec, scale);
  struct datapath datapath;
  double most = 0;
  datapath_prepare(&datapath, spec, &curve->design->design, scale);
  for (int32_t q = codes.first; q <= codes.last; q++) {
    const double x = scale * q;
    const double error =
        datapath_value(&datapath, datapath_accumulate(&datapath, q)) - function_value(spec->function, x);
    if (s == curve->scale) {
      (void)fprintf(out, "%.9g %.9g\n", x, error);
      most = fmax(most, fabs(error));
    }
    data_table_text(table, "%s", spec->function->name);
    data_table_text(table, "%s", weight_name(spec->weight));
    data_table_number(table, scale, 6);
    data_table_count(table, q);
    data_table_number(table, x, 6);
    data_table_number(table, error, 6);
  }
  return most;
}

static bool write_breakpoints(struct sheet *sheet, size_t index, const struct curve *curve, struct error *err) {
  FILE *const out = sheet_columns(sheet, "breakpoints", index, 0, err);
  if (out == NULL)
    return false;
  const double scale = curve->spec->scales.scale[curve->scale];
  for (int i = 0; i + 1 < curve->design->design.entries; i++) {
    const double x = scale * design_threshold(curve->spec, curve->design->design.breakpoint[i], scale);
    if (x > curve->spec->function->lo && x < curve->spec->function->hi)
      (void)fprintf(out, "%.9g 0\n", x);
  }
  return true;
}

static bool write_panel(struct sheet *sheet, size_t index, const struct curve *curve, struct data_table *table,
                        struct error *err) {
  char text[160], scale[32];
  const struct spec *const spec = curve->spec;
  FILE *const out = sheet_columns(sheet, "curve", index, 0, err);
  if (out == NULL)
    return false;
  double most = 0;
  for (int s = 0; s < spec->scales.count; s++)
    most += write_scale(out, table, curve, s);
  (void)fprintf(sheet->parameters, "x_from[%zu] = %.9g\nx_to[%zu] = %.9g\ny_most[%zu] = %.9g\n", index + 1,
                spec->function->lo, index + 1, spec->function->hi, index + 1, most > 0 ? most : 1e-3);
  if (spec->weight == NULL)
    (void)snprintf(text, sizeof text, "%s, %d entries, scale %s", spec->function->name, spec->entries,
                   study_scale_label(spec->scales.scale[curve->scale], scale, sizeof scale));
  else
    (void)snprintf(text, sizeof text, "%s (%s), %d entries", spec->function->name, spec->weight->name, spec->entries);
  sheet_name(sheet, "names", index, text);
  return write_breakpoints(sheet, index, curve, err);
}

static bool draw(struct work *work, const struct work_fronts *fronts, struct data_table *table, struct error *err) {
  struct sheet sheet;
  char caption[512];
  const size_t panels = fronts->views.count < CURVES_MAX ? fronts->views.count : CURVES_MAX;
  const struct figure_axes axes = {.cost_min = 0, .cost_max = 1, .error_min = 1, .error_max = 10};
  const struct sheet_layout layout = {panels, axes, "x", "y - f(x)", 0};
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  sheet_array(&sheet, "x_from", panels);
  sheet_array(&sheet, "x_to", panels);
  sheet_array(&sheet, "y_most", panels);
  bool ok = true;
  for (size_t i = 0; ok && i < panels; i++) {
    const struct curve curve = curve_of(fronts->results, &fronts->views.view[i]);
    ok = write_panel(&sheet, i, &curve, table, err);
  }
  (void)snprintf(caption, sizeof caption,
                 "Error over the input of one table for each function and weight, the knee of its front of %s and %s, "
                 "at the finest "
                 "scale whose codes reach all of the domain; crosses on the zero line are breakpoints.",
                 error_metric_name(work->request->error), cost_metric_name(work->request->cost));
  if (ok)
    return sheet_end(&sheet, plots_report_curves_gp, "error_curves", caption, err);
  sheet_discard(&sheet);
  return false;
}

static bool draw_views(struct work *work, const struct work_fronts *fronts, struct error *err) {
  static const char *const titles[] = {"function", "weight", "scale", "code", "x", "error"};
  struct data_table table = {.count = 0};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(&table, false, "%s", titles[c]);
  page_section(&work->page, "Error over the input");
  if (fronts->views.count > CURVES_MAX)
    page_paragraph(&work->page, "The first %d of %zu functions and weights; --function shows others.", CURVES_MAX,
                   fronts->views.count);
  if (draw(work, fronts, &table, err))
    return work_add_data(work, &table, "error_curves", err);
  data_table_release(&table);
  return false;
}

bool part_curves(struct work *work, struct error *err) {
  struct work_fronts fronts;
  work_begin_part(work, "error over the input");
  if (!work_fronts_make(&fronts, work, work->request->cost, err))
    return false;
  const bool ok = draw_views(work, &fronts, err);
  work_fronts_release(&fronts);
  return ok;
}
