/*
 * The line solver: the best slope and intercept codes for one entry, exactly (kernel dialect).
 *
 * The squared error of a line over a run of codes is a quadratic form in (k, b) given by six weighted sums. With
 * its real-valued optimum (k*, b*) and the run's variance V of x, the error of a line is
 *   residual + V (k - k*)^2 + W (b - b*(k))^2,   b*(k) = mean y - k mean x,
 * so for a slope code the best intercept code is b*(k) rounded and saturated. With b*(k) saturated but not rounded this
 * is a bound that is convex in k: the walk over slope codes goes outward from its minimum, and ends where the bound is
 * no better than the best line so far.
 */
#ifndef LUTDSE_GPU_LINE_H
#define LUTDSE_GPU_LINE_H

#include "gpu/pair.h"
#include "gpu/significant.h"

/*
 * Sums are kept as pairs of doubles (value and what its rounding lost), so that the difference of two prefix sums
 * is good to the last place even for a run of one code among a million.
 */
enum { SUM_W, SUM_X, SUM_Y, SUM_XX, SUM_XY, SUM_YY, SUMS, SUM_DOUBLES = 2 * SUMS };

/* The limits and steps of the two parameters, and what a line solver needs to know of a set of scales. */
typedef struct {
  double slope_step, intercept_step; /* 2^-frac */
  double x_step, y_step;             /* powers of two: origins of local sums are multiples of these */
  i32 slope_min, slope_max, intercept_min, intercept_max;
  u32 bounds; /* boundaries between entries: candidates + 2 */
  u32 scales; /* 0: intercepts are exact at every scale; else the sums of each scale follow the merged ones */
  u32 reach;  /* neighbouring slope codes worth trying for a run of one single x */
  u32 pins;   /* PIN_FIRST | PIN_LAST: outermost entries bound to a tail */
  i32 pin_slope[2], pin_intercept[2];
  u32 slope_digits; /* 0: any slope code; else only those of at most so many digits (gpu/digits.h) */
  /* 0: any code; else only those of so many bits times a power of two (gpu/significant.h), which the limits are, too */
  u32 slope_significant, intercept_significant;
} line_problem;

enum { PIN_FIRST = 1, PIN_LAST = 2 };

/* One scale of an inexact set: Bs = B * weight / scale, rounded, and the unit's intercept is Bs * step. */
enum { ROUNDING_WEIGHT, ROUNDING_SCALE, ROUNDING_STEP, ROUNDING_DOUBLES };

typedef struct {
  i32 slope, intercept;
  double cost;
} line_fit;

/* The sums of the run between two boundaries: codes after `from`, up to and including `to`. */
DEVICE void run_sums(GLOBAL const double *prefix, u32 from, u32 to, double sum[SUMS]) {
  GLOBAL const double *a = prefix + (u64)from * SUM_DOUBLES, *b = prefix + (u64)to * SUM_DOUBLES;
  for (int i = 0; i < SUMS; i++)
    sum[i] = (b[2 * i] - a[2 * i]) + (b[2 * i + 1] - a[2 * i + 1]);
}

/*
 * Where a run's sums are taken from: u = x - x0, v = y - y0 - slope u. Any origin will do; one near the run's mean and
 * slope leaves nothing to cancel. Coordinates are multiples of the problem's steps and the slope is one of its codes,
 * so that products with codes are exact.
 */
typedef struct {
  double x, y, slope;
} line_origin;

/* Weighted sums over a run in the coordinates of an origin. */
typedef struct {
  double w, u, v, uu, uv, vv;
} local_sums;

/* The sums of a run before they are taken to an origin. */
typedef struct {
  number_pair w, x, y, xx, xy, yy;
} run_pairs;

/* Prefix sum number i of one boundary less that of another, which may be the later one. */
DEVICE number_pair pair_between(double from, double from_lost, double to, double to_lost) {
  const number_pair before = {-from, -from_lost}, after = {to, to_lost};
  return pair_add(after, before);
}

DEVICE local_sums take_to_origin(run_pairs run, line_origin origin) {
  const number_pair u = pair_less(run.x, origin.x, run.w), t = pair_less(run.y, origin.y, run.w);
  const number_pair uu = pair_less(run.xx, origin.x, pair_add(run.x, u));
  const number_pair ut = pair_less(pair_less(run.xy, origin.y, run.x), origin.x, t);
  const number_pair tt = pair_less(run.yy, origin.y, pair_add(run.y, t));
  const number_pair uv = pair_less(ut, origin.slope, uu);
  const local_sums sums = {
      pair_double(run.w), pair_double(u),  pair_double(pair_less(t, origin.slope, u)),
      pair_double(uu),    pair_double(uv), pair_double(pair_less(tt, origin.slope, pair_add(ut, uv)))};
  return sums;
}

/* The local sums of the codes between two boundaries, of which `from` may be the later one. */
DEVICE local_sums sums_between(GLOBAL const double *prefix, u32 from, u32 to, line_origin origin) {
  GLOBAL const double *a = prefix + (u64)from * SUM_DOUBLES, *b = prefix + (u64)to * SUM_DOUBLES;
  const run_pairs run = {pair_between(a[0], a[1], b[0], b[1]), pair_between(a[2], a[3], b[2], b[3]),
                         pair_between(a[4], a[5], b[4], b[5]), pair_between(a[6], a[7], b[6], b[7]),
                         pair_between(a[8], a[9], b[8], b[9]), pair_between(a[10], a[11], b[10], b[11])};
  return take_to_origin(run, origin);
}

/* Round to a multiple of a power of two. */
DEVICE double round_to(double value, double step) { return rint(value / step) * step; }

/* An origin for a run: its mean and its slope, nearly. */
DEVICE line_origin run_origin(const line_problem *problem, GLOBAL const double *prefix, u32 from, u32 to) {
  line_origin origin = {0, 0, 0};
  double sum[SUMS];
  run_sums(prefix, from, to, sum);
  if (!(sum[SUM_W] > 0))
    return origin;
  const double mean_x = sum[SUM_X] / sum[SUM_W], mean_y = sum[SUM_Y] / sum[SUM_W];
  const double variance = sum[SUM_XX] - sum[SUM_X] * mean_x, covariance = sum[SUM_XY] - sum[SUM_X] * mean_y;
  const double slope = variance > 1e-14 * sum[SUM_XX] ? covariance / variance : 0;
  const double least = (double)problem->slope_min * problem->slope_step;
  const double most = (double)problem->slope_max * problem->slope_step;
  origin.x = round_to(mean_x, problem->x_step);
  origin.y = round_to(mean_y, problem->y_step);
  origin.slope = slope <= least ? least : slope >= most ? most : round_to(slope, problem->slope_step);
  return origin;
}

/* Bs of an intercept code. The weight is a power of two: the quotient is b / S, rounded once, and scaled exactly. */
DEVICE double rounded_intercept(GLOBAL const double *rounding, i32 intercept) {
  return rint((double)intercept * rounding[ROUNDING_WEIGHT] / rounding[ROUNDING_SCALE]);
}

/*
 * How far rounding can move a run's outputs: the weighted norm of half a step at each scale. By the triangle
 * inequality a line's error is at least (sqrt(merged error) - this)^2.
 */
DEVICE double rounding_norm(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                            u32 from, u32 to) {
  double total = 0;
  for (u32 s = 0; s < problem->scales; s++) {
    double sum[SUMS];
    run_sums(prefix + (u64)(s + 1) * problem->bounds * SUM_DOUBLES, from, to, sum);
    const double most = 0.5 * rounding[s * ROUNDING_DOUBLES + ROUNDING_STEP];
    total += sum[SUM_W] * most * most;
  }
  return sqrt(total);
}

/* A run's quadratic form around its optimum, in the coordinates of its origin. */
typedef struct {
  line_origin origin;
  double weight, mean_u, mean_v, variance, slope, residual; /* slope: beyond the origin's */
  double norm;                                              /* rounding_norm(), 0 for an exact set */
} line_form;

DEVICE line_form line_form_of(line_origin origin, local_sums sums) {
  line_form form;
  form.origin = origin;
  form.weight = sums.w;
  form.mean_u = sums.u / sums.w;
  form.mean_v = sums.v / sums.w;
  form.variance = sums.uu - sums.u * form.mean_u;
  const double covariance = sums.uv - sums.u * form.mean_v;
  /* What rounding leaves of a run of one single x, which has no slope; codes may weigh 1e-16 of others. */
  const double span = fabs(origin.x) + fabs(form.mean_u);
  if (form.variance <= 1e-22 * form.weight * span * span)
    form.variance = 0;
  form.slope = form.variance > 0 ? covariance / form.variance : 0;
  const double residual = sums.vv - sums.v * form.mean_v - form.slope * covariance;
  form.residual = residual > 0 ? residual : 0;
  form.norm = 0;
  return form;
}

DEVICE i32 clamp_code(double code, i32 min, i32 max) {
  return code <= (double)min ? min : code >= (double)max ? max : (i32)code;
}

/* Merged errors from here on cannot beat `best`. */
DEVICE double line_limit(const line_form *form, double best) {
  if (form->norm == 0)
    return best;
  const double root = sqrt(best) + form->norm;
  return root * root;
}

/* Scales in a set, at most. */
#define LINE_SCALES_MAX 32

/* A slope beyond the best real one. */
DEVICE double slope_excess(const line_form *form, double slope) { return (slope - form->origin.slope) - form->slope; }

/*
 * An intercept b makes the line pass at b + intercept_base() over the origin, in its coordinates; the run asks for
 * intercept_target() there. Apart, because the base is exact and the target small.
 */
DEVICE double intercept_base(const line_form *form, double slope) { return slope * form->origin.x - form->origin.y; }

DEVICE double intercept_target(const line_form *form, double slope) {
  return form->mean_v - (slope - form->origin.slope) * form->mean_u;
}

/* The intercept that a slope (as real number) asks for. */
DEVICE double wanted_intercept(const line_form *form, double slope) {
  return intercept_target(form, slope) - intercept_base(form, slope);
}

/* The squared error of a line whose slope costs `base` beside its intercept. */
DEVICE double intercept_error(const line_form *form, double base, double slope, double intercept) {
  const double off = (intercept + intercept_base(form, slope)) - intercept_target(form, slope);
  return base + form->weight * off * off;
}

/* What a slope (as real number) costs, whatever the intercept. */
DEVICE double slope_error(const line_form *form, double slope) {
  const double excess = slope_excess(form, slope);
  return form->residual + form->variance * excess * excess;
}

/* Where a solver looks: the problem, the run and its form; for an inexact set also the form of each scale alone. */
typedef struct {
  const line_problem *problem;
  GLOBAL const double *rounding;
  line_form form;
  line_form scale[LINE_SCALES_MAX];
} line_run;

/*
 * The error of a line of codes when each scale rounds the intercept its own way: the sum of what each scale adds, none
 * of which is negative.
 */
DEVICE double rounded_error(const line_run *run, double slope, i32 intercept) {
  double total = 0;
  for (u32 s = 0; s < run->problem->scales; s++) {
    GLOBAL const double *round = run->rounding + s * ROUNDING_DOUBLES;
    const line_form *form = &run->scale[s];
    if (form->weight > 0)
      total += intercept_error(form, slope_error(form, slope), slope,
                               rounded_intercept(round, intercept) * round[ROUNDING_STEP]);
  }
  return total;
}

/* Keep intercept code `b` with slope code `k` if it is better; false if codes further out cannot be. */
DEVICE int try_intercept(const line_run *run, i32 k, i32 b, double merged, line_fit *best) {
  const line_problem *problem = run->problem;
  if (!(merged < line_limit(&run->form, best->cost)))
    return 0;
  const double cost = problem->scales == 0 ? merged : rounded_error(run, (double)k * problem->slope_step, b);
  if (cost < best->cost) {
    best->slope = k;
    best->intercept = b;
    best->cost = cost > 0 ? cost : 0;
  }
  return 1;
}

/* How far it is from what the format holds: 0 if within, else signed. */
DEVICE double intercept_excess(const line_problem *problem, double wanted) {
  const double low = (double)problem->intercept_min * problem->intercept_step;
  const double high = (double)problem->intercept_max * problem->intercept_step;
  return wanted < low ? low - wanted : wanted > high ? high - wanted : 0;
}

/* The best intercept for slope code k. Returns whether the best one was within the format. */
DEVICE int try_slope(const line_run *run, i32 k, double wanted, double base, line_fit *best) {
  const line_problem *problem = run->problem;
  const line_form *form = &run->form;
  const double step = problem->intercept_step, slope = (double)k * problem->slope_step;
  const double rounded = rint(wanted / step);
  const i32 first = clamp_code(rounded, problem->intercept_min, problem->intercept_max);
  const u32 significant = problem->intercept_significant;
  const i32 above = code_of_significant(first, 1, significant);
  for (i32 b = above; b <= problem->intercept_max; b = code_of_significant(b + 1, 1, significant))
    if (!try_intercept(run, k, b, intercept_error(form, base, slope, (double)b * step), best) || problem->scales == 0)
      break;
  if (problem->scales != 0 || above != first)
    for (i32 b = code_of_significant(first - 1, -1, significant); b >= problem->intercept_min;
         b = code_of_significant(b - 1, -1, significant))
      if (!try_intercept(run, k, b, intercept_error(form, base, slope, (double)b * step), best) || problem->scales == 0)
        break;
  return rounded == (double)first;
}

/* The slope code with which a walk goes on that has come to k. */
DEVICE i32 walked_slope(const line_problem *problem, i32 k, i32 direction) {
  return problem->slope_digits == 0 ? code_of_significant(k, direction, problem->slope_significant)
                                    : code_of_digits(k, direction, problem->slope_digits);
}

/* Whether all codes near a slope and an intercept are ones that parameters may be. */
DEVICE int are_neighbours(const line_problem *problem, i32 slope, double intercept) {
  const double most = (double)((u32)1 << magnitude_bits(problem->intercept_significant));
  return is_dense(slope, problem->slope_significant) && fabs(intercept) <= most * problem->intercept_step;
}

/*
 * Walk over slope codes from `first` in steps of `direction` until none further out can be better: what bounds all
 * slopes bounds those of few digits or significant bits.
 */
DEVICE void walk_slopes(const line_run *run, i32 first, i32 direction, line_fit *best) {
  const line_problem *problem = run->problem;
  u32 useful = 0;
  for (i32 k = walked_slope(problem, first, direction); k >= problem->slope_min && k <= problem->slope_max;
       k = walked_slope(problem, k + direction, direction)) {
    const double slope = (double)k * problem->slope_step;
    const double base = slope_error(&run->form, slope), wanted = wanted_intercept(&run->form, slope);
    const double excess = intercept_excess(problem, wanted);
    if (!(base + run->form.weight * excess * excess < line_limit(&run->form, best->cost)))
      break;
    const int within = try_slope(run, k, wanted, base, best);
    if (run->form.variance > 0)
      continue;
    /* Over a single x lines repeat: all remainders of k x modulo an intercept step have been seen. */
    useful += (u32)(within && are_neighbours(problem, k, wanted));
    if (useful > problem->reach)
      break;
  }
}

/* The slope, as real number, that is best with the intercepts there are. */
DEVICE double saturated_slope(const line_problem *problem, const line_form *form) {
  const double slope = form->origin.slope + form->slope, mean_x = form->origin.x + form->mean_u;
  const double wanted = wanted_intercept(form, slope), excess = intercept_excess(problem, wanted);
  /* Over a single x all slopes do, and dynamic intercepts are dense about 0. */
  if (form->variance == 0 && problem->intercept_significant != 0 && mean_x != 0)
    return slope + wanted / mean_x;
  const double stiffness = form->variance + form->weight * mean_x * mean_x;
  return excess == 0 || stiffness == 0 ? slope : slope - form->weight * mean_x * excess / stiffness;
}

/* Look at the run between two boundaries; its form's weight is 0 if there is no code between them. */
DEVICE void run_open(line_run *run, const line_problem *problem, GLOBAL const double *prefix,
                     GLOBAL const double *rounding, u32 from, u32 to) {
  const line_origin origin = run_origin(problem, prefix, from, to);
  run->problem = problem;
  run->rounding = rounding;
  run->form = line_form_of(origin, sums_between(prefix, from, to, origin));
  if (problem->scales == 0)
    return;
  run->form.norm = rounding_norm(problem, prefix, rounding, from, to);
  for (u32 s = 0; s < problem->scales; s++) {
    GLOBAL const double *own = prefix + (u64)(s + 1) * problem->bounds * SUM_DOUBLES;
    run->scale[s] = line_form_of(origin, sums_between(own, from, to, origin));
  }
}

/* The best line for the run between two boundaries; zero codes and cost 0 for an empty run. */
DEVICE line_fit line_solve(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                           u32 from, u32 to) {
  line_fit best = {0, 0, 0};
  line_run run;
  run_open(&run, problem, prefix, rounding, from, to);
  if (!(run.form.weight > 0))
    return best;
  const i32 first = clamp_code(rint(saturated_slope(problem, &run.form) / problem->slope_step), problem->slope_min,
                               problem->slope_max);
  best.cost = INFINITY;
  walk_slopes(&run, first, 1, &best);
  walk_slopes(&run, first - 1, -1, &best);
  return best;
}

/* The line of an outermost entry that is pinned to its tail, judged over the run; end 0 is the first entry. */
DEVICE line_fit line_pinned(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                            u32 from, u32 to, int end) {
  line_fit fit = {problem->pin_slope[end], problem->pin_intercept[end], 0};
  const double slope = (double)fit.slope * problem->slope_step;
  line_run run;
  run_open(&run, problem, prefix, rounding, from, to);
  if (!(run.form.weight > 0))
    return fit;
  fit.cost = problem->scales != 0 ? rounded_error(&run, slope, fit.intercept)
                                  : intercept_error(&run.form, slope_error(&run.form, slope), slope,
                                                    (double)fit.intercept * problem->intercept_step);
  return fit;
}

/* The line of the entry between two boundaries, pinned or solved. Boundary 0 opens the first entry, the last closes it.
 */
SUBROUTINE line_fit entry_line(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                               u32 from, u32 to) {
  if (from == 0 && (problem->pins & PIN_FIRST) != 0)
    return line_pinned(problem, prefix, rounding, from, to, 0);
  if (to == problem->bounds - 1 && (problem->pins & PIN_LAST) != 0)
    return line_pinned(problem, prefix, rounding, from, to, 1);
  return line_solve(problem, prefix, rounding, from, to);
}

#endif
