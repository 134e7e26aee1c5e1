/* Lines, runs and tables by brute force. */
#include <math.h>
#include <stdlib.h>

#include "reference/reference.h"

bool reference_allows(struct format format, int significant, int32_t code) {
  const int32_t limit = INT32_C(1) << (format.bits - 1);
  bool allowed = significant == 0;
  for (int s = 0; significant != 0 && s <= format.bits - significant; s++) {
    const double number = ldexp(code, -s), most = ldexp(1, significant - 1);
    allowed = allowed || (number == floor(number) && number >= -most && number < most);
  }
  return allowed && code >= -limit && code < limit;
}

int32_t reference_nearest_allowed(struct format format, int significant, double value) {
  const int32_t limit = INT32_C(1) << (format.bits - 1);
  int32_t nearest = 0;
  for (int32_t code = -limit; code < limit; code++)
    if (reference_allows(format, significant, code) &&
        fabs(code - ldexp(value, format.frac)) < fabs(nearest - ldexp(value, format.frac)))
      nearest = code;
  return nearest;
}

/* How many codes count at a scale, and the sum of their weights. */
static size_t codes_at(const struct spec *spec, const double *weights, double *total) {
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  size_t count = 0;
  *total = 0;
  for (int32_t i = 0; i < 2 * half; i++) {
    count += weights[i] > 0;
    *total += weights[i];
  }
  return count;
}

/* Append the counted codes of scale number s. */
static void add_codes(const struct spec *spec, int s, size_t scales, struct reference_code *codes, size_t *count) {
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  const double scale = spec->scales.scale[s];
  double *weights = reference_weights(spec, scale), total = 0;
  (void)codes_at(spec, weights, &total);
  for (int32_t q = -half; q < half; q++) {
    const double x = scale * (double)q, weight = weights[q + half] / (total * (double)scales);
    if (!(weights[q + half] > 0))
      continue;
    const struct reference_reduced seen = reference_reduce(spec, scale, q);
    codes[(*count)++] = (struct reference_code){
        s, q, x, function_value(spec->function, x), seen.q, scale * seen.q, pow(2, seen.shift), weight};
  }
  free(weights);
}

struct reference_code *reference_codes(const struct spec *spec, size_t *count) {
  size_t total = 0, scales = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    double *weights = reference_weights(spec, spec->scales.scale[s]), sum = 0;
    const size_t here = codes_at(spec, weights, &sum);
    free(weights);
    total += here;
    scales += here > 0;
  }
  struct reference_code *codes = malloc((total + 1) * sizeof *codes);
  *count = 0;
  for (int s = 0; codes != NULL && s < spec->scales.count; s++)
    add_codes(spec, s, scales, codes, count);
  return codes;
}

struct reference_code *reference_run(const struct spec *spec, uint32_t from, uint32_t to, size_t *count) {
  struct reference_code *codes = reference_codes(spec, count);
  int32_t after[SCALE_MAX], until[SCALE_MAX];
  for (int s = 0; s < spec->scales.count; s++) {
    after[s] = reference_cut(spec, from, spec->scales.scale[s]);
    until[s] = reference_cut(spec, to, spec->scales.scale[s]);
  }
  size_t kept = 0;
  for (size_t i = 0; codes != NULL && i < *count; i++)
    if (codes[i].asked > after[codes[i].scale] && codes[i].asked <= until[codes[i].scale])
      codes[kept++] = codes[i];
  *count = kept;
  return codes;
}

/* The error of slope k with each scale's own intercept. */
static double error_of(const struct reference_code *run, size_t count, double k, const double *intercept) {
  double total = 0;
  for (size_t i = 0; i < count; i++) {
    const double off = run[i].gain * (k * run[i].at + intercept[run[i].scale]) - run[i].y;
    total += run[i].weight * off * off;
  }
  return total;
}

double reference_line_error(const struct spec *spec, const struct reference_code *run, size_t count, int32_t slope,
                            int32_t intercept) {
  double at[SCALE_MAX];
  for (int s = 0; s < spec->scales.count; s++)
    at[s] = reference_intercept(spec, intercept, spec->scales.scale[s]);
  return error_of(run, count, ldexp(slope, -spec->slope.frac), at);
}

double reference_line_minimum(const struct spec *spec, const struct reference_code *run, size_t count) {
  const int32_t slopes = INT32_C(1) << (spec->slope.bits - 1), intercepts = INT32_C(1) << (spec->intercept.bits - 1);
  double best = HUGE_VAL;
  for (int32_t b = -intercepts; b < intercepts; b++) {
    double at[SCALE_MAX];
    if (!reference_allows(spec->intercept, spec->intercept_significant, b))
      continue;
    for (int s = 0; s < spec->scales.count; s++)
      at[s] = reference_intercept(spec, b, spec->scales.scale[s]);
    for (int32_t k = -slopes; k < slopes; k++)
      if (reference_allows(spec->slope, spec->slope_significant, k))
        best = fmin(best, error_of(run, count, ldexp(k, -spec->slope.frac), at));
  }
  return best;
}

double *reference_solved_costs(const struct problem *problem) {
  const uint32_t bounds = problem->line.bounds;
  double *cost = malloc((size_t)bounds * bounds * sizeof *cost);
  for (uint32_t from = 0; cost != NULL && from < bounds; from++)
    for (uint32_t to = from; to < bounds; to++)
      cost[(size_t)from * bounds + to] = entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
  return cost;
}

/* best[n][j]: the least cost of n entries that end at boundary j; the last entry ends at the last boundary. */
double reference_optimum(const double *cost, uint32_t bounds, int entries, uint32_t *boundary) {
  const size_t row = bounds;
  double *best = malloc((size_t)entries * row * sizeof *best);
  uint32_t *before = calloc((size_t)entries * row, sizeof *before);
  double optimum = HUGE_VAL;
  if (best != NULL && before != NULL) {
    for (uint32_t to = 1; to < bounds; to++)
      best[to] = cost[to];
    for (size_t n = 1; n < (size_t)entries; n++)
      for (uint32_t to = 1; to < bounds; to++) {
        best[n * row + to] = HUGE_VAL;
        const uint32_t last = to < bounds - 1 ? to : bounds - 2;
        for (uint32_t from = 1; from <= last; from++) {
          const double total = best[(n - 1) * row + from] + cost[from * row + to];
          if (total < best[n * row + to]) {
            best[n * row + to] = total;
            before[n * row + to] = from;
          }
        }
      }
    optimum = best[((size_t)entries - 1) * row + bounds - 1];
    uint32_t to = bounds - 1;
    for (size_t n = (size_t)entries - 1; boundary != NULL && n > 0; n--)
      boundary[n - 1] = to = before[n * row + to];
  }
  free(best);
  free(before);
  return optimum;
}
