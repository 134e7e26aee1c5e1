#include "model/problem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_walk.h"
#include "model/code_weight.h"
#include "model/digits.h"
#include "model/restriction.h"

static number_pair product(double a, double b) { return pair_scale((number_pair){a, 0}, b); }

static void add_code(number_pair sums[SUMS], double w, double x, double y) {
  const number_pair term[SUMS] = {{w, 0},
                                  product(w, x),
                                  product(w, y),
                                  pair_scale(product(x, x), w),
                                  pair_scale(product(x, y), w),
                                  pair_scale(product(y, y), w)};
  for (int i = 0; i < SUMS; i++)
    sums[i] = pair_add(sums[i], term[i]);
}

static void add_sums(double into[SUM_DOUBLES], const number_pair from[SUMS]) {
  for (int i = 0; i < SUMS; i++) {
    const number_pair sum = pair_add((number_pair){into[2 * i], into[2 * i + 1]}, from[i]);
    into[2 * i] = sum.value;
    into[2 * i + 1] = sum.lost;
  }
}

/* What the searched table should put out for a code; false if the function has no value there. */
static bool target_of(const struct spec *spec, const struct problem *problem, double scale,
                      const struct walked_code *code, double *target, struct error *err) {
  const double x = scale * (double)code->q, y = function_value(spec->function, x);
  const char *flaw = function_value_flaw(y);
  if (flaw != NULL)
    return error_set(err, ERROR_INPUT, "function %s has %s at x = %.17g", spec->function->name, flaw, x);
  *target = code->below ? mirror_target(&problem->mirror, x, y) : y;
  return true;
}

/* Add one scale's prefix sums to `merged`, and set `own` to them where it is not NULL. */
static bool tabulate_scale(const struct spec *spec, struct problem *problem, const struct code_weights *weights,
                           int counted, double *own, struct error *err) {
  const double scale = weights->scale, unit = 1.0 / (code_weights_total(weights) * counted);
  number_pair running[SUMS] = {{0, 0}};
  struct code_walk walk = code_walk_of(spec, problem, scale, weights->codes);
  for (uint32_t bound = 0; bound < problem->line.bounds; bound++) {
    struct walked_code code;
    while (code_walk_next(&walk, bound, &code)) {
      const double weight = unit * code_weight(weights, code.q);
      double target = 0;
      if (!(weight > 0))
        continue;
      if (!target_of(spec, problem, scale, &code, &target, err))
        return false;
      add_code(running, weight, code.x, target);
    }
    add_sums(&problem->prefix[(size_t)bound * SUM_DOUBLES], running);
    if (own != NULL)
      add_sums(&own[(size_t)bound * SUM_DOUBLES], running);
  }
  return true;
}

static int scales_counted(const struct spec *spec) {
  int counted = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    const struct code_weights weights = code_weights_at(spec, spec->scales.scale[s]);
    counted += code_weights_any(&weights);
  }
  return counted;
}

static int fraction_bits(const struct spec *spec) {
  return spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
}

/*
 * How many neighbouring slope codes show every remainder of k x modulo an intercept step, for a single x: where all
 * scales are powers of two, x is a multiple of the finest, and the remainders repeat.
 */
static uint32_t slope_reach(const struct spec *spec, bool exact) {
  const uint32_t all = UINT32_C(1) << spec->slope.bits;
  if (!exact || spec->restriction.slope_digits != 0) /* those of few digits are no neighbours */
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

static void pin_codes(struct problem *problem, const struct spec *spec, int end, int32_t slope, int32_t intercept) {
  problem->line.pins |= end == 0 ? PIN_FIRST : PIN_LAST;
  problem->line.pin_slope[end] = code_nearest(slope, slope_codes(problem), spec->restriction.slope_digits);
  problem->line.pin_intercept[end] = code_nearest(intercept, intercept_codes(problem), 0);
}

static void pin(struct problem *problem, const struct spec *spec, int end, const struct tail *tail) {
  if (tail->present)
    pin_codes(problem, spec, end, format_code(spec->slope, tail->slope), format_code(spec->intercept, tail->intercept));
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

/* Parameters of half a table are those whose mirror images fit as well. */
static void set_ranges(struct problem *problem, const struct spec *spec) {
  line_problem *line = &problem->line;
  line->slope_min = format_min(spec->slope);
  line->slope_max = format_max(spec->slope);
  line->intercept_min = format_min(spec->intercept);
  line->intercept_max = format_max(spec->intercept);
  problem->mirrored = spec->restriction.mirrored && mirror_create(&problem->mirror, spec);
  if (!problem->mirrored)
    return;
  line->slope_min = problem->mirror.slope.first;
  line->slope_max = problem->mirror.slope.last;
  line->intercept_min = problem->mirror.intercept.first;
  line->intercept_max = problem->mirror.intercept.last;
}

static void set_line(struct problem *problem, const struct spec *spec) {
  const bool exact = spec_intercepts_exact(spec);
  problem->first_candidate = restriction_candidates(spec).first;
  line_problem *line = &problem->line;
  line->bounds = problem_bounds(spec);
  line->slope_step = ldexp(1, -spec->slope.frac);
  line->intercept_step = ldexp(1, -spec->intercept.frac);
  line->x_step = origin_step(fmax(fabs(spec->function->lo), fabs(spec->function->hi)), 12);
  line->y_step = origin_step(1, 20);
  line->slope_digits = (uint32_t)spec->restriction.slope_digits;
  set_ranges(problem, spec);
  line->reach = slope_reach(spec, exact);
  line->scales = exact ? 0 : (uint32_t)scales_counted(spec);
  if (spec->tails == TAILS_ASYMPTOTE)
    pin_tails(problem, spec);
}

/* Breakpoints that survive a coarser scale's rounding: its grid; for a single scale the powers of two above it. */
static void set_grids(struct problem *problem, const struct spec *spec) {
  const double finest = scale_set_finest(&spec->scales);
  for (int s = 0; s < spec->scales.count; s++)
    if (spec->scales.scale[s] > finest)
      problem->grid[problem->grid_count++] = (float)(spec->scales.scale[s] / finest);
  for (int j = 0; j <= 6 && spec->scales.count == 1; j++)
    if (ldexp(1, -j) > finest)
      problem->grid[problem->grid_count++] = (float)(ldexp(1, -j) / finest);
}

static bool tabulate(struct problem *problem, const struct spec *spec, struct error *err) {
  const size_t table = (size_t)problem->line.bounds * SUM_DOUBLES;
  problem->prefix = calloc((1 + (size_t)problem->line.scales) * table, sizeof *problem->prefix);
  if (problem->prefix == NULL)
    return error_memory(err, "prefix table");
  const int counted = scales_counted(spec), fraction = fraction_bits(spec);
  double *own = problem->line.scales != 0 ? problem->prefix + table : NULL;
  double *rounding = problem->rounding;
  for (int s = 0; s < spec->scales.count; s++) {
    const double scale = spec->scales.scale[s];
    const struct code_weights weights = code_weights_at(spec, scale);
    if (!code_weights_any(&weights))
      continue;
    if (!tabulate_scale(spec, problem, &weights, counted, own, err))
      return false;
    if (own == NULL)
      continue;
    rounding[ROUNDING_WEIGHT] = ldexp(1, fraction - spec->intercept.frac);
    rounding[ROUNDING_SCALE] = scale;
    rounding[ROUNDING_STEP] = ldexp(scale, -fraction);
    rounding += ROUNDING_DOUBLES;
    own += table;
  }
  return true;
}

struct problem *problem_create(const struct spec *spec, struct error *err) {
  struct problem *problem = calloc(1, sizeof *problem);
  if (problem == NULL) {
    (void)error_memory(err, "problem");
    return NULL;
  }
  set_line(problem, spec);
  set_grids(problem, spec);
  if (!tabulate(problem, spec, err)) {
    problem_free(problem);
    return NULL;
  }
  return problem;
}

void problem_free(struct problem *problem) {
  if (problem == NULL)
    return;
  free(problem->prefix);
  free(problem);
}

static bool format_equal(struct format a, struct format b) { return a.bits == b.bits && a.frac == b.frac; }

bool problem_shared(const struct spec *a, const struct spec *b) {
  if (a->function != b->function || a->weight != b->weight || a->in_bits != b->in_bits || a->tails != b->tails ||
      !format_equal(a->slope, b->slope) || !format_equal(a->intercept, b->intercept) ||
      a->scales.count != b->scales.count)
    return false;
  for (int s = 0; s < a->scales.count; s++)
    if (a->scales.scale[s] != b->scales.scale[s])
      return false;
  return a->restriction.segments == b->restriction.segments &&
         a->restriction.slope_digits == b->restriction.slope_digits &&
         a->restriction.mirrored == b->restriction.mirrored;
}

void problem_design(const struct problem *problem, const uint32_t *boundary, int entries, struct design *design) {
  memset(design, 0, sizeof *design);
  design->entries = entries;
  uint32_t from = 0;
  for (int i = 0; i < entries; i++) {
    const uint32_t to = i < entries - 1 ? boundary[i] : problem->line.bounds - 1;
    const line_fit fit = entry_line(&problem->line, problem->prefix, problem->rounding, from, to);
    design->slope[i] = fit.slope;
    design->intercept[i] = fit.intercept;
    if (i < entries - 1)
      design->breakpoint[i] = problem->first_candidate + (int32_t)boundary[i] - 1;
    from = to;
  }
  if (problem->mirrored)
    mirror_expand(&problem->mirror, design);
}
