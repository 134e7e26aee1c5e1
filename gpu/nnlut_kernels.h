/*
 * The kernel of NN-LUT: one work-group trains one point's networks, a lane each (kernel dialect). The individuals of a
 * baseline are restarts, its generations Adam's steps, its schedule the learning rate of each.
 */
#ifndef LUTDSE_GPU_NNLUT_KERNELS_H
#define LUTDSE_GPU_NNLUT_KERNELS_H

#include "gpu/baseline.h"
#include "gpu/nnlut_table.h"

#if !defined(PROBLEMS_ONLY) && !defined(ISLANDS_ONLY)

/* First parameters that are drawn positive or negative are at least so far from 0, and less than 1. */
#define NNLUT_LEAST 0.01

DEVICE nnlut_samples nnlut_samples_of(GLOBAL const baseline_view *view) {
  nnlut_samples samples;
  samples.lo = view->low;
  samples.step = (view->high - view->low) / (double)view->samples;
  samples.origin = view->origin;
  samples.sums = view->sums;
  samples.count = view->samples;
  return samples;
}

DEVICE double nnlut_positive(u32 word) { return NNLUT_LEAST + (1.0 - NNLUT_LEAST) * unit_real(word); }

/*
 * A unit's first n and b. Where the domain is on one side of 0, the units' places are drawn on that side: n and b are
 * both positive for negative x, n is negative and b positive for positive x. Else both are normal.
 */
DEVICE void nnlut_draw_unit(const baseline *at, philox4x32_ctr_t random, GLOBAL double *unit) {
  if (at->view->high <= 0 || at->view->low >= 0) {
    const double n = nnlut_positive(random.v[0]);
    unit[NNLUT_N] = at->view->high <= 0 ? n : -n;
    unit[NNLUT_B] = nnlut_positive(random.v[1]);
  } else {
    unit[NNLUT_N] = quantile(at, at->parameters->normal, random.v[0]);
    unit[NNLUT_B] = quantile(at, at->parameters->normal, random.v[1]);
  }
}

/* A network of its first parameters. Those of the output are uniform between -1 and 1 over the root of the units. */
DEVICE void nnlut_found(const baseline *at, u32 restart, const nnlut_network *network) {
  const double most = 1.0 / sqrt((double)network->units);
  nnlut_begin(network);
  for (u32 i = 0; i <= network->units; i++) {
    const philox4x32_ctr_t random = baseline_draw(at, 0, restart, i);
    GLOBAL double *unit = network->value + NNLUT_KINDS * i;
    const double output = most * (2.0 * unit_real(random.v[2]) - 1.0);
    if (i == network->units) {
      unit[0] = at->parameters->biased != 0 ? output : 0;
    } else {
      nnlut_draw_unit(at, random, unit);
      unit[NNLUT_M] = output;
    }
  }
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
    const u64 row = (u64)GROUP * parameters->epochs + epoch;
    GLOBAL double *answer = answers + row * BASELINE_ANSWER(parameters->entries);
    const nnlut_table table = {answer + 1, answer + 1 + at.genes, answer + 2 + 2 * at.genes};
    nnlut_rewrite(&best, samples.lo, &table);
    answer[0] = history[row] = best.past[NNLUT_ERROR];
    spent[row] = (u64)at.population * end;
  }
  (void)scratch;
}

#endif

#endif
