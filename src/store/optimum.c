#include "store/optimum.h"

#include <math.h>
#include <string.h>

#include "store/metric.h"
#include "store/results.h"

static const char *const kind_names[OPTIMUM_KINDS] = {"none", "bound", "exact"};

static const double rounding = 1e-12;

const char *optimum_kind_name(enum optimum_kind kind) { return kind_names[kind]; }

int optimum_kind_parse(const char *name) {
  for (int i = 0; i < OPTIMUM_KINDS; i++)
    if (strcmp(kind_names[i], name) == 0)
      return i;
  return -1;
}

double optimum_value(const struct optimum *optimum) {
  return optimum->kind == OPTIMUM_NONE ? (double)NAN : optimum->value;
}

double optimum_gap(const struct optimum *optimum, double figure) {
  if (optimum->kind == OPTIMUM_NONE || isnan(figure))
    return NAN;
  if (!(optimum->value > 0))
    return figure == 0 ? 0 : INFINITY;
  const double gap = figure / optimum->value - 1;
  return fabs(gap) < rounding ? 0 : gap;
}

struct optimum optimum_better(struct optimum a, struct optimum b) {
  if (a.kind != b.kind)
    return a.kind > b.kind ? a : b;
  return (a.kind == OPTIMUM_EXACT) == (a.value < b.value) ? a : b;
}

double optimum_best_figure(const struct results *results, size_t point) {
  const struct outcome *outcome = &results->outcomes[point];
  const enum error_metric metric = point_metric(&results->points[point]);
  double best = NAN;
  for (size_t d = 0; d < outcome->design_count; d++)
    best = fmin(best, design_error(&results->designs[outcome->first_design + d], metric));
  return best;
}

struct optimum_counter optimum_counter_begin(void) {
  return (struct optimum_counter){.census = {.worst_gap = NAN, .mean_gap = NAN}};
}

void optimum_counter_add(struct optimum_counter *counter, const struct optimum *optimum, double best) {
  struct optimum_census *const census = &counter->census;
  const double gap = optimum_gap(optimum, best);
  census->points++;
  census->proven += optimum->kind == OPTIMUM_EXACT;
  census->bounded += optimum->kind == OPTIMUM_BOUND;
  if (optimum->kind != OPTIMUM_EXACT || isnan(gap))
    return;
  census->reached += gap == 0;
  census->worst_gap = fmax(census->worst_gap, gap);
  counter->sum += gap;
  counter->gaps++;
}

struct optimum_census optimum_counter_end(const struct optimum_counter *counter) {
  struct optimum_census census = counter->census;
  census.mean_gap = counter->gaps > 0 ? counter->sum / (double)counter->gaps : NAN;
  return census;
}

bool optimum_check(const struct results *results, size_t point, struct error *err) {
  const struct optimum *optimum = &results->outcomes[point].optimum;
  if ((int)optimum->kind < OPTIMUM_NONE || optimum->kind >= OPTIMUM_KINDS)
    return error_set(err, ERROR_INPUT, "optimum_kind: no such kind");
  if (!isfinite(optimum->value) || optimum->value < 0 || (optimum->kind == OPTIMUM_NONE && optimum->value != 0))
    return error_set(err, ERROR_INPUT, "optimum: %g", optimum->value);
  const double best = optimum_best_figure(results, point);
  if (optimum->kind != OPTIMUM_NONE && best < optimum->value)
    return error_set(err, ERROR_INPUT, "optimum: %.17g, but a design of the point has %.17g", optimum->value, best);
  return true;
}
