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

#include "gpu/dialect.h"

/*
 * Sums are kept as pairs of doubles (value and what its rounding lost), so that the difference of two prefix sums
 * is good to the last place even for a run of one code among a million.
 */
enum { SUM_W, SUM_X, SUM_Y, SUM_XX, SUM_XY, SUM_YY, SUMS, SUM_DOUBLES = 2 * SUMS };

/* The limits and steps of the two parameters, and what a line solver needs to know of a set of scales. */
typedef struct {
  double slope_step, intercept_step; /* 2^-frac */
  i32 slope_min, slope_max, intercept_min, intercept_max;
  u32 bounds; /* boundaries between entries: candidates + 2 */
  u32 scales; /* 0: intercepts are exact at every scale; else the sums of each scale follow the merged ones */
  u32 reach;  /* slope codes worth trying for a run of one single x */
  u32 pins;   /* PIN_FIRST | PIN_LAST: outermost entries bound to a tail */
  i32 pin_slope[2], pin_intercept[2];
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

/* The squared error of y = k x + b over a run, from its sums. */
DEVICE double run_error(const double sum[SUMS], double k, double b) {
  return sum[SUM_YY] - 2 * k * sum[SUM_XY] - 2 * b * sum[SUM_Y] + k * k * sum[SUM_XX] + 2 * k * b * sum[SUM_X] +
         b * b * sum[SUM_W];
}

/* Bs of an intercept code. The weight is a power of two: the quotient is b / S, rounded once, and scaled exactly. */
DEVICE double rounded_intercept(GLOBAL const double *rounding, i32 intercept) {
  return rint((double)intercept * rounding[ROUNDING_WEIGHT] / rounding[ROUNDING_SCALE]);
}

/*
 * The error of a line of codes over a run when each scale rounds the intercept its own way, from its `merged` error
 * without rounding: moving a scale's outputs by d adds d times twice their summed error, plus d^2. So no digits are
 * lost on steep lines over short runs.
 */
DEVICE double rounded_error(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                            u32 from, u32 to, double merged, double k, i32 intercept) {
  const double b = (double)intercept * problem->intercept_step;
  double total = merged;
  for (u32 s = 0; s < problem->scales; s++) {
    GLOBAL const double *round = rounding + s * ROUNDING_DOUBLES;
    double sum[SUMS];
    run_sums(prefix + (u64)(s + 1) * problem->bounds * SUM_DOUBLES, from, to, sum);
    const double moved = rounded_intercept(round, intercept) * round[ROUNDING_STEP] - b;
    total += moved * (2 * (k * sum[SUM_X] + b * sum[SUM_W] - sum[SUM_Y]) + moved * sum[SUM_W]);
  }
  return total;
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

/* A run's quadratic form around its optimum. */
typedef struct {
  double weight, mean_x, mean_y, variance, slope, residual;
  double norm; /* rounding_norm(), 0 for an exact set */
} line_form;

DEVICE line_form line_form_of(const double sum[SUMS]) {
  line_form form;
  form.weight = sum[SUM_W];
  form.mean_x = sum[SUM_X] / sum[SUM_W];
  form.mean_y = sum[SUM_Y] / sum[SUM_W];
  form.variance = sum[SUM_XX] - sum[SUM_X] * form.mean_x;
  const double covariance = sum[SUM_XY] - sum[SUM_X] * form.mean_y;
  /* A run of one single x has no slope; two neighbours among 2^20 codes still have 60 times this variance. */
  if (form.variance <= 1e-14 * sum[SUM_XX])
    form.variance = 0;
  form.slope = form.variance > 0 ? covariance / form.variance : 0;
  const double residual = sum[SUM_YY] - sum[SUM_Y] * form.mean_y - form.slope * covariance;
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

/* Where a solver looks: the problem, the run and its form. */
typedef struct {
  const line_problem *problem;
  GLOBAL const double *prefix, *rounding;
  u32 from, to;
  line_form form;
} line_run;

/* Keep intercept code `b` with slope code `k` if it is better; false if codes further out cannot be. */
DEVICE int try_intercept(const line_run *run, i32 k, i32 b, double merged, line_fit *best) {
  const line_problem *problem = run->problem;
  if (!(merged < line_limit(&run->form, best->cost)))
    return 0;
  const double cost = problem->scales == 0 ? merged
                                           : rounded_error(problem, run->prefix, run->rounding, run->from, run->to,
                                                           merged, (double)k * problem->slope_step, b);
  if (cost < best->cost) {
    best->slope = k;
    best->intercept = b;
    best->cost = cost > 0 ? cost : 0;
  }
  return 1;
}

/* The intercept that a slope (as real number) asks for. */
DEVICE double wanted_intercept(const line_form *form, double slope) { return form->mean_y - slope * form->mean_x; }

/* How far it is from what the format holds: 0 if within, else signed. */
DEVICE double intercept_excess(const line_problem *problem, double wanted) {
  const double low = (double)problem->intercept_min * problem->intercept_step;
  const double high = (double)problem->intercept_max * problem->intercept_step;
  return wanted < low ? low - wanted : wanted > high ? high - wanted : 0;
}

/* The best intercept for slope code k. Returns whether the best one was within the format. */
DEVICE int try_slope(const line_run *run, i32 k, double optimum, double base, line_fit *best) {
  const line_problem *problem = run->problem;
  const line_form *form = &run->form;
  const double step = problem->intercept_step;
  const double rounded = rint(optimum / step);
  const i32 first = clamp_code(rounded, problem->intercept_min, problem->intercept_max);
  for (i32 b = first; b <= problem->intercept_max; b++) {
    const double off = (double)b * step - optimum;
    if (!try_intercept(run, k, b, base + form->weight * off * off, best) || problem->scales == 0)
      break;
  }
  for (i32 b = first - 1; b >= problem->intercept_min && problem->scales != 0; b--) {
    const double off = (double)b * step - optimum;
    if (!try_intercept(run, k, b, base + form->weight * off * off, best))
      break;
  }
  return rounded == (double)first;
}

/* Walk over slope codes from `first` in steps of `direction` until none further out can be better. */
DEVICE void walk_slopes(const line_run *run, i32 first, i32 direction, line_fit *best) {
  const line_problem *problem = run->problem;
  u32 useful = 0;
  for (i32 k = first; k >= problem->slope_min && k <= problem->slope_max; k += direction) {
    const double slope = (double)k * problem->slope_step;
    const double off = slope - run->form.slope;
    const double base = run->form.residual + run->form.variance * off * off;
    const double optimum = wanted_intercept(&run->form, slope);
    const double excess = intercept_excess(problem, optimum);
    if (!(base + run->form.weight * excess * excess < line_limit(&run->form, best->cost)))
      break;
    useful += (u32)try_slope(run, k, optimum, base, best);
    /* Over a single x lines repeat: all remainders of k x modulo an intercept step have been seen. */
    if (run->form.variance == 0 && useful > problem->reach)
      break;
  }
}

/* The slope, as real number, that is best with the intercepts there are. */
DEVICE double saturated_slope(const line_problem *problem, const line_form *form) {
  const double excess = intercept_excess(problem, wanted_intercept(form, form->slope));
  const double mean_x = form->mean_x, stiffness = form->variance + form->weight * mean_x * mean_x;
  return excess == 0 || stiffness == 0 ? form->slope : form->slope - form->weight * mean_x * excess / stiffness;
}

/* The best line for the run between two boundaries; zero codes and cost 0 for an empty run. */
DEVICE line_fit line_solve(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                           u32 from, u32 to) {
  line_fit best = {0, 0, 0};
  double sum[SUMS];
  run_sums(prefix, from, to, sum);
  if (!(sum[SUM_W] > 0))
    return best;
  line_run run = {problem, prefix, rounding, from, to, line_form_of(sum)};
  if (problem->scales != 0)
    run.form.norm = rounding_norm(problem, prefix, rounding, from, to);
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
  const double k = (double)fit.slope * problem->slope_step;
  double sum[SUMS];
  run_sums(prefix, from, to, sum);
  fit.cost = run_error(sum, k, (double)fit.intercept * problem->intercept_step);
  fit.cost = rounded_error(problem, prefix, rounding, from, to, fit.cost, k, fit.intercept);
  fit.cost = fit.cost > 0 ? fit.cost : 0;
  return fit;
}

/* The line of the entry between two boundaries, pinned or solved. Boundary 0 opens the first entry, the last closes it.
 */
DEVICE line_fit entry_line(const line_problem *problem, GLOBAL const double *prefix, GLOBAL const double *rounding,
                           u32 from, u32 to) {
  if (from == 0 && (problem->pins & PIN_FIRST) != 0)
    return line_pinned(problem, prefix, rounding, from, to, 0);
  if (to == problem->bounds - 1 && (problem->pins & PIN_LAST) != 0)
    return line_pinned(problem, prefix, rounding, from, to, 1);
  return line_solve(problem, prefix, rounding, from, to);
}

#endif
