#include "exact/brute_force.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "reference/reference.h"

/* The output stage in the words of its definition. */
static double stage(const struct output_stage *output, double y) {
  if (output->bits == 0)
    return y;
  const double quotient = y / output->scale, below = floor(quotient), rest = quotient - below;
  double code = rest > 0.5 || (rest == 0.5 && fmod(below, 2) != 0) ? below + 1 : below;
  const double limit = ldexp(1, output->bits - 1);
  if (code < -limit)
    code = -limit;
  if (code > limit - 1)
    code = limit - 1;
  return code * output->scale;
}

/* What the unit holds at each scale: whole intercepts, in steps of the output. */
struct unit {
  double intercept[SCALE_MAX], step[SCALE_MAX];
};

/* A line over a run, code by code; `slope` is in steps of the accumulator. */
static double line_cost(const struct spec *spec, const struct exact_goal *goal, const struct reference_code *run,
                        size_t count, double slope, const struct unit *unit) {
  double squares = 0, magnitudes = 0, largest = 0;
  for (size_t i = 0; i < count; i++) {
    if (!(run[i].weight > 0))
      continue;
    const double acc = slope * run[i].asked + unit->intercept[run[i].scale];
    const double error = stage(&spec->output, run[i].gain * acc * unit->step[run[i].scale]) - run[i].y;
    squares += run[i].weight * error * error;
    magnitudes += run[i].weight * fabs(error);
    largest = fmax(largest, fabs(error));
  }
  if (goal->objective == EXACT_MSE)
    return largest > goal->max_abs_limit ? HUGE_VAL : squares;
  return goal->objective == EXACT_MAE ? magnitudes : largest;
}

/* The codes of a range that a parameter may be; malloc'ed. */
static int32_t *allowed_codes(struct format format, int significant, struct code_range range, size_t *count) {
  int32_t *code = malloc(((size_t)(range.last - range.first) + 1) * sizeof *code);
  assert_non_null(code);
  *count = 0;
  for (int32_t c = range.first; c <= range.last; c++)
    if (reference_allows(format, significant, c))
      code[(*count)++] = c;
  return code;
}

static double least_cost(const struct spec *spec, const struct exact_goal *goal, const struct reference_code *run,
                         size_t count, struct code_range slopes, struct code_range intercepts) {
  const int fraction = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  size_t slope_count, intercept_count;
  int32_t *slope = allowed_codes(spec->slope, spec->slope_significant, slopes, &slope_count);
  int32_t *intercept = allowed_codes(spec->intercept, spec->intercept_significant, intercepts, &intercept_count);
  double best = HUGE_VAL;
  for (size_t b = 0; b < intercept_count; b++) {
    struct unit unit;
    for (int s = 0; s < spec->scales.count; s++) {
      unit.step[s] = ldexp(spec->scales.scale[s], -fraction);
      unit.intercept[s] = nearbyint(reference_intercept(spec, intercept[b], spec->scales.scale[s]) / unit.step[s]);
    }
    for (size_t k = 0; k < slope_count; k++)
      best = fmin(best, line_cost(spec, goal, run, count, ldexp(slope[k], fraction - spec->slope.frac), &unit));
  }
  free(slope);
  free(intercept);
  return best;
}

/* The codes an entry may have for a parameter: all, or the one that its tail asks for. */
static struct code_range choice(struct format format, int significant, const struct tail *pinned, double value) {
  struct code_range range = {-(INT32_C(1) << (format.bits - 1)), (INT32_C(1) << (format.bits - 1)) - 1};
  if (pinned != NULL && significant != 0) {
    range.first = range.last = reference_nearest_allowed(format, significant, value);
  } else if (pinned != NULL) {
    const double code = nearbyint(ldexp(value, format.frac));
    range.first = range.last = (int32_t)fmin(fmax(code, range.first), range.last);
  }
  return range;
}

double brute_force_line(const struct spec *spec, const struct exact_goal *goal, uint32_t from, uint32_t to) {
  const bool pin = spec->tails == TAILS_ASYMPTOTE, ends = to == reference_bounds(spec) - 1;
  const struct tail *tail = pin && from == 0 && spec->function->left.present ? &spec->function->left
                            : pin && ends && spec->function->right.present   ? &spec->function->right
                                                                             : NULL;
  const struct code_range slopes = choice(spec->slope, spec->slope_significant, tail, tail != NULL ? tail->slope : 0);
  const struct code_range intercepts =
      choice(spec->intercept, spec->intercept_significant, tail, tail != NULL ? tail->intercept : 0);
  size_t count;
  struct reference_code *run = reference_run(spec, from, to, &count);
  assert_non_null(run);
  const double least = count == 0 ? 0 : least_cost(spec, goal, run, count, slopes, intercepts);
  free(run);
  return least;
}

void brute_force_create(struct brute_force *brute, const struct spec *spec, const struct exact_goal *goal) {
  const uint32_t bounds = reference_bounds(spec);
  *brute = (struct brute_force){bounds, goal->objective, calloc((size_t)bounds * bounds, sizeof *brute->cost)};
  assert_non_null(brute->cost);
  for (uint32_t from = 0; from < bounds; from++)
    for (uint32_t to = from; to < bounds; to++)
      brute->cost[(size_t)from * bounds + to] = brute_force_line(spec, goal, from, to);
}

void brute_force_free(struct brute_force *brute) { free(brute->cost); }

double brute_force_optimum(const struct brute_force *brute, int entries) {
  const uint32_t bounds = brute->bounds, end = bounds - 1;
  /* The least error from each boundary to the end, with ever more entries. */
  double *rest = calloc(bounds, sizeof *rest), optimum = HUGE_VAL;
  assert_non_null(rest);
  for (uint32_t from = 0; from < end; from++)
    rest[from] = brute->cost[(size_t)from * bounds + end];
  for (int n = 2; n <= entries; n++) {
    for (uint32_t from = 0; from < end; from++) {
      double best = HUGE_VAL;
      for (uint32_t to = from == 0 ? 1 : from; to < end; to++) {
        const double cost = brute->cost[(size_t)from * bounds + to];
        best = fmin(best, brute->objective == EXACT_MAX_ABS ? fmax(cost, rest[to]) : cost + rest[to]);
      }
      rest[from] = best;
    }
    optimum = rest[0];
  }
  free(rest);
  return optimum;
}
