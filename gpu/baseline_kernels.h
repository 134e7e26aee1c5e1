/* The kernels of published baselines: one work-group searches one point (kernel dialect). */
#ifndef LUTDSE_GPU_BASELINE_KERNELS_H
#define LUTDSE_GPU_BASELINE_KERNELS_H

#include "gpu/gade.h"
#include "gpu/gqa.h"

#if !defined(PROBLEMS_ONLY) && !defined(ISLANDS_ONLY)

/* How many individuals were scored since the last count. */
DEVICE u32 baseline_scored(const baseline *at) {
  u32 scored = 0;
  for (u32 i = 0; i < at->population; i++)
    scored += notes_of(at, 0)[i] != 0 ? 1 : 0;
  return scored;
}

/*
 * One epoch of GQA-LUT: group g searches point g. Before the first one populations are founded. What is found after it
 * goes to answers[g][epoch], the least fitness and the individuals scored so far to history and spent, there as well.
 */
KERNEL gqa_epoch(GLOBAL const baseline_view *views, GLOBAL const double *doubles,
                 GLOBAL const baseline_parameters *parameters, GLOBAL const baseline_point *points,
                 GLOBAL double *states, GLOBAL double *answers, GLOBAL double *history, GLOBAL u64 *spent,
                 u32 epoch GROUP_ARGUMENTS) {
  const baseline at = baseline_at(views, doubles, parameters, points + GROUP, states, GROUP);
  const u32 done = epoch * parameters->epoch, end = fewer(done + parameters->epoch, parameters->generations);
  const u64 row = (u64)GROUP * parameters->epochs + epoch;
  u64 scored = epoch == 0 ? at.population : spent[row - 1];
  if (epoch == 0)
    for (u32 i = LANE; i < at.population; i += LANES)
      gqa_found(&at, i);
  MEMORY_BARRIER();
  for (u32 generation = done + 1; generation <= end; generation++) {
    for (u32 i = 2 * LANE; i < at.population; i += 2 * LANES)
      gqa_breed(&at, generation, i);
    MEMORY_BARRIER();
    for (u32 i = LANE; i < at.population; i += LANES)
      if (notes_of(&at, 0)[i] != 0)
        gqa_score(&at, generation, i);
    if (LANE == 0)
      scored += baseline_scored(&at);
    MEMORY_BARRIER();
  }
  if (LANE == 0) {
    const u32 best = fittest(&at, end);
    GLOBAL double *answer = answers + row * BASELINE_ANSWER(parameters->entries);
    answer[0] = fitness_of(&at, end)[best];
    gqa_answer(&at, genes_of(&at, end) + best, answer);
    history[row] = answer[0];
    spent[row] = scored;
  }
  (void)scratch;
}

/* One epoch of GADE, as above. */
KERNEL gade_epoch(GLOBAL const baseline_view *views, GLOBAL const double *doubles,
                  GLOBAL const baseline_parameters *parameters, GLOBAL const baseline_point *points,
                  GLOBAL double *states, GLOBAL double *answers, GLOBAL double *history, GLOBAL u64 *spent,
                  u32 epoch GROUP_ARGUMENTS) {
  const baseline at = baseline_at(views, doubles, parameters, points + GROUP, states, GROUP);
  const u32 done = epoch * parameters->epoch, end = fewer(done + parameters->epoch, parameters->generations);
  if (epoch == 0) {
    for (u32 i = LANE; i < at.population; i += LANES)
      gade_found(&at, i);
    for (u32 i = LANE; i < BASELINE_TOTALS; i += LANES)
      totals_of(&at)[i] = 0;
    MEMORY_BARRIER();
    if (LANE == 0)
      gade_learn(&at, 0);
  }
  MEMORY_BARRIER();
  for (u32 generation = done + 1; generation <= end; generation++) {
    for (u32 i = LANE; i < at.population; i += LANES)
      gade_breed(&at, generation, i);
    MEMORY_BARRIER();
    if (LANE == 0)
      gade_learn(&at, generation);
    MEMORY_BARRIER();
  }
  if (LANE == 0) {
    const u32 best = (u32)totals_of(&at)[GADE_BEST];
    const u64 row = (u64)GROUP * parameters->epochs + epoch;
    GLOBAL double *answer = answers + row * BASELINE_ANSWER(parameters->entries);
    answer[0] = fitness_of(&at, end)[best];
    gade_answer(&at, genes_of(&at, end) + best, answer);
    history[row] = answer[0];
    spent[row] = (u64)at.population * (end + 1);
  }
  (void)scratch;
}

#endif

#endif
