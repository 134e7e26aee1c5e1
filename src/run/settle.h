/* One problem, one optimum: the rule by which all points of a problem agree. */
#ifndef LUTDSE_RUN_SETTLE_H
#define LUTDSE_RUN_SETTLE_H

#include "model/spec.h"
#include "run/ledger.h"
#include "store/posed.h"

/*
 * Give all points of one problem what is known best of their optimum: by them, or newly found (`found`, by entry
 * count). Designs that are equally good may differ in the last digits of their figures: the smallest is the optimum.
 * Returns SIZE_MAX, or, changing nothing, a point whose design is better by more than that; *optimum is what it beats.
 */
size_t settle(struct ledger *ledger, const struct posed *posed, size_t problem,
              const struct optimum found[ENTRIES_MAX + 1], struct optimum *optimum);

/* Lower an optimum to the error of a design that is better. Returns whether rounding explains it. */
bool settle_lower(struct optimum *optimum, double best);

/* The message of such a point: ERROR_INTERNAL, a bug. Returns false. */
bool settle_fail(const struct point *point, double best, const struct optimum *optimum, struct error *err);

#endif
