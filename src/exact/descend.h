/* Coordinate descent over the breakpoints of a table. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_DESCEND_H
#define LUTDSE_EXACT_DESCEND_H

#include "model/problem.h"

/*
 * Move the entries-1 ascending boundaries one at a time by `reach`, then by half of it, down to 1, as long as the
 * summed squared error falls. Returns that error.
 */
double descend(const struct problem *problem, int entries, uint32_t *boundary, uint32_t reach);

#endif
