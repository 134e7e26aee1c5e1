/*
 * The kernels for problems: one work-group is one tile of a cost table or of a dynamic program (kernel dialect). They
 * depend on no size of islands or batches.
 */
#ifndef LUTDSE_GPU_PROBLEM_KERNELS_H
#define LUTDSE_GPU_PROBLEM_KERNELS_H

#include "gpu/fitness.h"
#include "gpu/optimum.h"
#include "gpu/philox.h"

#if !defined(ISLANDS_ONLY) && !defined(BASELINES_ONLY)

DEVICE tile_problem tiled(GLOBAL const problem_view *view, GLOBAL const double *doubles) {
  const line_problem line = view->line;
  const tile_problem problem = {line, limits_of(&line), doubles + view->prefix, doubles + view->rounding};
  return problem;
}

/*
 * Fill one tile of one problem's cost table per work-group, or nothing below the diagonal: group = row * tiles a side +
 * column; problems are launched one by one.
 */
KERNEL cost_table(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL float *costs,
                  u32 problem GROUP_ARGUMENTS) {
  GLOBAL const problem_view *view = views + problem;
  const tile_problem tile = tiled(view, doubles);
  const u32 side = (tile.line.bounds + TILE - 1) / TILE, from = GROUP / side * TILE, to = GROUP % side * TILE;
  LOCAL double *costs_of = (LOCAL double *)scratch;
  const u32 columns = at_most(TILE, tile.line.bounds - to);
  if (from > to) {
    for (u32 r = 0; r < at_most(TILE, tile.line.bounds - from); r++)
      for (u32 c = LANE; c < columns; c += LANES)
        (costs + view->table)[(u64)(from + r) * view->stride + to + c] = INFINITY;
    return;
  }
  for (u32 strip = from; strip < from + TILE && strip < tile.line.bounds; strip += BLOCK) {
    strip_costs(&tile, strip, to, costs_of, LANE, LANES);
    GLOBAL float *table = costs + view->table + (u64)strip * view->stride + to;
    for (u32 r = 0; r < at_most(BLOCK, tile.line.bounds - strip); r++)
      for (u32 c = LANE; c < columns; c += LANES)
        table[(u64)r * view->stride + c] = strip + r > to + c ? INFINITY : float_cost(costs_of[r * TILE + c]);
    BARRIER();
  }
}

/*
 * The dynamic program (gpu/optimum.h): one tile per work-group, in tile row `row` and column `column` + group. `wanted`
 * has a word for each tile, by row.
 */
KERNEL optimum_row(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL const u64 *wanted,
                   GLOBAL double *best, GLOBAL u32 *origins, u32 entries, u32 row, u32 column GROUP_ARGUMENTS) {
  const tile_problem tile = tiled(views, doubles);
  const u32 side = (tile.line.bounds + TILE - 1) / TILE, from = row * TILE, to = (column + GROUP) * TILE;
  const optimum_layers layers = {best, origins, (u64)side * TILE};
  const u64 layers_wanted = wanted[(u64)row * side + column + GROUP];
  LOCAL double *costs = (LOCAL double *)scratch;
  if (layers_wanted == 0)
    return;
  for (u32 strip = from; strip < from + TILE && strip < tile.line.bounds; strip += BLOCK) {
    strip_costs(&tile, strip, to, costs, LANE, LANES);
    if (LANE == 0)
      forbid_ends(costs, strip, to, tile.line.bounds - 1);
    BARRIER();
    relax_strip(layers, entries, layers_wanted, strip, to, tile.line.bounds - 1, costs, LANE, LANES);
  }
}

/* Random words and solved lines one by one, for known-answer tests; one work-group does them all. */
KERNEL probe(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL const u32 *counters,
             GLOBAL u32 *words, GLOBAL const u32 *runs, GLOBAL line_fit *fits, u32 draws, u32 lines GROUP_ARGUMENTS) {
  const line_problem line = views->line;
  for (u32 i = LANE; i < draws; i += LANES) {
    GLOBAL const u32 *c = counters + 6 * i;
    const philox4x32_ctr_t random = draw(c[4], c[5], c[0], c[2], c[1], c[3]);
    for (u32 w = 0; w < 4; w++)
      words[4 * i + w] = random.v[w];
  }
  for (u32 i = LANE; i < lines; i += LANES)
    fits[i] = entry_line(&line, doubles + views->prefix, doubles + views->rounding, runs[2 * i], runs[2 * i + 1]);
  (void)scratch;
  (void)GROUP;
}

#endif

#endif
