#include "model/problem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_walk.h"
#include "model/code_weight.h"
#include "model/problem_line.h"

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

/*
 * What the searched table should put out for a code; false if the function has no value there. What the table puts out
 * is multiplied by the gain of the code's range, and so is its error.
 */
static bool target_of(const struct spec *spec, const struct problem *problem, double scale,
                      const struct walked_code *code, double *target, struct error *err) {
  const double x = scale * (double)code->q, y = function_value(spec->function, x);
  const char *flaw = function_value_flaw(y);
  if (flaw != NULL)
    return error_set(err, ERROR_INPUT, "function %s has %s at x = %.17g", spec->function->name, flaw, x);
  *target = code->below ? mirror_target(&problem->mirror, x, y) : ldexp(y, -code->shift);
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
      add_code(running, ldexp(weight, 2 * code.shift), code.x, target);
    }
    add_sums(&problem->prefix[(size_t)bound * SUM_DOUBLES], running);
    if (own != NULL)
      add_sums(&own[(size_t)bound * SUM_DOUBLES], running);
  }
  return true;
}

static int fraction_bits(const struct spec *spec) {
  return spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
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
  const int counted = problem_scales_counted(spec), fraction = fraction_bits(spec);
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
  problem_set_line(problem, spec);
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
      a->scales.count != b->scales.count || a->ranges != b->ranges || a->slope_significant != b->slope_significant ||
      a->intercept_significant != b->intercept_significant)
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
