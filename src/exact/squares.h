/* The dynamic program for squared errors, whose lines need only prefix sums (gpu/line.h). Internal to src/exact/. */
#ifndef LUTDSE_EXACT_SQUARES_H
#define LUTDSE_EXACT_SQUARES_H

#include "exact/exact.h"

/* exact_solve() for EXACT_MSE without limit and without output stage. */
bool squares_solve(const struct exact_resources *with, const struct spec *spec, int entries_max,
                   struct exact_answer *answer, struct error *err);

#endif
