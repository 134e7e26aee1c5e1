/* Weights from their definitions, in extended precision. */
#include <math.h>
#include <stdlib.h>

#include "reference/reference.h"

/* The probability of an interval of a variable that is symmetric about 0, from that of x > z for z >= 0. */
static long double symmetric(long double upper(long double z), long double low, long double high) {
  if (low + high < 0)
    return symmetric(upper, -high, -low);
  return (low < 0 ? 1 - upper(-low) : upper(low)) - upper(high);
}

static long double normal_upper(long double z) { return erfcl(z / sqrtl(2)) / 2; }

static long double laplace_upper(long double z) { return expl(-z) / 2; }

static long double normal(long double mean, long double sd, long double low, long double high) {
  return symmetric(normal_upper, (low - mean) / sd, (high - mean) / sd);
}

static long double half_normal(long double sd, long double sign, long double low, long double high) {
  const long double from = sign > 0 ? low : -high, to = sign > 0 ? high : -low;
  if (to <= 0)
    return 0;
  return 2 * normal(0, sd, from > 0 ? from : 0, to);
}

static long double bin(long double from, long double to, long double low, long double high) {
  const long double left = from > low ? from : low, right = to < high ? to : high;
  return right > left ? (right - left) / (to - from) : 0;
}

static long double histogram(const struct weight *weight, long double low, long double high) {
  long double inside = 0, total = 0;
  for (size_t i = 0; i < weight->bins; i++) {
    inside += weight->count[i] * bin(weight->edge[i], weight->edge[i + 1], low, high);
    total += weight->count[i];
  }
  return inside / total;
}

long double reference_mass(const struct weight *weight, double low, double high) {
  const double *parameter = weight->parameter;
  switch (weight->kind) {
  case WEIGHT_NORMAL:
    return normal(parameter[0], parameter[1], low, high);
  case WEIGHT_HALF_NORMAL:
    return half_normal(parameter[0], parameter[1], low, high);
  case WEIGHT_LAPLACE:
    return symmetric(laplace_upper, ((long double)low - parameter[0]) / parameter[1],
                     ((long double)high - parameter[0]) / parameter[1]);
  case WEIGHT_RANGE:
    return bin(parameter[0], parameter[1], low, high);
  case WEIGHT_HISTOGRAM:
    return histogram(weight, low, high);
  case WEIGHT_KINDS:
    break;
  }
  return NAN;
}

double *reference_weights(const struct spec *spec, double scale) {
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  double *weights = calloc(2 * (size_t)half, sizeof *weights);
  if (weights == NULL)
    abort();
  double total = 0;
  const bool any = spec->ranges != 0 && reference_any(spec, scale);
  for (int32_t q = -half; q < half; q++)
    if (reference_counts(spec, scale, q, any)) {
      const double low = scale * ((double)q - 0.5), high = scale * ((double)q + 0.5);
      total += weights[q + half] = spec->weight == NULL ? 1 : (double)reference_mass(spec->weight, low, high);
    }
  for (int32_t i = 0; i < 2 * half; i++)
    if (total < 1e-100 || weights[i] < total * 0x1p-53)
      weights[i] = 0;
  return weights;
}
