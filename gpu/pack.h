/*
 * Packs of runs whose lines are solved in step, from sums that share an origin (kernel dialect): what gpu/line.h does
 * for one run, where no scale rounds intercepts.
 */
#ifndef LUTDSE_GPU_PACK_H
#define LUTDSE_GPU_PACK_H

#include "gpu/line.h"

/* A double rounded to a whole number, half to even, for |x| < 2^51; as round_even() of a float. */
DEVICE double round_whole(double x) { return (x + 6755399441055744.0) - 6755399441055744.0; }

DEVICE double clamp_real(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* The limits of the two parameters as real numbers. */
typedef struct {
  double slope_step, slope_inverse, slope_min, slope_max;                 /* step and inverse; codes */
  double intercept_step, intercept_inverse, intercept_min, intercept_max; /* step and inverse; values */
  double intercept_dense, intercept_splitter;                             /* for round_significant() */
} line_limits;

DEVICE line_limits limits_of(const line_problem *problem) {
  const u32 bits = magnitude_bits(problem->intercept_significant);
  const int any = problem->intercept_significant == 0;
  const line_limits limits = {problem->slope_step,
                              1 / problem->slope_step,
                              (double)problem->slope_min,
                              (double)problem->slope_max,
                              problem->intercept_step,
                              1 / problem->intercept_step,
                              (double)problem->intercept_min * problem->intercept_step,
                              (double)problem->intercept_max * problem->intercept_step,
                              any ? (double)INFINITY : (double)((u64)1 << bits),
                              any ? 1 : (double)(((u64)1 << (53 - bits)) + 1)};
  return limits;
}

/* Whether parameters may be any codes of their formats. */
DEVICE int takes_all_codes(const line_problem *problem) {
  return problem->slope_digits == 0 && problem->slope_significant == 0 && problem->intercept_significant == 0;
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
 * Try a slope code for one run of a pack, or only look at it (`tried` 0): `open` is 1 for runs that may still find
 * better lines in this direction, and becomes 0 where none can follow. `dynamic`, a
 * constant: whether intercepts may be of few significant bits.
 */
DEVICE void lane_try(pack_forms *form, const line_limits *limits, line_origin origin, u32 w, double code, int tried,
                     int dynamic, double open[PACK]) {
  const double slope = code * limits->slope_step;
  const double beyond = slope - origin.slope, excess = beyond - form->slope[w];
  const double base = form->residual[w] + form->variance[w] * excess * excess;
  const double at_origin = slope * origin.x - origin.y, target = form->mean_v[w] - beyond * form->mean_u[w];
  const double wanted = target - at_origin;
  const double held = clamp_real(wanted, limits->intercept_min, limits->intercept_max), lack = wanted - held;
  const double bound = base + form->weight[w] * lack * lack;
  const double asked = held * limits->intercept_inverse, whole = round_whole(asked);
  const double given =
      dynamic ? round_significant(asked, whole, limits->intercept_dense, limits->intercept_splitter) : whole;
  const double off = (given * limits->intercept_step + at_origin) - target;
  const double cost = base + form->weight[w] * off * off;
  const int may = (open[w] > 0) & (code >= limits->slope_min) & (code <= limits->slope_max) & (bound < form->best[w]);
  open[w] = may ? 1 : 0;
  form->best[w] = (may & tried & (cost < form->best[w])) ? cost : form->best[w];
}

/* Try the slope code that is `distance` beyond the first. */
DEVICE void pack_try(pack_forms *form, const line_limits *limits, line_origin origin, double distance,
                     double open[PACK]) {
  FOR_PACK(w) lane_try(form, limits, origin, w, form->first[w] + distance, 1, 0, open);
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

/* Where a pack's walk is in one direction, among slopes that are not all codes. */
typedef struct {
  i32 code[PACK];
  u32 places[PACK], excess[PACK]; /* where digits are few: of its digits, less those that are too many; how many are */
} pack_walk;

DEVICE u32 count_bits(u32 bits) {
  const u32 pairs = bits - ((bits >> 1) & 0x55555555U), fours = (pairs & 0x33333333U) + ((pairs >> 2) & 0x33333333U);
  return (((fours + (fours >> 4)) & 0x0f0f0f0fU) * 0x01010101U) >> 24;
}

/* Look at the digits of a pack's codes. */
DEVICE void pack_digits(pack_walk *walk, u32 digits) {
  u32 most = 0;
  FOR_PACK(w) {
    const u32 places = digit_places(magnitude_of(walk->code[w])), count = count_bits(places);
    walk->places[w] = places;
    walk->excess[w] = count > digits ? count - digits : 0;
  }
  for (u32 w = 0; w < PACK; w++)
    most = walk->excess[w] > most ? walk->excess[w] : most;
  for (u32 i = 0; i < most; i++)
    FOR_PACK(w) walk->places[w] &= i < walk->excess[w] ? walk->places[w] - 1 : 0xffffffffU;
}

/* Go on as code_of_digits() does, by one of its steps; but runs that are done stay, lest their codes grow forever. */
DEVICE void pack_step(pack_walk *walk, i32 direction, const double open[PACK]) {
  FOR_PACK(w) {
    const i32 code = walk->code[w];
    const u32 lowest = walk->places[w] & (0U - walk->places[w]);
    const i32 leading = leading_digits(magnitude_of(code), lowest), shared = code < 0 ? -leading : leading;
    const i32 beyond = shared + direction * (i32)(lowest / 3 + 1);
    const i32 jump = (shared - code) * direction > 0 ? shared : beyond;
    const i32 next = walk->excess[w] == 0 ? code + direction : jump;
    walk->code[w] = open[w] > 0 ? next : code;
  }
}

/* Try the next slope codes in one direction; runs whose code has too many digits go on to the next. */
DEVICE void pack_try_digits(pack_forms *form, const line_limits *limits, line_origin origin,
                            const line_problem *problem, pack_walk *walk, i32 direction, double open[PACK]) {
  const int dynamic = problem->intercept_significant != 0;
  pack_digits(walk, problem->slope_digits);
  FOR_PACK(w) lane_try(form, limits, origin, w, (double)walk->code[w], walk->excess[w] == 0 ? 1 : 0, dynamic, open);
  pack_step(walk, direction, open);
}

/* Try the next slope codes whose magnitudes have so many bits, in one direction. */
DEVICE void pack_try_bits(pack_forms *form, const line_limits *limits, line_origin origin, u32 bits, pack_walk *walk,
                          i32 direction, double open[PACK]) {
  FOR_PACK(w) {
    const i32 code = code_of_bits(walk->code[w], direction, bits);
    lane_try(form, limits, origin, w, (double)code, 1, 1, open);
    walk->code[w] = open[w] > 0 ? code + direction : code;
  }
}

/* pack_solve() where slopes are of few digits, or parameters of few significant bits. */
DEVICE void pack_solve_some(pack_forms *form, const line_limits *limits, line_origin origin,
                            const line_problem *problem) {
  const u32 bits = magnitude_bits(problem->slope_significant);
  double up[PACK], down[PACK];
  pack_walk above, below;
  FOR_PACK(w) {
    up[w] = form->best[w] > 0 ? 1 : 0;
    down[w] = up[w];
    above.code[w] = (i32)form->first[w];
    below.code[w] = above.code[w] - 1;
  }
  while (pack_any(up, down)) {
    if (problem->slope_digits != 0) {
      pack_try_digits(form, limits, origin, problem, &above, 1, up);
      pack_try_digits(form, limits, origin, problem, &below, -1, down);
    } else {
      pack_try_bits(form, limits, origin, bits, &above, 1, up);
      pack_try_bits(form, limits, origin, bits, &below, -1, down);
    }
  }
}

#endif
