#include "run/settle.h"

#include <string.h>

#include "store/metric.h"

/* Far more than sums of squares lose to rounding, far less than two different designs differ by. */
static const double rounding = 1e-9;

bool settle_fail(const struct point *point, double best, const struct optimum *optimum, struct error *err) {
  return error_set(err, ERROR_INTERNAL,
                   "%s, %d entries, point %.12s: a design has %s %.17g, which is better than the proven %s %.17g: this "
                   "is a bug in lutdse, please report it; --no-certify leaves optima alone",
                   point->spec.function->name, point->spec.entries, point->id.hex, point_objective(point), best,
                   optimum->kind == OPTIMUM_EXACT ? "optimum" : "bound", optimum->value);
}

bool settle_lower(struct optimum *optimum, double best) {
  if (optimum->kind == OPTIMUM_NONE || !(best < optimum->value))
    return true;
  if (best < optimum->value * (1 - rounding))
    return false;
  optimum->value = best;
  return true;
}

size_t settle(struct ledger *ledger, const struct posed *posed, size_t problem,
              const struct optimum found[ENTRIES_MAX + 1], struct optimum *optimum) {
  const size_t first = posed->start[problem], end = posed->start[problem + 1];
  struct optimum best[ENTRIES_MAX + 1];
  memcpy(best, found, sizeof best);
  for (size_t i = first; i < end; i++) {
    struct optimum *const known = &best[posed->entries[posed->point[i]]];
    *known = optimum_better(*known, ledger_optimum(ledger, posed->point[i]));
  }
  for (size_t i = first; i < end; i++) {
    const size_t point = posed->point[i];
    *optimum = best[posed->entries[point]];
    if (!settle_lower(&best[posed->entries[point]], ledger->row[point].best))
      return point;
  }
  for (size_t i = first; i < end; i++)
    ledger_set_optimum(ledger, posed->point[i], best[posed->entries[posed->point[i]]]);
  return SIZE_MAX;
}
