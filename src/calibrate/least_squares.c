#include "calibrate/least_squares.h"

#include <math.h>

enum { SWEEPS_MAX = 100000 };

void least_squares_add(struct least_squares *fit, const double *feature, double measured) {
  const double weight = 1 / (measured * measured);
  for (size_t i = 0; i < fit->features; i++) {
    for (size_t j = 0; j < fit->features; j++)
      fit->gram[i][j] += weight * feature[i] * feature[j];
    fit->moment[i] += weight * feature[i] * measured;
  }
}

/*
 * Coordinate descent: the problem is convex, and for one coefficient alone the best value that is not negative is
 * known. It ends when a sweep over all of them changes none by more than rounding.
 */
void least_squares_solve(const struct least_squares *fit, double *coefficient) {
  for (size_t i = 0; i < fit->features; i++)
    coefficient[i] = 0;
  for (int sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    double change = 0;
    for (size_t i = 0; i < fit->features; i++) {
      if (!(fit->gram[i][i] > 0))
        continue;
      double rest = fit->moment[i];
      for (size_t j = 0; j < fit->features; j++)
        rest -= j == i ? 0 : fit->gram[i][j] * coefficient[j];
      const double value = fmax(0, rest / fit->gram[i][i]);
      change = fmax(change, fabs(value - coefficient[i]) / fmax(value, 1e-9));
      coefficient[i] = value;
    }
    if (change < 1e-12)
      return;
  }
}
