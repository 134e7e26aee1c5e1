#include "front/convergence.h"

#include <math.h>

/* What engines sum in single precision is off by about so much. */
static const double single_rounding = 1e-6;

static bool point_shows(const struct results *results, size_t point) {
  const struct outcome *outcome = &results->outcomes[point];
  return outcome->step_count > 0 && outcome->optimum.kind != OPTIMUM_NONE;
}

bool convergence_shows(const struct results *results, const struct panel *panel) {
  for (size_t i = 0; i < panel->count; i++)
    if (point_shows(results, panel->point[i]))
      return true;
  return false;
}

struct figure_series convergence_series(const struct results *results, const struct panels *panels) {
  struct figure_values values = {{false}};
  for (size_t p = 0; p < panels->count; p++)
    for (size_t i = 0; i < panels->panel[p].count; i++)
      if (point_shows(results, panels->panel[p].point[i]))
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
      if (!point_shows(results, point))
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

void convergence_write(FILE *out, const struct results *results, const struct panel *panel,
                       const struct figure_series *series, const struct figure_axes *axes) {
  (void)fprintf(out, "# evaluations gap colour\n");
  for (size_t i = 0; i < panel->count; i++) {
    const size_t point = panel->point[i];
    if (!point_shows(results, point))
      continue;
    const int colour = figure_colour(series, results->points[point].spec.entries);
    for (size_t s = 0; s < results->outcomes[point].step_count; s++) {
      const double gap = gap_at(results, point, s);
      if (isfinite(gap))
        (void)fprintf(out, "%.9g %.9g %d\n", fmax(evaluations_at(results, point, s), 1), figure_drawn_error(axes, gap),
                      colour);
    }
    (void)fputs("\n\n", out);
  }
}
