/* One problem, one optimum: the rule by which all points of a problem agree. Internal to src/run/. */
#ifndef LUTDSE_RUN_SETTLE_H
#define LUTDSE_RUN_SETTLE_H

#include "store/results.h"

/*
 * Give all points of one problem, `point[0 ... count-1]`, what is known best of their optimum: by them, or newly found
 * (`found`, by entry count). Designs that are equally good may differ in the last digits of their figures: the smallest
 * is the optimum. Fails with ERROR_INTERNAL, changing nothing, if a design is better by more than that.
 */
bool settle(struct results *results, const size_t *point, size_t count, const struct optimum found[ENTRIES_MAX + 1],
            struct error *err);

#endif
