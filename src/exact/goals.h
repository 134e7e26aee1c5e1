/* Every goal but plain squared errors, whose lines need the codes themselves. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_GOALS_H
#define LUTDSE_EXACT_GOALS_H

#include "exact/exact.h"

/* exact_solve() for any goal. */
bool goals_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 int entries_max, struct exact_answer *answer, struct error *err);

#endif
