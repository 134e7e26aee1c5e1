/* Which points to compute, in which order, how many at a time. Not thread-safe: the caller locks. */
#ifndef LUTDSE_RUN_PLAN_H
#define LUTDSE_RUN_PLAN_H

#include "store/results.h"
#include "sweep/sweep.h"

/* Consecutive points of a plan. */
struct plan_slice {
  const struct point *const *point;
  size_t count;
};

enum { PLAN_SLICES_MAX = 4 * 64 };

struct plan {
  size_t count;               /* points to compute */
  const struct point **point; /* in order of computing: batchable points together, else in order of the sweep */
  double work;                /* as search.h counts it: all */
  double waiting;             /* work not handed out; inexact when sums are huge */
  size_t waiting_count;       /* points not handed out */
  size_t slice_count;         /* what waits, the next slice last */
  struct plan_slice slice[PLAN_SLICES_MAX];
};

/* Plan every point of the sweep that `known` does not hold. Fails with ERROR_INTERNAL (memory). */
bool plan_create(struct plan *plan, const struct sweep *sweep, const struct results *known, struct error *err);
void plan_free(struct plan *plan);

/*
 * Hand out the next batch, of about `budget` work but at least one point; its count is 0 if nothing waits. All its
 * points are batchable, and their tables and populations fit into memory together.
 */
struct plan_slice plan_next(struct plan *plan, double budget);

/* Take a batch back that was not computed; it is handed out next. */
void plan_return(struct plan *plan, struct plan_slice slice);

/* The work in a batch. */
double plan_slice_work(struct plan_slice slice);

#endif
