/*
 * The costs of whole tiles of entries, many times faster than line by line (kernel dialect).
 *
 * A tile is every run between TILE boundaries and TILE others; a group of lanes fills it strip by strip, from BLOCK
 * boundaries to TILE others. A strip consists of blocks of BLOCK by BLOCK runs, which are so alike that they share one
 * origin for their local sums (gpu/line.h): a run's sums are six subtractions, and a pack of runs is solved in step.
 */
#ifndef LUTDSE_GPU_TILE_H
#define LUTDSE_GPU_TILE_H

#include "gpu/line.h"

#define TILE   64U
#define BLOCK  16U
#define BLOCKS (TILE / BLOCK)

/* A double rounded to a whole number, half to even, for |x| < 2^51; as round_even() of a float. */
DEVICE double round_whole(double x) { return (x + 6755399441055744.0) - 6755399441055744.0; }

DEVICE double clamp_real(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* The limits of the two parameters as real numbers. */
typedef struct {
  double slope_step, slope_inverse, slope_min, slope_max;                 /* step and inverse; codes */
  double intercept_step, intercept_inverse, intercept_min, intercept_max; /* step and inverse; values */
} line_limits;

DEVICE line_limits limits_of(const line_problem *problem) {
  const line_limits limits = {problem->slope_step,
                              1 / problem->slope_step,
                              (double)problem->slope_min,
                              (double)problem->slope_max,
                              problem->intercept_step,
                              1 / problem->intercept_step,
                              (double)problem->intercept_min * problem->intercept_step,
                              (double)problem->intercept_max * problem->intercept_step};
  return limits;
}

/* The forms of a pack of runs (line_form), and the best cost of each so far. */
typedef struct {
  double weight[PACK], mean_u[PACK], mean_v[PACK], variance[PACK], slope[PACK], residual[PACK];
  double first[PACK]; /* the slope code to begin with */
  double best[PACK];
  u32 alone[PACK]; /* a run over a single x: left to line_solve() */
} pack_forms;

/* Local sums of a pack of runs. */
typedef struct {
  double w[PACK], u[PACK], v[PACK], uu[PACK], uv[PACK], vv[PACK];
} pack_sums;

/* The forms of the runs from one boundary to a pack of others; both given by their sums in the same coordinates. */
DEVICE void pack_form(pack_forms *form, local_sums from, const pack_sums *to) {
  FOR_PACK(w) {
    const double weight = to->w[w] - from.w, u = to->u[w] - from.u, v = to->v[w] - from.v;
    const double uu = to->uu[w] - from.uu, uv = to->uv[w] - from.uv, vv = to->vv[w] - from.vv;
    const double inverse = 1 / (weight > 0 ? weight : 1);
    const double mean_u = u * inverse, mean_v = v * inverse;
    const double variance = uu - u * mean_u, covariance = uv - u * mean_v;
    /* What rounding leaves of a run over a single x, measured by the sums it is a difference of. */
    const double noise = 1e-12 * (fabs(to->uu[w]) + fabs(from.uu));
    const double slope = covariance / (variance > noise ? variance : (double)INFINITY);
    const double residual = vv - v * mean_v - slope * covariance;
    form->weight[w] = weight;
    form->mean_u[w] = mean_u;
    form->mean_v[w] = mean_v;
    form->variance[w] = variance;
    form->slope[w] = slope;
    form->residual[w] = residual > 0 ? residual : 0;
    form->alone[w] = ((weight > 0) & !(variance > noise)) ? 1 : 0;
  }
}

/* saturated_slope() of a pack, as a code. */
DEVICE void pack_first(pack_forms *form, const line_limits *limits, line_origin origin) {
  FOR_PACK(w) {
    const double slope = origin.slope + form->slope[w], mean_x = origin.x + form->mean_u[w];
    const double target = form->mean_v[w] - form->slope[w] * form->mean_u[w];
    const double wanted = target - (slope * origin.x - origin.y);
    const double excess = clamp_real(wanted, limits->intercept_min, limits->intercept_max) - wanted;
    const double stiffness = form->variance[w] + form->weight[w] * mean_x * mean_x;
    const double moved = stiffness > 0 ? form->weight[w] * mean_x * excess / stiffness : 0;
    const double code = clamp_real((slope - moved) * limits->slope_inverse, limits->slope_min, limits->slope_max);
    form->first[w] = round_whole(code);
    form->best[w] = form->weight[w] > 0 && form->alone[w] == 0 ? (double)INFINITY : 0;
  }
}

/*
 * Try a slope code for each run of a pack: `distance` beyond the first. `open` is 1 for runs that may still find better
 * lines in this direction, and becomes 0 where none can follow.
 */
DEVICE void pack_try(pack_forms *form, const line_limits *limits, line_origin origin, double distance,
                     double open[PACK]) {
  FOR_PACK(w) {
    const double code = form->first[w] + distance, slope = code * limits->slope_step;
    const double beyond = slope - origin.slope, excess = beyond - form->slope[w];
    const double base = form->residual[w] + form->variance[w] * excess * excess;
    const double at_origin = slope * origin.x - origin.y, target = form->mean_v[w] - beyond * form->mean_u[w];
    const double wanted = target - at_origin;
    const double held = clamp_real(wanted, limits->intercept_min, limits->intercept_max), lack = wanted - held;
    const double bound = base + form->weight[w] * lack * lack;
    const double off = (round_whole(held * limits->intercept_inverse) * limits->intercept_step + at_origin) - target;
    const double cost = base + form->weight[w] * off * off;
    const int may = (open[w] > 0) & (code >= limits->slope_min) & (code <= limits->slope_max) & (bound < form->best[w]);
    open[w] = may ? 1 : 0;
    form->best[w] = (may & (cost < form->best[w])) ? cost : form->best[w];
  }
}

DEVICE int pack_any(const double up[PACK], const double down[PACK]) {
  double most = 0;
  for (u32 w = 0; w < PACK; w++) {
    const double open = up[w] > down[w] ? up[w] : down[w];
    most = open > most ? open : most;
  }
  return most > 0;
}

/* The best cost of each run of a pack; those left alone cost 0. */
DEVICE void pack_solve(pack_forms *form, const line_limits *limits, line_origin origin) {
  double up[PACK], down[PACK];
  FOR_PACK(w) {
    up[w] = form->best[w] > 0 ? 1 : 0;
    down[w] = up[w];
  }
  for (u32 distance = 0; pack_any(up, down); distance++) {
    pack_try(form, limits, origin, (double)distance, up);
    pack_try(form, limits, origin, -1 - (double)distance, down);
  }
}

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

/* Whether lines are not what a pack solves, because scales round intercepts or slopes are of few digits. */
DEVICE int is_unlike(const tile_problem *problem) {
  return problem->line.scales != 0 || problem->line.slope_digits != 0;
}

/* Whether an entry is left to entry_line(), as pinned ones are. */
DEVICE int is_special(const tile_problem *problem, u32 from, u32 to) {
  return is_unlike(problem) || (from == 0 && (problem->line.pins & PIN_FIRST) != 0) ||
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
  if (!is_unlike(problem)) {
    pack_solve(&form, &problem->limits, origin);
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
