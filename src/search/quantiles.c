#include <math.h>

#include "search/sample_table.h"

static const double pi = 3.14159265358979323846, root_half = 0.70710678118654752440;

static double rounded(double x) { return rint(x * 0x1p20) * 0x1p-20; }

static double probability(u32 i) { return (i + 0.5) / BASELINE_QUANTILES; }

/* Newton's method from the right: below 0 the distribution function is convex, so that no step goes too far. */
static double normal_quantile(double p, double start) {
  double x = start;
  for (int i = 0; i < 64; i++) {
    const double step = (0.5 * erfc(-x * root_half) - p) / (exp(-0.5 * x * x) / sqrt(2 * pi));
    x -= step;
    if (fabs(step) < 0x1p-40)
      break;
  }
  return x;
}

void normal_quantiles(double *quantile) {
  double x = 0;
  for (u32 i = BASELINE_QUANTILES / 2; i-- > 0;) {
    x = normal_quantile(probability(i), x);
    quantile[i] = rounded(x);
    quantile[BASELINE_QUANTILES - 1 - i] = -quantile[i];
  }
}

void cauchy_quantiles(double *quantile) {
  for (u32 i = 0; i < BASELINE_QUANTILES; i++)
    quantile[i] = rounded(tan(pi * (probability(i) - 0.5)));
}
