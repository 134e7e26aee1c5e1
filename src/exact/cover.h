/* Tables of the least largest error. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_COVER_H
#define LUTDSE_EXACT_COVER_H

#include "exact/judge.h"
#include "exact/tables.h"

/* Improve `tables` until they are proven optimal. For EXACT_MAX_ABS. */
void cover_solve(const struct judge *judge, unsigned threads, struct tables *tables);

#endif
