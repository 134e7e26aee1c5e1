/* Which points pose the same problem, and so share one exact search. */
#ifndef LUTDSE_STORE_POSED_H
#define LUTDSE_STORE_POSED_H

#include "sweep/point.h"

/* Problems in order of their first points; each is the same for all its points but for the entry count. */
struct posed {
  size_t count;
  size_t *start; /* [count + 1]: problem i is posed by points point[start[i]] ... point[start[i + 1] - 1], ascending */
  size_t *point; /* indices into the points */
};

/* Group the points by function, formats, scales, tails, output stage, restriction and objective. ERROR_INTERNAL
 * (memory). */
bool posed_create(struct posed *posed, const struct point *points, size_t count, struct error *err);
void posed_free(struct posed *posed);

#endif
