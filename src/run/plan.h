/* Which points to compute, in which order, how many at a time. Not thread-safe: the caller locks. */
#ifndef LUTDSE_RUN_PLAN_H
#define LUTDSE_RUN_PLAN_H

#include "run/ledger.h"
#include "sweep/sweep.h"

/* Points of a plan that follow one another: numbers in plan->point. */
struct plan_slice {
  uint32_t first, count;
};

/* Points that share a problem, and what is expected of them. */
struct plan_task {
  uint32_t first, count; /* in plan->point */
  uint64_t batch;        /* batchable tasks have the same */
  bool joined;           /* solved together whatever the batch: not to be torn apart */
  double work;           /* of each point, as search.h counts it; the problem's is shared among the points */
  double bytes;          /* of each point */
  double problem_bytes;
};

enum { PLAN_SLICES_MAX = 4 * 64, PLAN_ROUNDS_MAX = 6 };

struct plan {
  const struct sweep *sweep;
  size_t count;    /* points to compute */
  uint32_t *point; /* their numbers in the sweep, in order of computing */
  size_t task_count;
  struct plan_task *task; /* in that order */
  double work;            /* as search.h counts it: all */
  double waiting;         /* work not handed out; inexact when sums are huge */
  size_t waiting_count;   /* points not handed out */
  size_t slice_count;     /* what waits, the next slice last */
  struct plan_slice slice[PLAN_SLICES_MAX];
};

/*
 * Plan every point of the sweep that is not known, in rounds: the first takes 2^-PLAN_ROUNDS_MAX of a large sweep,
 * spread evenly over its axes (sweep_spread()), each further one as many as all before it. Whenever a run ends, what is
 * there covers the whole of its grids. Within a round batchable points are neighbours, and points of one problem stay
 * together in any case. Fails with ERROR_INTERNAL (memory).
 */
bool plan_create(struct plan *plan, const struct sweep *sweep, const struct ledger *known, struct error *err);
void plan_free(struct plan *plan);

/*
 * Hand out the next batch, of about `budget` work but at least one point; its count is 0 if nothing waits. All its
 * points are batchable, and their tables and populations fit into memory together.
 */
struct plan_slice plan_next(struct plan *plan, double budget);

/* Take a batch back that was not computed; it is handed out next. */
void plan_return(struct plan *plan, struct plan_slice slice);

/* The work in a batch. */
double plan_slice_work(const struct plan *plan, struct plan_slice slice);

#endif
