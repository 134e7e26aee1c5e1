/* The best line of one entry for a goal, proven over all codes of slope and intercept. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_BEST_LINE_H
#define LUTDSE_EXACT_BEST_LINE_H

#include "exact/judge.h"

struct best_line {
  int32_t slope, intercept;
  double cost;  /* INFINITY: none was found that costs less than `enough` */
  double bound; /* no line costs less, or less than `enough`; equal to cost where the line is proven */
};

/*
 * The best line of the entry between two boundaries: zero for an empty one, the tail's line where it is pinned. Only
 * lines that cost less than `enough` are looked for.
 */
struct best_line best_line(const struct judge *judge, uint32_t from, uint32_t to, double enough);

/* The same for an entry with codes that is not pinned, by branch and bound; starts from a line already found. */
struct best_line best_line_in_bundles(const struct judge *judge, uint32_t from, uint32_t to, double enough,
                                      struct best_line start);

#endif
