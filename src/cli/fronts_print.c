#include "cli/fronts_print.h"
#include "export/json_writer.h"
#include "model/significant.h"

#include "cli/datapath_columns.h"
#include "cli/json_print.h"
#include "cli/optimum_print.h"
#include "cli/synth_columns.h"
#include "cli/table.h"

static struct fronts_reference reference_of(const struct fronts_print *print, const struct front_view *view) {
  if (print->reference.given)
    return print->reference;
  return (struct fronts_reference){.given = false, .cost = view->worst_cost, .error = view->worst_error};
}

static double hypervolume_of(const struct fronts_print *print, const struct front_view *view) {
  const struct fronts_reference reference = reference_of(print, view);
  return front_hypervolume(view->front, view->front_count, reference.cost, reference.error);
}

static const struct scored_design *design_at(const struct fronts_print *print, const struct front_view *view,
                                             size_t i) {
  return &print->results->designs[view->front[i].design];
}

static const struct optimum *optimum_of(const struct fronts_print *print, const struct scored_design *design) {
  return &print->results->outcomes[design->point].optimum;
}

static double gap_of(const struct fronts_print *print, const struct scored_design *design) {
  const struct point *point = &print->results->points[design->point];
  return optimum_gap(optimum_of(print, design), design_error(design, point_metric(point)));
}

static void add_titles(struct table *table, const struct datapath_columns *extra) {
  static const char *const titles[] = {"area um^2", "power mW", "delay ns", "mse",       "mae",   "max_abs", "gap",
                                       "entries",   "in_bits",  "slope",    "intercept", "tails", "storage", "select"};
  static const char *const last[] = {"technology", "engine", "point", "rank"};
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
    table_add_column(table, titles[i]);
  datapath_columns_titles(extra, table);
  for (size_t i = 0; i < sizeof last / sizeof last[0]; i++)
    table_add_column(table, last[i]);
}

static void add_row(struct table *table, const struct fronts_print *print, const struct datapath_columns *extra,
                    const struct scored_design *design) {
  const struct point *point = &print->results->points[design->point];
  const struct spec *spec = &point->spec;
  table_add(table, "%.1f", design_cost(design, COST_AREA));
  table_add(table, "%.4g", design_cost(design, COST_POWER));
  table_add(table, "%.3f", design_cost(design, COST_DELAY));
  for (int metric = 0; metric < ERROR_METRICS; metric++)
    table_add(table, "%.4e", design_error(design, (enum error_metric)metric));
  char gap[64];
  const struct optimum *optimum = optimum_of(print, design);
  optimum_gap_text(optimum, gap_of(print, design), gap, sizeof gap);
  table_add(table, "%s", gap);
  table_add(table, "%d", design->design.entries);
  table_add(table, "%d", spec->in_bits);
  char format[FORMAT_TEXT];
  table_add(table, "%s", significant_text(spec->slope, spec->slope_significant, format));
  table_add(table, "%s", significant_text(spec->intercept, spec->intercept_significant, format));
  table_add(table, "%s", tails_name(spec->tails));
  table_add(table, "%s", storage_name(point->hardware.storage));
  table_add(table, "%s", selector_name(point->hardware.selector));
  datapath_columns_cells(extra, table, point);
  table_add(table, "%s", point->hardware.technology.name);
  table_add(table, "%s", point->engine.engine != NULL ? point->engine.engine->name : "-");
  table_add(table, "%.12s", point->id.hex);
  table_add(table, "%d", design->rank);
}

static bool print_table(const struct fronts_print *print, const struct front_view *view, FILE *out, struct error *err) {
  const struct fronts_reference reference = reference_of(print, view);
  (void)fprintf(out, "%s on [%g, %g]%s%s: %zu of %zu designs on the front of %s and %s\n", view->function->name,
                view->function->lo, view->function->hi, view->weight == NULL ? "" : ", weight ",
                view->weight == NULL ? "" : view->weight->name, view->front_count, view->all_count,
                cost_metric_name(print->cost), error_metric_name(print->error));
  struct table table = {.columns = 0};
  const struct datapath_columns extra = datapath_columns_of(print->results, view);
  const bool synthesised = synth_columns_any(print->results, view);
  add_titles(&table, &extra);
  if (synthesised)
    synth_columns_titles(&table);
  for (size_t i = 0; i < view->front_count; i++) {
    add_row(&table, print, &extra, design_at(print, view, i));
    if (synthesised)
      synth_columns_cells(&table, print->results, view->front[i].design);
  }
  if (!table_print(&table, out))
    return error_memory(err, "table of fronts");
  (void)fprintf(out, "hypervolume %.6g %s (reference: %s %.6g %s, %s %.6g)\n", hypervolume_of(print, view),
                cost_metric_unit(print->cost), cost_metric_name(print->cost), reference.cost,
                cost_metric_unit(print->cost), error_metric_name(print->error), reference.error);
  return true;
}

static bool print_tables(const struct fronts_print *print, FILE *out, struct error *err) {
  for (size_t v = 0; v < print->views->count; v++) {
    if (v > 0)
      (void)fputc('\n', out);
    if (!print_table(print, &print->views->view[v], out, err))
      return false;
  }
  return true;
}

/* Names of functions and grids come from people: quote what CSV could misread. */
static void print_csv_text(FILE *out, const char *text) {
  (void)fputc('"', out);
  for (; *text != '\0'; text++) {
    if (*text == '"')
      (void)fputc('"', out);
    (void)fputc(*text, out);
  }
  (void)fputs("\",", out);
}

static void print_csv_scales(FILE *out, const struct scale_set *scales) {
  for (int s = 0; s < scales->count; s++)
    (void)fprintf(out, "%s%.17g", s > 0 ? " " : "", scales->scale[s]);
}

/* Fields of what is not known are empty. */
static void print_csv_optimum(const struct fronts_print *print, const struct scored_design *design, FILE *out) {
  const struct optimum *optimum = optimum_of(print, design);
  (void)fprintf(out, ",%s,", point_objective(&print->results->points[design->point]));
  if (optimum->kind == OPTIMUM_NONE)
    (void)fprintf(out, ",none,\n");
  else
    (void)fprintf(out, "%.17g,%s,%.17g\n", optimum->value, optimum_kind_name(optimum->kind), gap_of(print, design));
}

/* Bits (the significant ones if there are several exponents), fraction bits, exponents. */
static void print_csv_format(FILE *out, struct format format, int significant) {
  (void)fprintf(out, "%d,%d,%d,", significant == 0 ? format.bits : significant, format.frac,
                significant_exponents(format, significant));
}

static void print_csv_row(const struct fronts_print *print, const struct front_view *view, size_t i, FILE *out) {
  const struct scored_design *design = design_at(print, view, i);
  const struct point *point = &print->results->points[design->point];
  const struct spec *spec = &point->spec;
  print_csv_text(out, view->function->name);
  print_csv_text(out, weight_name(view->weight));
  print_csv_text(out, point->grid);
  (void)fprintf(out, "%.17g,%.17g,%.17g,", design_cost(design, COST_AREA), design_cost(design, COST_POWER),
                design_cost(design, COST_DELAY));
  (void)fprintf(out, "%.17g,%.17g,%.17g,", design_error(design, ERROR_MSE), design_error(design, ERROR_MAE),
                design_error(design, ERROR_MAX_ABS));
  (void)fprintf(out, "%d,%d,", design->design.entries, spec->in_bits);
  print_csv_format(out, spec->slope, spec->slope_significant);
  print_csv_format(out, spec->intercept, spec->intercept_significant);
  print_csv_scales(out, &spec->scales);
  (void)fprintf(out, ",%s,%d,%d,%.17g,%s,%s,%d,%s,%d,%s,%s,%s,%d,%.17g", tails_name(spec->tails),
                spec->ranges == 0 ? 1 : spec->ranges, spec->output.bits, spec->output.scale,
                storage_name(point->hardware.storage), selector_name(point->hardware.selector),
                spec->restriction.slope_digits, symmetry_name(spec->restriction.mirrored), point->hardware.pipeline,
                point->hardware.technology.name, point->engine.engine != NULL ? point->engine.engine->name : "",
                point->id.hex, design->rank, hypervolume_of(print, view));
  print_csv_optimum(print, design, out);
}

static void print_csv(const struct fronts_print *print, FILE *out) {
  (void)fputs("function,weight,grid,area_um2,power_mw,delay_ns,mse,mae,max_abs,entries,in_bits,slope_bits,slope_frac,"
              "slope_exponents,intercept_bits,intercept_frac,intercept_exponents,scales,tails,ranges,output_bits,"
              "output_scale,storage,select,digits,symmetry,pipeline,"
              "technology,engine,"
              "point,rank,hypervolume,objective,optimum,optimum_kind,gap\n",
              out);
  for (size_t v = 0; v < print->views->count; v++)
    for (size_t i = 0; i < print->views->view[v].front_count; i++)
      print_csv_row(print, &print->views->view[v], i, out);
}

static json_t *scales_json(const struct scale_set *scales) {
  json_t *array = json_array();
  for (int s = 0; s < scales->count; s++)
    json_append(&array, json_real(scales->scale[s]));
  return array;
}

static json_t *member_json(const struct fronts_print *print, const struct front_view *view, size_t i) {
  const struct scored_design *design = design_at(print, view, i);
  const struct point *point = &print->results->points[design->point];
  const struct spec *spec = &point->spec;
  json_t *object = json_pack(
      "{s:f, s:f, s:f, s:f, s:f, s:f, s:i, s:i, s:o, s:o, s:o, s:s, s:i, s:i, s:f, s:s, s:s, s:i, s:s, s:i, s:s, s:s, "
      "s:s, "
      "s:s, s:i, s:o}",
      "area_um2", design_cost(design, COST_AREA), "power_mw", design_cost(design, COST_POWER), "delay_ns",
      design_cost(design, COST_DELAY), "mse", design_error(design, ERROR_MSE), "mae", design_error(design, ERROR_MAE),
      "max_abs", design_error(design, ERROR_MAX_ABS), "entries", design->design.entries, "in_bits", spec->in_bits,
      "slope", json_format(spec->slope, spec->slope_significant), "intercept",
      json_format(spec->intercept, spec->intercept_significant), "scales", scales_json(&spec->scales), "tails",
      tails_name(spec->tails), "ranges", spec->ranges == 0 ? 1 : spec->ranges, "output_bits", spec->output.bits,
      "output_scale", spec->output.scale, "storage", storage_name(point->hardware.storage), "select",
      selector_name(point->hardware.selector), "digits", spec->restriction.slope_digits, "symmetry",
      symmetry_name(spec->restriction.mirrored), "pipeline", point->hardware.pipeline, "technology",
      point->hardware.technology.name, "engine", point->engine.engine != NULL ? point->engine.engine->name : "", "grid",
      point->grid, "point", point->id.hex, "rank", design->rank, "optimum",
      optimum_json(point_objective(point), optimum_of(print, design), gap_of(print, design)));
  if (synth_columns_json(object, print->results, view->front[i].design))
    return object;
  json_decref(object);
  return NULL;
}

static json_t *view_json(const struct fronts_print *print, const struct front_view *view) {
  const struct fronts_reference reference = reference_of(print, view);
  json_t *front = json_array();
  for (size_t i = 0; i < view->front_count; i++)
    json_append(&front, member_json(print, view, i));
  return json_pack("{s:s, s:[f, f], s:s, s:s, s:s, s:I, s:f, s:{s:f, s:f}, s:o}", "function", view->function->name,
                   "domain", view->function->lo, view->function->hi, "weight", weight_name(view->weight), "error",
                   error_metric_name(print->error), "cost", cost_metric_name(print->cost), "designs",
                   (json_int_t)view->all_count, "hypervolume", hypervolume_of(print, view), "reference", "cost",
                   reference.cost, "error", reference.error, "front", front);
}

static bool print_json(const struct fronts_print *print, FILE *out, struct error *err) {
  json_t *array = json_array();
  for (size_t v = 0; v < print->views->count; v++)
    json_append(&array, view_json(print, &print->views->view[v]));
  return json_print(array, out, "JSON of the fronts", err);
}

bool fronts_print(const struct fronts_print *print, enum fronts_layout layout, FILE *out, struct error *err) {
  switch (layout) {
  case FRONTS_TABLE:
    return print_tables(print, out, err);
  case FRONTS_JSON:
    return print_json(print, out, err);
  case FRONTS_CSV:
    break;
  }
  print_csv(print, out);
  return true;
}
