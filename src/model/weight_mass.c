/* The probability of an interval. Differences of distribution functions lose digits; nothing here takes one. */
#include <math.h>

#include "model/weight.h"

static const double root_half = 0.70710678118654752440, root_tau = 2.50662827463100050242;

/* A standard normal variable over an interval too narrow for differences: Gauss and Legendre's rule of five points. */
static double normal_narrow(double middle, double half) {
  static const double node[3] = {0, 0.53846931010568309104, 0.90617984593866399280};
  static const double share[3] = {0.56888888888888888889, 0.47862867049936646804, 0.23692688505618908751};
  double sum = share[0];
  for (int i = 1; i < 3; i++) {
    const double off = half * node[i];
    sum += share[i] * 2 * cosh(middle * off) * exp(-0.5 * off * off);
  }
  return half * exp(-0.5 * middle * middle) / root_tau * sum;
}

/* A standard normal variable between two numbers. */
static double normal_between(double low, double high) {
  const double half = 0.5 * (high - low), middle = low + half;
  if (half <= 0.125 && half * fabs(middle) <= 0.25)
    return normal_narrow(middle, half);
  if (low >= 0)
    return 0.5 * (erfc(low * root_half) - erfc(high * root_half));
  if (high <= 0)
    return 0.5 * (erfc(-high * root_half) - erfc(-low * root_half));
  return 0.5 * (erf(high * root_half) + erf(-low * root_half));
}

static double normal_mass(const double *parameter, double low, double high) {
  return normal_between((low - parameter[0]) / parameter[1], (high - parameter[0]) / parameter[1]);
}

static double half_normal_mass(const double *parameter, double low, double high) {
  const double sd = parameter[0];
  const double from = fmax(parameter[1] > 0 ? low : -high, 0), to = parameter[1] > 0 ? high : -low;
  return from < to ? 2 * normal_between(from / sd, to / sd) : 0;
}

/* One side of a Laplace variable, 0 <= low <= high. */
static double laplace_side(double low, double high) { return -0.5 * exp(-low) * expm1(low - high); }

static double laplace_mass(const double *parameter, double low, double high) {
  const double from = (low - parameter[0]) / parameter[1], to = (high - parameter[0]) / parameter[1];
  if (from >= 0)
    return laplace_side(from, to);
  return to <= 0 ? laplace_side(-to, -from) : laplace_side(0, -from) + laplace_side(0, to);
}

/* How much of [from, to] lies between low and high, as a fraction. */
static double overlap(double from, double to, double low, double high) {
  if (from >= low && to <= high)
    return 1;
  const double within = fmin(to, high) - fmax(from, low);
  return within > 0 ? within / (to - from) : 0;
}

/* The last bin that begins at or before x, or 0. */
static size_t histogram_bin(const struct weight *weight, double x) {
  size_t low = 0, high = weight->bins;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (weight->edge[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static double histogram_mass(const struct weight *weight, double low, double high) {
  double sum = 0;
  for (size_t i = histogram_bin(weight, low); i < weight->bins && weight->edge[i] < high; i++)
    sum += weight->count[i] * overlap(weight->edge[i], weight->edge[i + 1], low, high);
  return sum / weight->total;
}

double weight_mass(const struct weight *weight, double low, double high) {
  switch (weight->kind) {
  case WEIGHT_NORMAL:
    return normal_mass(weight->parameter, low, high);
  case WEIGHT_HALF_NORMAL:
    return half_normal_mass(weight->parameter, low, high);
  case WEIGHT_LAPLACE:
    return laplace_mass(weight->parameter, low, high);
  case WEIGHT_RANGE:
    return overlap(weight->parameter[0], weight->parameter[1], low, high);
  case WEIGHT_HISTOGRAM:
    return histogram_mass(weight, low, high);
  case WEIGHT_KINDS:
    break;
  }
  return 0;
}
