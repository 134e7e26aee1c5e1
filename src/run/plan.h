/* Which points to compute, in which order, how many at a time. */
#ifndef LUTDSE_RUN_PLAN_H
#define LUTDSE_RUN_PLAN_H

#include "store/results.h"
#include "sweep/sweep.h"

struct plan {
  size_t count, next;         /* points to compute, and how many of them have been handed out */
  const struct point **point; /* in order of computing: batchable points together, else in order of the sweep */
  double work, handed, last;  /* in evaluations * entries: all, handed out, and of the last batch */
  double rate;                /* work per second, as last measured */
};

/* Plan every point of the sweep that `known` does not hold. Fails with ERROR_INTERNAL (memory). */
bool plan_create(struct plan *plan, const struct sweep *sweep, const struct results *known, unsigned threads,
                 struct error *err);
void plan_free(struct plan *plan);

/* Hand out the next batch: *points and the count returned, 0 at the end. All its points are batchable. */
size_t plan_next(struct plan *plan, const struct point *const **points);

/* Learn from the time that the last batch handed out took. */
void plan_measured(struct plan *plan, double seconds);

#endif
