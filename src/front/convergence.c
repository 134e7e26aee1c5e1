#include "front/convergence.h"

#include <math.h>
#include <stdlib.h>

/* What engines sum in single precision is off by about so much. */
static const double single_rounding = 1e-6;

bool convergence_point_shows(const struct results *results, size_t point) {
  const struct outcome *outcome = &results->outcomes[point];
  return outcome->step_count > 0 && outcome->optimum.kind != OPTIMUM_NONE;
}

bool convergence_shows(const struct results *results, const struct panel *panel) {
  for (size_t i = 0; i < panel->count; i++)
    if (convergence_point_shows(results, panel->point[i]))
      return true;
  return false;
}

struct figure_series convergence_series(const struct results *results, const struct panels *panels) {
  struct figure_values values = {{false}};
  for (size_t p = 0; p < panels->count; p++)
    for (size_t i = 0; i < panels->panel[p].count; i++)
      if (convergence_point_shows(results, panels->panel[p].point[i]))
        values.has[results->points[panels->panel[p].point[i]].spec.entries] = true;
  return figure_series_of_entries(&values);
}

static double gap_at(const struct results *results, size_t point, size_t step) {
  const struct outcome *outcome = &results->outcomes[point];
  const double gap = optimum_gap(&outcome->optimum, results->steps[outcome->first_step + step].best);
  return gap < single_rounding ? 0 : gap;
}

static double evaluations_at(const struct results *results, size_t point, size_t step) {
  return (double)results->steps[results->outcomes[point].first_step + step].evaluations;
}

struct figure_axes convergence_axes(const struct results *results, const struct panel *panel, size_t count) {
  struct figure_span span = figure_span_empty();
  double least = INFINITY, most = 1;
  for (size_t p = 0; p < count; p++)
    for (size_t i = 0; i < panel[p].count; i++) {
      const size_t point = panel[p].point[i];
      if (!convergence_point_shows(results, point))
        continue;
      const size_t steps = results->outcomes[point].step_count;
      least = fmin(least, evaluations_at(results, point, 0));
      most = fmax(most, evaluations_at(results, point, steps - 1));
      for (size_t s = 0; s < steps; s++)
        figure_span_add(&span, gap_at(results, point, s));
    }
  struct figure_axes axes = {.cost_min = fmax(least, 1) / 1.2, .cost_max = fmax(most, 1) * 1.2, .log_cost = true};
  figure_axes_set_errors(&axes, &span);
  return axes;
}

/* The searches of one block, as step functions that are walked together. */
struct walk {
  const struct results *results;
  size_t *point; /* the searches */
  size_t *step;  /* of each: its latest step so far */
  double *gap;   /* room for sorting */
  size_t count;
};

static size_t steps_of(const struct walk *walk, size_t i) { return walk->results->outcomes[walk->point[i]].step_count; }

/* The next number of evaluations at which a search takes a step; INFINITY: none does. */
static double next_step(const struct walk *walk) {
  double next = INFINITY;
  for (size_t i = 0; i < walk->count; i++)
    if (walk->step[i] + 1 < steps_of(walk, i))
      next = fmin(next, evaluations_at(walk->results, walk->point[i], walk->step[i] + 1));
  return next;
}

static void advance(struct walk *walk, double evaluations) {
  for (size_t i = 0; i < walk->count; i++)
    while (walk->step[i] + 1 < steps_of(walk, i) &&
           evaluations_at(walk->results, walk->point[i], walk->step[i] + 1) <= evaluations)
      walk->step[i]++;
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median_gap(const struct walk *walk) {
  for (size_t i = 0; i < walk->count; i++)
    walk->gap[i] = gap_at(walk->results, walk->point[i], walk->step[i]);
  qsort(walk->gap, walk->count, sizeof *walk->gap, compare_doubles);
  return (walk->gap[(walk->count - 1) / 2] + walk->gap[walk->count / 2]) / 2;
}

/* The searches of one entry count and engine. */
static void begin_walk(struct walk *walk, const struct panel *panel, int entries, const struct entries_series *engines,
                       size_t engine) {
  walk->count = 0;
  for (size_t i = 0; i < panel->count; i++) {
    const size_t point = panel->point[i];
    const struct point *at = &walk->results->points[point];
    if (at->spec.entries != entries || !convergence_point_shows(walk->results, point) ||
        entries_series_find(engines, &at->engine) != engine)
      continue;
    walk->point[walk->count] = point;
    walk->step[walk->count++] = 0;
  }
}

static void write_block(FILE *out, struct walk *walk, const struct figure_axes *axes, int colour, size_t engine) {
  double evaluations = 0;
  for (size_t i = 0; i < walk->count; i++)
    evaluations = fmax(evaluations, evaluations_at(walk->results, walk->point[i], 0));
  while (isfinite(evaluations)) {
    advance(walk, evaluations);
    const double gap = median_gap(walk);
    if (isfinite(gap))
      (void)fprintf(out, "%.9g %.9g %d %zu\n", fmax(evaluations, 1), figure_drawn_error(axes, gap), colour, engine + 1);
    evaluations = next_step(walk);
  }
  (void)fputs("\n\n", out);
}

static void write_blocks(FILE *out, struct walk *walk, const struct panel *panel, const struct figure_series *series,
                         const struct entries_series *engines, const struct figure_axes *axes) {
  (void)fprintf(out, "# evaluations gap colour engine\n");
  for (int entries = ENTRIES_MIN; entries <= ENTRIES_MAX; entries++)
    for (size_t engine = 0; engine < engines->count; engine++) {
      begin_walk(walk, panel, entries, engines, engine);
      if (walk->count > 0)
        write_block(out, walk, axes, figure_colour(series, entries), engine);
    }
}

bool convergence_write(FILE *out, const struct results *results, const struct panel *panel,
                       const struct figure_series *series, const struct entries_series *engines,
                       const struct figure_axes *axes, struct error *err) {
  struct walk walk = {.results = results,
                      .point = malloc(panel->count * sizeof *walk.point),
                      .step = malloc(panel->count * sizeof *walk.step),
                      .gap = malloc(panel->count * sizeof *walk.gap)};
  const bool ok = walk.point != NULL && walk.step != NULL && walk.gap != NULL;
  if (ok)
    write_blocks(out, &walk, panel, series, engines, axes);
  free(walk.point);
  free(walk.step);
  free(walk.gap);
  return ok || error_memory(err, "a figure");
}
