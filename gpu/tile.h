/*
 * The costs of whole tiles of entries, many times faster than line by line (kernel dialect).
 *
 * A tile is every run between TILE boundaries and TILE others; a group of lanes fills it strip by strip, from BLOCK
 * boundaries to TILE others. A strip consists of blocks of BLOCK by BLOCK runs, which are so alike that they share one
 * origin for their local sums (gpu/line.h): a run's sums are six subtractions, and a pack of runs is solved in step.
 */
#ifndef LUTDSE_GPU_TILE_H
#define LUTDSE_GPU_TILE_H

#include "gpu/pack.h"

#define TILE   64U
#define BLOCK  16U
#define BLOCKS (TILE / BLOCK)

/* One strip's memory in doubles: its costs by row, then the sums of its boundaries in each block, and the origins. */
#define STRIP_COSTS   (BLOCK * TILE)
#define STRIP_ROWS    (BLOCKS * BLOCK * (u32)SUMS)
#define STRIP_SCRATCH (STRIP_COSTS + STRIP_ROWS + BLOCKS * 3)

/* A problem as tiles see it. */
typedef struct {
  line_problem line;
  line_limits limits;
  GLOBAL const double *prefix, *rounding;
} tile_problem;

DEVICE u32 at_most(u32 bound, u32 last) { return bound < last ? bound : last; }

/* The origin of the block of runs between BLOCK boundaries from `from` on and BLOCK from `to` on. */
DEVICE line_origin block_origin(const tile_problem *problem, u32 from, u32 to) {
  const u32 last = problem->line.bounds - 1, inset = from < to ? BLOCK / 2 : 0;
  return run_origin(&problem->line, problem->prefix, at_most(from + inset, last),
                    at_most(to + BLOCK - 1 - inset, last));
}

/* Whether an entry is pinned, or its scales round intercepts: left to entry_line(). */
DEVICE int is_special(const tile_problem *problem, u32 from, u32 to) {
  return problem->line.scales != 0 || (from == 0 && (problem->line.pins & PIN_FIRST) != 0) ||
         (to == problem->line.bounds - 1 && (problem->line.pins & PIN_LAST) != 0);
}

/* Leave runs alone that weigh or cost so little beside the sums they are a difference of that digits are lost. */
DEVICE void pack_doubt(pack_forms *form, local_sums from, const pack_sums *to) {
  const double least = 1e-4; /* leaves 11 digits */
  FOR_PACK(w) {
    const double weight = least * (fabs(to->w[w]) + fabs(from.w)), cost = least * (fabs(to->vv[w]) + fabs(from.vv));
    const int doubtful = (form->weight[w] < weight) | (form->best[w] < cost);
    form->alone[w] = ((form->alone[w] != 0) | doubtful) ? 1 : 0;
  }
}

/* The costs of one row of a block: from one boundary to a pack of others. INFINITY where there is no entry. */
DEVICE void pack_costs(const tile_problem *problem, line_origin origin, u32 from, local_sums row, u32 to,
                       const pack_sums *column, LOCAL double *cost) {
  const u32 last = problem->line.bounds - 1;
  pack_forms form;
  pack_form(&form, row, column);
  pack_first(&form, &problem->limits, origin);
  if (problem->line.scales == 0) {
    if (takes_all_codes(&problem->line))
      pack_solve(&form, &problem->limits, origin);
    else
      pack_solve_some(&form, &problem->limits, origin, &problem->line);
    pack_doubt(&form, row, column);
  }
  for (u32 w = 0; w < PACK; w++) {
    const u32 end = to + w;
    if (from > end || end > last)
      cost[w] = (double)INFINITY;
    else if (from == end)
      cost[w] = 0;
    else if (form.alone[w] != 0 || is_special(problem, from, end))
      cost[w] = entry_line(&problem->line, problem->prefix, problem->rounding, from, end).cost;
    else
      cost[w] = form.best[w];
  }
}

/* sums_between() one boundary and a pack of others. */
DEVICE void pack_between(GLOBAL const double *prefix, u32 from, u32 to, u32 last, line_origin origin, pack_sums *sums) {
  GLOBAL const double *a = prefix + (u64)from * SUM_DOUBLES;
  double b[SUM_DOUBLES][PACK];
  for (u32 w = 0; w < PACK; w++)
    for (u32 i = 0; i < SUM_DOUBLES; i++)
      b[i][w] = prefix[(u64)at_most(to + w, last) * SUM_DOUBLES + i];
  FOR_PACK(w) {
    const run_pairs run = {pair_between(a[0], a[1], b[0][w], b[1][w]), pair_between(a[2], a[3], b[2][w], b[3][w]),
                           pair_between(a[4], a[5], b[4][w], b[5][w]), pair_between(a[6], a[7], b[6][w], b[7][w]),
                           pair_between(a[8], a[9], b[8][w], b[9][w]), pair_between(a[10], a[11], b[10][w], b[11][w])};
    const local_sums at = take_to_origin(run, origin);
    sums->w[w] = at.w;
    sums->u[w] = at.u;
    sums->v[w] = at.v;
    sums->uu[w] = at.uu;
    sums->uv[w] = at.uv;
    sums->vv[w] = at.vv;
  }
}

/* One lane's columns of a strip: the costs from BLOCK boundaries from `from` on to a pack of others. */
DEVICE void column_costs(const tile_problem *problem, u32 from, u32 to, u32 column, LOCAL const double *rows,
                         LOCAL const double *origins, LOCAL double *costs) {
  const u32 last = problem->line.bounds - 1, block = column / BLOCK;
  const line_origin origin = {origins[3 * block], origins[3 * block + 1], origins[3 * block + 2]};
  pack_sums sums;
  pack_between(problem->prefix, at_most(from, last), to + column, last, origin, &sums);
  for (u32 r = 0; r < BLOCK; r++) {
    LOCAL const double *at = rows + (block * BLOCK + r) * SUMS;
    const local_sums row = {at[0], at[1], at[2], at[3], at[4], at[5]};
    pack_costs(problem, origin, from + r, row, to + column, &sums, costs + r * TILE + column);
  }
}

/*
 * The columns of a strip in which there are entries: from the block on the diagonal, up to the last boundary. A lane
 * has the same columns in every strip of a tile, so that nothing but scratch memory passes between lanes.
 */
DEVICE u32 first_column(u32 from, u32 to, u32 lane, u32 lanes) {
  const u32 own = lane * PACK, stride = lanes * PACK, first = from > to ? from - to : 0;
  return own < first ? own + (first - own + stride - 1) / stride * stride : own;
}

DEVICE u32 end_column(u32 to, u32 last) { return to > last ? 0 : at_most(last - to + 1, TILE); }

/*
 * Fill costs[r * TILE + c] with the cost from boundary from + r to boundary to + c, by all lanes of a group, for
 * columns c from first_column() to end_column(); INFINITY where there is no such entry. `costs` has STRIP_SCRATCH
 * doubles.
 */
DEVICE void strip_costs(const tile_problem *problem, u32 from, u32 to, LOCAL double *costs, u32 lane, u32 lanes) {
  LOCAL double *rows = costs + STRIP_COSTS, *origins = rows + STRIP_ROWS;
  const u32 last = problem->line.bounds - 1;
  for (u32 block = lane; block < BLOCKS; block += lanes) {
    const line_origin origin = block_origin(problem, from, to + block * BLOCK);
    origins[3 * block] = origin.x;
    origins[3 * block + 1] = origin.y;
    origins[3 * block + 2] = origin.slope;
  }
  BARRIER();
  for (u32 i = lane; i < TILE; i += lanes) {
    LOCAL const double *at = origins + 3 * (i / BLOCK);
    const line_origin origin = {at[0], at[1], at[2]};
    const local_sums sums = sums_between(problem->prefix, at_most(from, last), at_most(from + i % BLOCK, last), origin);
    LOCAL double *row = rows + i * SUMS;
    row[0] = sums.w;
    row[1] = sums.u;
    row[2] = sums.v;
    row[3] = sums.uu;
    row[4] = sums.uv;
    row[5] = sums.vv;
  }
  BARRIER();
  for (u32 column = first_column(from, to, lane, lanes); column < end_column(to, last); column += lanes * PACK)
    column_costs(problem, from, to, column, rows, origins, costs);
  BARRIER();
}

#endif
