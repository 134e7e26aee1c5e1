/* Tables whose entries' costs add up: every goal but the largest error. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_SUMS_H
#define LUTDSE_EXACT_SUMS_H

#include "exact/judge.h"
#include "exact/tables.h"

/*
 * Improve `tables` until they are proven optimal: their values are the least, their bounds no larger. The tables there
 * are already make the search short. Fails with ERROR_INTERNAL (memory).
 */
bool sums_solve(const struct judge *judge, unsigned threads, struct tables *tables, struct error *err);

#endif
