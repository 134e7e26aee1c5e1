#include "front/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
      const struct front_dot *item = &view[v].all[i];
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

struct figure_series figure_series_of_entries(const struct figure_values *entries) {
  struct figure_series series = {.by_entries = true, .shapes = 1};
  set_colours(&series, entries);
  return series;
}

struct figure_series figure_series_make(const struct front_views *views) {
  struct figure_values entries = {{false}}, bits = {{false}};
  for (size_t v = 0; v < views->count; v++)
    for (size_t i = 0; i < views->view[v].all_count; i++) {
      entries.has[views->view[v].all[i].entries] = true;
      bits.has[views->view[v].all[i].in_bits] = true;
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

int figure_dot_colour(const struct figure_series *series, const struct front_dot *dot) {
  return figure_colour(series, series->by_entries ? dot->entries : dot->in_bits);
}

int figure_dot_shape(const struct figure_series *series, const struct front_dot *dot) {
  return number_of(series->shape, series->shapes, dot->in_bits);
}

double figure_drawn_error(const struct figure_axes *axes, double error) { return error > 0 ? error : axes->zero_at; }

void figure_write_dot(FILE *out, const struct figure_axes *axes, const struct figure_series *series,
                      const struct front_dot *dot) {
  (void)fprintf(out, "%.9g %.9g %d %d", dot->cost, figure_drawn_error(axes, dot->error), figure_dot_colour(series, dot),
                figure_dot_shape(series, dot));
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
    const struct front_dot dot = front_dot_of(results, &view->front[i]);
    figure_write_dot(out, axes, series, &dot);
    (void)fprintf(out, " %d\n", is_optimal(results, view->front[i].design, error));
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

void figure_write_picks(FILE *out, const struct front_view *view, const struct figure_axes *axes) {
  (void)fprintf(out, "# cost error\n");
  for (int pick = 0; view->front_count > 0 && pick < FRONT_PICKS; pick++) {
    const struct objective *const member =
        &view->front[front_pick(view->front, view->front_count, (enum front_pick)pick)];
    (void)fprintf(out, "%.9g %.9g\n", member->cost, figure_drawn_error(axes, member->error));
  }
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
  (void)fprintf(out, "x_log = %d\nzero_at = %.9g\nmarks = 0\npicks = 0\nown_height = 0\n", axes->log_cost,
                axes->zero_at);
  (void)fprintf(out, "x_label = '%s'\ny_label = '%s'\n", x_label, y_label);
  (void)fprintf(out, "colour_noun = '%s'\ncontinuous = %d\n", series->by_entries ? "entries" : "bit",
                series->continuous);
  write_list(out, "colour_values", series->colour, series->colours);
  write_list(out, "shape_values", series->shape, series->shapes);
}
