/* Tables of the least largest error. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_COVER_H
#define LUTDSE_EXACT_COVER_H

#include "exact/judge.h"
#include "exact/tables.h"

/* Improve `tables` until they are proven optimal. For EXACT_MAX_ABS. */
void cover_solve(const struct judge *judge, unsigned threads, struct tables *tables);

/*
 * Offer a table without errors above a limit to every entry count that has none, and set the bound to INFINITY where
 * there is none. `largest` judges by EXACT_MAX_ABS, `judge` by the goal of the tables.
 */
void cover_within(const struct judge *largest, const struct judge *judge, double limit, unsigned threads,
                  struct tables *tables);

#endif
