/* One batch: searched on a device, scored on the host. */
#ifndef LUTDSE_RUN_SCORED_BATCH_H
#define LUTDSE_RUN_SCORED_BATCH_H

#include "run/plan.h"
#include "search/search.h"
#include "store/results.h"

/* What is known of one point of a batch. */
struct scored_point {
  size_t design_count;
  uint64_t evaluations;
  struct optimum optimum; /* as far as the engine proves it */
  struct convergence_step *steps;
  size_t step_count;
};

struct scored_batch {
  struct plan_slice slice;
  size_t count;                  /* points of the slice */
  struct point *point;           /* in order of the sweep */
  size_t *number;                /* of each: its number in the sweep */
  struct scored_point *points;   /* what is known of each */
  struct scored_design *designs; /* all points' designs, one after the other, ranked within each point */
  double seconds;                /* that the device took */
};

/*
 * Search the points of a slice of a plan, score every design with the reference evaluator and the cost model and rank
 * each point's by MSE (ties in the engine's order). Convergence is kept where the engine minimises what judges the
 * point. Fails as search_run() does, with nothing to release.
 */
bool scored_batch_compute(struct scored_batch *batch, const struct search_device *on, const struct plan *plan,
                          struct plan_slice slice, struct error *err);
void scored_batch_release(struct scored_batch *batch);

/* Append a batch to results. Fails with ERROR_INTERNAL. */
bool scored_batch_add(const struct scored_batch *batch, struct results *out, struct error *err);

#endif
