#include "cpu/baseline.h"

#include <stdlib.h>

#include "gpu/baseline_batch.h"
#include "parallel.h"

struct launch {
  cpu_baseline_epoch *epoch;
  const struct baseline_batch *batch;
  const struct baseline_arrays *arrays;
  const struct baseline_result *result;
  double *states; /* one point's per thread */
  size_t state_doubles;
};

/* Each thread has one state: a point's group is the only one of its launches, so that all arrays begin at it. */
static void run_point(void *context, size_t point, unsigned thread) {
  const struct launch *launch = context;
  const baseline_parameters *parameters = &launch->batch->parameters;
  const struct baseline_result at = baseline_result_at(launch->result, parameters, point);
  double *const state = launch->states + (size_t)thread * launch->state_doubles;
  uint32_t scratch = 0;
  for (u32 epoch = 0; epoch < parameters->epochs; epoch++)
    launch->epoch(launch->arrays->views, launch->arrays->doubles, parameters, launch->arrays->points + point, state,
                  at.answers, at.history, at.spent, epoch, &scratch, 0);
}

bool cpu_baseline(const struct cpu_kernels *kernels, unsigned threads, const struct baseline_batch *batch,
                  struct baseline_result *result, struct error *err) {
  struct baseline_arrays arrays;
  if (!baseline_arrays_create(&arrays, batch, err))
    return false;
  /* A whole number of 64-byte lines, so that threads do not share one. */
  const size_t doubles = (baseline_state_doubles(&batch->parameters) + 7) / 8 * 8;
  struct launch launch = {.epoch = kernels->baseline_epoch[batch->parameters.kind],
                          .batch = batch,
                          .arrays = &arrays,
                          .result = result,
                          .states = aligned_alloc(64, threads * doubles * sizeof(double)),
                          .state_doubles = doubles};
  const bool ok = launch.states != NULL ? true : error_memory(err, "populations");
  if (ok)
    parallel_for(threads, batch->point_count, run_point, &launch);
  free(launch.states);
  baseline_arrays_free(&arrays);
  return ok;
}
