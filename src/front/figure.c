#include "front/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Spots of a figure that print apart: about its width and height in points of the finest printer. */
enum { SPOTS_ACROSS = 700, SPOTS_UP = 500 };

static const double log_cost_from = 12; /* ratio of the largest to the smallest cost */

/* Room beside the outermost costs. */
static void widen_cost(struct figure_axes *axes) {
  axes->log_cost = axes->cost_min > 0 && axes->cost_max / axes->cost_min >= log_cost_from;
  if (axes->log_cost) {
    axes->cost_min /= 1.2;
    axes->cost_max *= 1.2;
    return;
  }
  double room = 0.06 * (axes->cost_max - axes->cost_min);
  /* A vertical stack stands in the middle of an axis of its own order of magnitude. */
  if (room <= 1e-6 * fabs(axes->cost_max))
    room = axes->cost_max > 0 ? 0.2 * axes->cost_max : 1;
  axes->cost_min = axes->cost_min - room < 0 && axes->cost_min >= 0 ? 0 : axes->cost_min - room;
  axes->cost_max += room;
}

struct figure_span figure_span_empty(void) {
  return (struct figure_span){INFINITY, -INFINITY, false};
}

void figure_span_add(struct figure_span *span, double error) {
  if (!isfinite(error))
    return;
  span->has_zero = span->has_zero || !(error > 0);
  if (!(error > 0))
    return;
  span->smallest = fmin(span->smallest, error);
  span->largest = fmax(span->largest, error);
}

/* No error touches an edge. */
void figure_axes_set_errors(struct figure_axes *axes, const struct figure_span *span) {
  const bool none = !(span->smallest <= span->largest);
  const double low = floor(log10((none ? 1 : span->smallest) * 0.9));
  axes->error_max = pow(10, ceil(log10((none ? 1 : span->largest) * 1.1)));
  axes->error_min = pow(10, low);
  if (!span->has_zero)
    return;
  axes->zero_at = pow(10, low - 1);
  axes->error_min = pow(10, low - 1.5);
}

struct figure_axes figure_axes_make(const struct front_view *view, size_t count) {
  struct figure_axes axes = {.cost_min = INFINITY, .cost_max = -INFINITY};
  struct figure_span span = figure_span_empty();
  for (size_t v = 0; v < count; v++)
    for (size_t i = 0; i < view[v].all_count; i++) {
      const struct objective *item = &view[v].all[i];
      axes.cost_min = fmin(axes.cost_min, item->cost);
      axes.cost_max = fmax(axes.cost_max, item->cost);
      figure_span_add(&span, item->error);
    }
  widen_cost(&axes);
  figure_axes_set_errors(&axes, &span);
  return axes;
}

static int list_values(const struct figure_values *set, int max, int *value) {
  int count = 0;
  for (int i = 0; i <= ENTRIES_MAX; i++)
    if (set->has[i] && count++ < max)
      value[count - 1] = i;
  return count;
}

/* The values as colours: all of them, or only the ends where there are too many. */
static void set_colours(struct figure_series *series, const struct figure_values *set) {
  series->colours = list_values(set, FIGURE_COLOURS_MAX, series->colour);
  series->continuous = series->colours > FIGURE_COLOURS_MAX;
  if (!series->continuous)
    return;
  series->colours = 2;
  for (int i = 0; i <= ENTRIES_MAX; i++)
    if (set->has[i])
      series->colour[1] = i;
}

static int design_in_bits(const struct results *results, size_t design) {
  return results->points[results->designs[design].point].spec.in_bits;
}

struct figure_series figure_series_of_entries(const struct figure_values *entries) {
  struct figure_series series = {.by_entries = true, .shapes = 1};
  set_colours(&series, entries);
  return series;
}

struct figure_series figure_series_make(const struct results *results, const struct front_views *views) {
  struct figure_values entries = {{false}}, bits = {{false}};
  for (size_t v = 0; v < views->count; v++)
    for (size_t i = 0; i < views->view[v].all_count; i++) {
      const size_t design = views->view[v].all[i].design;
      entries.has[results->designs[design].design.entries] = true;
      bits.has[design_in_bits(results, design)] = true;
    }
  struct figure_series series = {.by_entries = true};
  set_colours(&series, &entries);
  series.shapes = list_values(&bits, FIGURE_SHAPES_MAX, series.shape);
  if (series.colours == 1) {
    series.by_entries = false;
    set_colours(&series, &bits);
  }
  if (!series.by_entries || series.shapes > FIGURE_SHAPES_MAX)
    series.shapes = 1;
  return series;
}

static int number_of(const int *value, int count, int wanted) {
  for (int i = 0; i < count; i++)
    if (value[i] == wanted)
      return i + 1;
  return 1;
}

int figure_colour(const struct figure_series *series, int value) {
  return series->continuous ? value : number_of(series->colour, series->colours, value);
}

static int colour_of(const struct figure_series *series, const struct results *results, size_t design) {
  return figure_colour(series,
                       series->by_entries ? results->designs[design].design.entries : design_in_bits(results, design));
}

static int shape_of(const struct figure_series *series, const struct results *results, size_t design) {
  return number_of(series->shape, series->shapes, design_in_bits(results, design));
}

double figure_drawn_error(const struct figure_axes *axes, double error) { return error > 0 ? error : axes->zero_at; }

/* The spot on which an item prints. */
static size_t spot_of(const struct figure_axes *axes, const struct objective *item) {
  const double across = axes->log_cost ? log(item->cost / axes->cost_min) / log(axes->cost_max / axes->cost_min)
                                       : (item->cost - axes->cost_min) / (axes->cost_max - axes->cost_min);
  const double up =
      log(figure_drawn_error(axes, item->error) / axes->error_min) / log(axes->error_max / axes->error_min);
  const size_t column = (size_t)(fmin(fmax(across, 0), 1) * (SPOTS_ACROSS - 1));
  const size_t row = (size_t)(fmin(fmax(up, 0), 1) * (SPOTS_UP - 1));
  return row * SPOTS_ACROSS + column;
}

static void write_item(FILE *out, const struct figure_axes *axes, const struct objective *item, int colour, int shape) {
  (void)fprintf(out, "%.9g %.9g %d %d", item->cost, figure_drawn_error(axes, item->error), colour, shape);
}

bool figure_write_cloud(FILE *out, const struct results *results, const struct front_view *view,
                        const struct figure_axes *axes, const struct figure_series *series, struct error *err) {
  /* One bit per style: 8 x 4 of them. Neighbours on a continuous palette may share a bit. */
  uint32_t *taken = calloc((size_t)SPOTS_ACROSS * SPOTS_UP, sizeof *taken);
  if (taken == NULL)
    return error_memory(err, "a figure");
  (void)fprintf(out, "# cost error colour shape\n");
  for (size_t i = 0; i < view->all_count; i++) {
    const int colour = colour_of(series, results, view->all[i].design);
    const int shape = shape_of(series, results, view->all[i].design);
    const uint32_t style = UINT32_C(1) << (unsigned)((colour % 8) * FIGURE_SHAPES_MAX + shape - 1);
    const size_t spot = spot_of(axes, &view->all[i]);
    if ((taken[spot] & style) == 0) {
      write_item(out, axes, &view->all[i], colour, shape);
      (void)fputc('\n', out);
    }
    taken[spot] |= style;
  }
  free(taken);
  return true;
}

static bool is_optimal(const struct results *results, size_t design, enum error_metric error) {
  const struct scored_design *scored = &results->designs[design];
  const struct optimum *optimum = &results->outcomes[scored->point].optimum;
  return point_metric(&results->points[scored->point]) == error &&
         optimum_gap(optimum, design_error(scored, error)) == 0;
}

bool figure_has_optimal(const struct results *results, const struct front_view *view, enum error_metric error) {
  for (size_t i = 0; i < view->front_count; i++)
    if (is_optimal(results, view->front[i].design, error))
      return true;
  return false;
}

void figure_write_members(FILE *out, const struct results *results, const struct front_view *view,
                          const struct figure_axes *axes, const struct figure_series *series, enum error_metric error) {
  (void)fprintf(out, "# cost error colour shape optimal\n");
  for (size_t i = 0; i < view->front_count; i++) {
    const size_t design = view->front[i].design;
    write_item(out, axes, &view->front[i], colour_of(series, results, design), shape_of(series, results, design));
    (void)fprintf(out, " %d\n", is_optimal(results, design, error));
  }
}

void figure_write_steps(FILE *out, const struct front_view *view, const struct figure_axes *axes) {
  (void)fprintf(out, "# cost error\n%.9g %.9g\n", view->front[0].cost, axes->error_max);
  for (size_t i = 0; i < view->front_count; i++)
    (void)fprintf(out, "%.9g %.9g\n", view->front[i].cost, figure_drawn_error(axes, view->front[i].error));
  (void)fprintf(out, "%.9g %.9g\n", axes->cost_max, figure_drawn_error(axes, view->front[view->front_count - 1].error));
}

static void write_list(FILE *out, const char *name, const int *value, int count) {
  (void)fprintf(out, "%s = '", name);
  for (int i = 0; i < count; i++)
    (void)fprintf(out, "%s%d", i > 0 ? " " : "", value[i]);
  (void)fprintf(out, "'\n");
}

const char *figure_error_label(enum error_metric metric) {
  static const char *const labels[ERROR_METRICS] = {"Mean squared error", "Mean absolute error",
                                                    "Maximum absolute error"};
  return labels[metric];
}

const char *figure_cost_label(enum cost_metric metric) {
  static const char *const labels[COST_METRICS] = {"Area (µm²)", "Power (mW)", "Delay (ns)"};
  return labels[metric];
}

void figure_write_parameters(FILE *out, const struct figure_axes *axes, const struct figure_series *series,
                             const char *x_label, const char *y_label) {
  (void)fprintf(out, "x_min = %.9g\nx_max = %.9g\ny_min = %.9g\ny_max = %.9g\n", axes->cost_min, axes->cost_max,
                axes->error_min, axes->error_max);
  (void)fprintf(out, "x_log = %d\nzero_at = %.9g\nmarks = 0\nown_height = 0\n", axes->log_cost, axes->zero_at);
  (void)fprintf(out, "x_label = '%s'\ny_label = '%s'\n", x_label, y_label);
  (void)fprintf(out, "colour_noun = '%s'\ncontinuous = %d\n", series->by_entries ? "entries" : "bit",
                series->continuous);
  write_list(out, "colour_values", series->colour, series->colours);
  write_list(out, "shape_values", series->shape, series->shapes);
}
