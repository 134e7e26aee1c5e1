/* Which points pose the same problem, and so share one exact search. */
#ifndef LUTDSE_STORE_POSED_H
#define LUTDSE_STORE_POSED_H

#include "key_table.h"
#include "sweep/point.h"

/*
 * Problems in order of their first points; each is the same for all its points but for the entry count. Points are
 * added one after the other and need not stay; some ten bytes each do.
 */
struct posed {
  size_t count, point_count;
  uint32_t
      *start; /* [count + 1]: problem i is posed by points point[start[i]] ... point[start[i + 1] - 1], ascending */
  uint32_t *point;  /* numbers of points, in the order in which they were added */
  uint8_t *entries; /* of each point */

  /* For posed.c only. */
  uint32_t *problem; /* of each point */
  size_t capacity;   /* points that there is room for */
  struct key_table problems;
};

enum { POSED_POINTS_MAX = 1 << 30 };

/* No points. */
void posed_init(struct posed *posed);

/*
 * Add the next point: it is of the problem of those with the same function, formats, scales, tails, output stage,
 * weight, restriction and objective. Functions and weights are told apart by address. Fails with ERROR_INTERNAL
 * (memory).
 */
bool posed_add(struct posed *posed, const struct point *point, struct error *err);

/* Once all are added: fill in `start` and `point`. Fails with ERROR_INTERNAL (memory). */
bool posed_group(struct posed *posed, struct error *err);

/* All of that for points in an array; on failure nothing is to be freed. */
bool posed_create(struct posed *posed, const struct point *points, size_t count, struct error *err);

void posed_free(struct posed *posed);

#endif
