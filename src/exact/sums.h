/* Tables whose entries' costs add up: every goal but the largest error. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_SUMS_H
#define LUTDSE_EXACT_SUMS_H

#include "exact/judge.h"
#include "exact/tables.h"

/* Codes of the lines that a level of the search may have to solve: about a minute of one core. */
#define SUMS_EFFORT (UINT64_C(1) << 28)

/*
 * Improve `tables` until they are proven optimal; or until the next level of the search would take more than `effort`:
 * then their bounds say what is proven. The tables there are already make the search short, and must have no bounds but
 * proven ones. Fails with ERROR_INTERNAL (memory).
 */
bool sums_solve(const struct judge *judge, unsigned threads, uint64_t effort, struct tables *tables, struct error *err);

#endif
