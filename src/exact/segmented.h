/*
 * Tables whose breakpoints are equal steps or powers of two (model/segments.h): so few that all are tried, for any
 * goal. Internal to src/exact/.
 */
#ifndef LUTDSE_EXACT_SEGMENTED_H
#define LUTDSE_EXACT_SEGMENTED_H

#include "exact/exact.h"

/* exact_solve() for a spec with such a restriction; of half a table the entries are those above 0. */
bool segmented_solve(const struct spec *spec, const struct exact_goal *goal, int entries_max,
                     struct exact_answer *answer, struct error *err);

#endif
