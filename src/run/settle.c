#include "run/settle.h"

#include <string.h>

#include "store/metric.h"

/* Far more than sums of squares lose to rounding, far less than two different designs differ by. */
static const double rounding = 1e-9;

static bool fail_better(const struct results *results, size_t row, double figure, const struct optimum *optimum,
                        struct error *err) {
  const struct point *point = &results->points[row];
  return error_set(err, ERROR_INTERNAL,
                   "%s, %d entries, point %.12s: a design has %s %.17g, which is better than the proven %s %.17g: this "
                   "is a bug in lutdse, please report it; --no-certify leaves optima alone",
                   point->spec.function->name, point->spec.entries, point->id.hex, point_objective(point), figure,
                   optimum->kind == OPTIMUM_EXACT ? "optimum" : "bound", optimum->value);
}

/* Lower an optimum to a point's best design if that is better by rounding alone. */
static bool lower(const struct results *results, size_t row, struct optimum *optimum, struct error *err) {
  const double figure = optimum_best_figure(results, row);
  if (optimum->kind == OPTIMUM_NONE || !(figure < optimum->value))
    return true;
  if (figure < optimum->value * (1 - rounding))
    return fail_better(results, row, figure, optimum, err);
  optimum->value = figure;
  return true;
}

bool settle(struct results *results, const size_t *point, size_t count, const struct optimum found[ENTRIES_MAX + 1],
            struct error *err) {
  struct optimum best[ENTRIES_MAX + 1];
  memcpy(best, found, sizeof best);
  for (size_t i = 0; i < count; i++) {
    struct optimum *known = &best[results->points[point[i]].spec.entries];
    *known = optimum_better(*known, results->outcomes[point[i]].optimum);
  }
  for (size_t i = 0; i < count; i++)
    if (!lower(results, point[i], &best[results->points[point[i]].spec.entries], err))
      return false;
  for (size_t i = 0; i < count; i++)
    results->outcomes[point[i]].optimum = best[results->points[point[i]].spec.entries];
  return true;
}
