#include "exact/brute_restricted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "model/symmetry.h"
#include "reference/reference.h"

/* A search on its way. Stored breakpoints are first ... last; costs are kept by the two that bound a stored entry. */
struct brute {
  const struct spec *spec;
  const struct exact_goal *goal;
  struct symmetry symmetry;
  int stored, fraction;
  int32_t first, last;
  struct reference_code *code;
  size_t count;
  double *cost; /* [last - first + 2][last - first + 2], negative: not known yet */
};

static bool power_of_two(int64_t value) { return value > 0 && (value & (value - 1)) == 0; }

/* The fewest signed powers of two, by trying: an odd number is one more or less than an even one. */
static int fewest_digits(int64_t value) {
  if (value < 0)
    return fewest_digits(-value);
  if (value <= 1)
    return (int)value;
  if (value % 2 == 0)
    return fewest_digits(value / 2);
  const int up = fewest_digits((value + 1) / 2), down = fewest_digits((value - 1) / 2);
  return 1 + (up < down ? up : down);
}

static double threshold(const struct spec *spec, int32_t breakpoint, double scale) {
  const double half = ldexp(1, spec->in_bits - 1);
  return fmin(fmax(nearbyint(breakpoint * scale_set_finest(&spec->scales) / scale), -half), half - 1);
}

/* Which half of the table serves a code if it lies in the stored entry between two breakpoints: 1, -1, or 0: neither.
 */
static int served(const struct brute *brute, const struct reference_code *code, int32_t low, int32_t high) {
  const struct spec *spec = brute->spec;
  const double scale = spec->scales.scale[code->scale], q = code->asked;
  const bool opens = low<brute->first, closes = high> brute->last, mirrored = spec->restriction.mirrored;
  const double above_low = opens ? (mirrored ? 0 : -HUGE_VAL) : threshold(spec, low, scale);
  const double above_high = closes ? HUGE_VAL : threshold(spec, high, scale);
  if (q > above_low && q <= above_high)
    return 1;
  if (!mirrored)
    return 0;
  const double below_high = opens ? 0 : threshold(spec, -low, scale);
  const double below_low = closes ? -HUGE_VAL : threshold(spec, -high, scale);
  return q > below_low && q <= below_high ? -1 : 0;
}

static double stage(const struct output_stage *output, double y) {
  if (output->bits == 0)
    return y;
  const double limit = ldexp(1, output->bits - 1);
  return fmin(fmax(nearbyint(y / output->scale), -limit), limit - 1) * output->scale;
}

struct line {
  int32_t slope[2], intercept[2]; /* above and below 0 */
};

static double error_of(const struct brute *brute, const struct reference_code *code, int half,
                       const struct line *line) {
  const struct spec *spec = brute->spec;
  const double step = ldexp(spec->scales.scale[code->scale], -brute->fraction);
  const int side = half > 0 ? 0 : 1;
  const double bs = nearbyint(reference_intercept(spec, line->intercept[side], spec->scales.scale[code->scale]) / step);
  const double acc = ldexp(line->slope[side], brute->fraction - spec->slope.frac) * code->asked + bs;
  return fabs(stage(&spec->output, code->gain * acc * step) - code->y);
}

static double line_cost(const struct brute *brute, const int *half, const struct line *line) {
  double squares = 0, magnitudes = 0, largest = 0;
  for (size_t i = 0; i < brute->count; i++) {
    if (half[i] == 0)
      continue;
    const double error = error_of(brute, &brute->code[i], half[i], line);
    squares += brute->code[i].weight * error * error;
    magnitudes += brute->code[i].weight * error;
    largest = fmax(largest, error);
  }
  if (brute->goal->objective == EXACT_MSE)
    return largest > brute->goal->max_abs_limit ? HUGE_VAL : squares;
  return brute->goal->objective == EXACT_MAE ? magnitudes : largest;
}

static bool fits(int64_t code, struct format format, int significant) {
  return code >= INT32_MIN && code <= INT32_MAX && reference_allows(format, significant, (int32_t)code);
}

/* The codes of a line on both sides of 0; false if an entry may not have them. */
static bool line_of(const struct brute *brute, int32_t slope, int32_t intercept, struct line *line) {
  const struct spec *spec = brute->spec;
  const int sign = brute->symmetry.sign;
  const int64_t below = ((int64_t)brute->symmetry.slope << spec->slope.frac) - sign * (int64_t)slope;
  const int64_t at_0 = ((int64_t)brute->symmetry.intercept << spec->intercept.frac) + sign * (int64_t)intercept;
  *line = (struct line){{slope, (int32_t)below}, {intercept, (int32_t)at_0}};
  if (spec->restriction.slope_digits != 0 && fewest_digits(slope) > spec->restriction.slope_digits)
    return false;
  if (!fits(slope, spec->slope, spec->slope_significant) ||
      !fits(intercept, spec->intercept, spec->intercept_significant))
    return false;
  return !spec->restriction.mirrored || (fits(below, spec->slope, spec->slope_significant) &&
                                         fits(at_0, spec->intercept, spec->intercept_significant));
}

/* The tail that an entry is bound to, as seen by the stored half. */
static bool tail_of(const struct brute *brute, int32_t low, int32_t high, struct tail *tail) {
  const struct function *function = brute->spec->function;
  if (brute->spec->tails != TAILS_ASYMPTOTE)
    return false;
  if (!brute->spec->restriction.mirrored && low < brute->first && function->left.present) {
    *tail = function->left;
    return true;
  }
  *tail = function->right;
  return high > brute->last && function->right.present;
}

/* What a tail asks of a parameter in steps: rounded first where any code will do. */
static double asked_code(struct format format, int significant, double value) {
  return significant == 0 ? format_code(format, value) : ldexp(value, format.frac);
}

/* How far a line is from a tail, slopes first. */
static double distance(const struct brute *brute, const struct tail *tail, int32_t slope, int32_t intercept) {
  const struct spec *spec = brute->spec;
  const double k = asked_code(spec->slope, spec->slope_significant, tail->slope);
  const double b = asked_code(spec->intercept, spec->intercept_significant, tail->intercept);
  return 1e6 * fabs(slope - k) + (slope > k ? 0.25 : 0) + 1e-3 * fabs(intercept - b);
}

static double solve_entry(const struct brute *brute, int32_t low, int32_t high) {
  const struct spec *spec = brute->spec;
  int *half = calloc(brute->count + 1, sizeof *half);
  assert_non_null(half);
  bool any = false;
  for (size_t i = 0; i < brute->count; i++) {
    half[i] = served(brute, &brute->code[i], low, high);
    any = any || half[i] != 0;
  }
  struct tail tail;
  const bool pinned = tail_of(brute, low, high, &tail);
  double best = any ? HUGE_VAL : 0, nearest = HUGE_VAL;
  for (int32_t b = format_min(spec->intercept); any && b <= format_max(spec->intercept); b++)
    for (int32_t k = format_min(spec->slope); k <= format_max(spec->slope); k++) {
      struct line line;
      if (!line_of(brute, k, b, &line) || (pinned && distance(brute, &tail, k, b) >= nearest))
        continue;
      const double cost = line_cost(brute, half, &line);
      best = pinned ? cost : fmin(best, cost);
      nearest = pinned ? distance(brute, &tail, k, b) : nearest;
    }
  free(half);
  return best;
}

static double entry_cost(const struct brute *brute, int32_t low, int32_t high) {
  const size_t row = (size_t)(brute->last - brute->first) + 3;
  double *kept = &brute->cost[(size_t)(low - brute->first + 1) * row + (size_t)(high - brute->first + 1)];
  if (*kept < 0)
    *kept = solve_entry(brute, low, high);
  return *kept;
}

/* The restriction's words. */
static bool segments_right(const struct spec *spec, const int32_t *at, int count) {
  if (spec->restriction.segments == SEGMENTS_UNIFORM) {
    bool right = false;
    for (int log2 = 0; log2 < 20; log2++) {
      bool all = at[0] % (1 << log2) == 0;
      for (int i = 1; i < count; i++)
        all = all && at[i] == at[0] + i * (1 << log2);
      right = right || all;
    }
    return right;
  }
  for (int i = 0; spec->restriction.segments == SEGMENTS_POWER2 && i < count; i++) {
    if (at[i] != 0 && !power_of_two(llabs((long long)at[i])))
      return false;
    if (i > 0 && at[i] == at[i - 1])
      return false;
    if (i > 0 && at[i - 1] > 0 && at[i] != 2 * at[i - 1])
      return false;
    if (i > 0 && at[i] < 0 && at[i - 1] != 2 * at[i])
      return false;
  }
  return true;
}

/* Place breakpoint number `n` and those after it. */
static double least_from(const struct brute *brute, int32_t *at, int n, double so_far) {
  const int count = brute->stored - 1;
  const int32_t before = n > 0 ? at[n - 1] : brute->first - 1;
  const bool largest = brute->goal->objective == EXACT_MAX_ABS;
  if (n == count) {
    if (!segments_right(brute->spec, at, count))
      return HUGE_VAL;
    const double cost = entry_cost(brute, before, brute->last + 1);
    return largest ? fmax(so_far, cost) : so_far + cost;
  }
  double best = HUGE_VAL;
  for (at[n] = n > 0 ? before : brute->first; at[n] <= brute->last; at[n]++) {
    const double cost = n > 0 && at[n] == before ? 0 : entry_cost(brute, before, at[n]);
    best = fmin(best, least_from(brute, at, n + 1, largest ? fmax(so_far, cost) : so_far + cost));
  }
  return best;
}

double brute_restricted_optimum(const struct spec *spec, const struct exact_goal *goal) {
  struct brute brute = {.spec = spec, .goal = goal, .stored = spec->entries};
  const struct code_range candidates = reference_candidates(spec);
  brute.fraction = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  brute.first = candidates.first;
  brute.last = candidates.last;
  if (spec->restriction.mirrored) {
    brute.first = 1;
    brute.stored /= 2;
    assert_true(function_symmetry(spec->function, &brute.symmetry));
  }
  brute.code = reference_codes(spec, &brute.count);
  const size_t side = (size_t)(brute.last - brute.first) + 3;
  brute.cost = malloc(side * side * sizeof *brute.cost);
  assert_non_null(brute.code);
  assert_non_null(brute.cost);
  for (size_t i = 0; i < side * side; i++)
    brute.cost[i] = -1;
  int32_t at[ENTRIES_MAX] = {0};
  const double best = least_from(&brute, at, 0, 0);
  free(brute.code);
  free(brute.cost);
  return best;
}
