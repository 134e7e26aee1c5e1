/*
 * The kernel of NN-LUT: one work-group trains one point's networks, a lane each (kernel dialect). The individuals of a
 * baseline are restarts, its generations Adam's steps, its schedule the learning rate of each.
 */
#ifndef LUTDSE_GPU_NNLUT_KERNELS_H
#define LUTDSE_GPU_NNLUT_KERNELS_H

#include "gpu/nnlut_found.h"
#include "gpu/nnlut_table.h"

#if !defined(PROBLEMS_ONLY) && !defined(ISLANDS_ONLY)

DEVICE nnlut_samples nnlut_samples_of(GLOBAL const baseline_view *view) {
  nnlut_samples samples;
  samples.lo = view->low;
  samples.step = (view->high - view->low) / (double)view->samples;
  samples.origin = view->origin;
  samples.sums = view->sums;
  samples.count = view->samples;
  return samples;
}

DEVICE nnlut_network nnlut_restart(const baseline *at, u32 restart) {
  return nnlut_network_at(at->state + (u64)restart * NNLUT_STATE((u64)at->genes), at->genes);
}

/* The restart of the least error; the lowest number wins ties. */
DEVICE nnlut_network nnlut_best(const baseline *at) {
  nnlut_network best = nnlut_restart(at, 0);
  for (u32 i = 1; i < at->population; i++) {
    const nnlut_network other = nnlut_restart(at, i);
    if (other.past[NNLUT_ERROR] < best.past[NNLUT_ERROR])
      best = other;
  }
  return best;
}

/*
 * One epoch of steps: group g trains point g. Before the first one networks are drawn. The best as a table goes to
 * `answers`, its error and the steps so far, of all restarts together, to history[g][epoch] and spent[g][epoch].
 */
KERNEL nnlut_epoch(GLOBAL const baseline_view *views, GLOBAL const double *doubles,
                   GLOBAL const baseline_parameters *parameters, GLOBAL const baseline_point *points,
                   GLOBAL double *states, GLOBAL double *answers, GLOBAL double *history, GLOBAL u64 *spent,
                   u32 epoch GROUP_ARGUMENTS) {
  baseline at = baseline_at(views, doubles, parameters, points + GROUP, states, GROUP);
  const nnlut_samples samples = nnlut_samples_of(at.view);
  at.state = states + (u64)GROUP * at.population * NNLUT_STATE((u64)at.genes);
  const u32 done = epoch * parameters->epoch, end = fewer(done + parameters->epoch, parameters->generations);
  for (u32 i = LANE; i < at.population; i += LANES) {
    const nnlut_network network = nnlut_restart(&at, i);
    if (epoch == 0)
      nnlut_found(&at, i, &network);
    nnlut_train(&samples, doubles, &network, parameters->biased, doubles + parameters->schedule, done, end);
  }
  MEMORY_BARRIER();
  if (LANE == 0) {
    const nnlut_network best = nnlut_best(&at);
    GLOBAL double *answer = answers + (u64)GROUP * BASELINE_ANSWER(parameters->entries);
    const nnlut_table table = {answer + 1, answer + 1 + at.genes, answer + 2 + 2 * at.genes};
    const u64 row = (u64)GROUP * parameters->epochs + epoch;
    nnlut_rewrite(&best, samples.lo, &table);
    answer[0] = history[row] = best.past[NNLUT_ERROR];
    spent[row] = (u64)at.population * end;
  }
  (void)scratch;
}

#endif

#endif
