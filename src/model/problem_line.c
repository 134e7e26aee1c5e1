#include "model/problem_line.h"

#include <math.h>

#include "model/code_weight.h"
#include "model/digits.h"
#include "model/restriction.h"
#include "model/significant.h"

int problem_scales_counted(const struct spec *spec) {
  int counted = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    const struct code_weights weights = code_weights_at(spec, spec->scales.scale[s]);
    counted += code_weights_any(&weights);
  }
  return counted;
}

/* 0 where no code has more digits than are allowed. */
static uint32_t slope_digits(const struct spec *spec) {
  const int digits = spec->restriction.slope_digits;
  return digits >= code_digits_most(spec->slope.bits) ? 0 : (uint32_t)digits;
}

/*
 * How many neighbouring slope codes show every remainder of k x modulo an intercept step, for a single x: where all
 * scales are powers of two, x is a multiple of the finest, and the remainders repeat. Of dynamic parameters the walk
 * counts only neighbours.
 */
static uint32_t slope_reach(const struct spec *spec, bool exact) {
  const uint32_t all = UINT32_C(1) << spec->slope.bits;
  if (!exact || slope_digits(spec) != 0) /* those of few digits are no neighbours */
    return all;
  const double period = ldexp(1, spec->slope.frac - spec->intercept.frac) / scale_set_finest(&spec->scales);
  return period >= (double)all ? all : period < 1 ? 1 : (uint32_t)period;
}

static struct code_range slope_codes(const struct problem *problem) {
  return (struct code_range){problem->line.slope_min, problem->line.slope_max};
}

static struct code_range intercept_codes(const struct problem *problem) {
  return (struct code_range){problem->line.intercept_min, problem->line.intercept_max};
}

static void pin(struct problem *problem, const struct spec *spec, int end, const struct tail *tail) {
  if (!tail->present)
    return;
  const int32_t slope = significant_code(spec->slope, spec->slope_significant, tail->slope);
  const int32_t intercept = significant_code(spec->intercept, spec->intercept_significant, tail->intercept);
  problem->line.pins |= end == 0 ? PIN_FIRST : PIN_LAST;
  problem->line.pin_slope[end] = code_nearest(slope, slope_codes(problem), spec->restriction.slope_digits);
  problem->line.pin_intercept[end] = code_nearest(intercept, intercept_codes(problem), 0);
}

static void pin_tails(struct problem *problem, const struct spec *spec) {
  const struct tail *left = &spec->function->left, *right = &spec->function->right;
  if (!problem->mirrored)
    pin(problem, spec, 0, left);
  pin(problem, spec, 1, right);
  /* Of half a table the last entry is the image of the first. */
  const struct symmetry *symmetry = &problem->mirror.symmetry;
  const struct tail image = {true, symmetry->sign * (symmetry->slope - left->slope),
                             symmetry->sign * (left->intercept - symmetry->intercept)};
  if (problem->mirrored && !right->present && left->present)
    pin(problem, spec, 1, &image);
}

/* A power of two: 2^-bits of a size, rounded up. */
static double origin_step(double size, int bits) {
  int exponent = 0;
  (void)frexp(size, &exponent);
  return ldexp(1, exponent - bits);
}

uint32_t problem_bounds(const struct spec *spec) {
  const struct code_range candidates = restriction_candidates(spec);
  return (uint32_t)(candidates.last - candidates.first) + 3;
}

/* The limits become codes that parameters may be. */
static void narrow_ranges(line_problem *line) {
  line->slope_min = code_of_significant(line->slope_min, 1, line->slope_significant);
  line->slope_max = code_of_significant(line->slope_max, -1, line->slope_significant);
  line->intercept_min = code_of_significant(line->intercept_min, 1, line->intercept_significant);
  line->intercept_max = code_of_significant(line->intercept_max, -1, line->intercept_significant);
}

/* Parameters of half a table are those whose mirror images fit as well. */
static void set_ranges(struct problem *problem, const struct spec *spec) {
  line_problem *line = &problem->line;
  line->slope_min = format_min(spec->slope);
  line->slope_max = format_max(spec->slope);
  line->intercept_min = format_min(spec->intercept);
  line->intercept_max = format_max(spec->intercept);
  problem->mirrored = spec->restriction.mirrored && mirror_create(&problem->mirror, spec);
  if (problem->mirrored) {
    line->slope_min = problem->mirror.slope.first;
    line->slope_max = problem->mirror.slope.last;
    line->intercept_min = problem->mirror.intercept.first;
    line->intercept_max = problem->mirror.intercept.last;
  }
  narrow_ranges(line);
}

void problem_set_line(struct problem *problem, const struct spec *spec) {
  const bool exact = spec_intercepts_exact(spec);
  problem->first_candidate = restriction_candidates(spec).first;
  line_problem *line = &problem->line;
  line->bounds = problem_bounds(spec);
  line->slope_step = ldexp(1, -spec->slope.frac);
  line->intercept_step = ldexp(1, -spec->intercept.frac);
  line->x_step = origin_step(fmax(fabs(spec->function->lo), fabs(spec->function->hi)), 12);
  line->y_step = origin_step(1, 20);
  line->slope_digits = slope_digits(spec);
  line->slope_significant = (uint32_t)spec->slope_significant;
  line->intercept_significant = (uint32_t)spec->intercept_significant;
  set_ranges(problem, spec);
  line->reach = slope_reach(spec, exact);
  line->scales = exact ? 0 : (uint32_t)problem_scales_counted(spec);
  if (spec->tails == TAILS_ASYMPTOTE)
    pin_tails(problem, spec);
}
