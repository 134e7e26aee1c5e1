/* Least squares with coefficients that are not negative: areas, energies and delays of parts never are. */
#ifndef LUTDSE_CALIBRATE_LEAST_SQUARES_H
#define LUTDSE_CALIBRATE_LEAST_SQUARES_H

#include <stddef.h>

enum { FEATURES_MAX = 12 };

/* Observations so far, as normal equations. All zero: none. */
struct least_squares {
  size_t features;
  double gram[FEATURES_MAX][FEATURES_MAX], moment[FEATURES_MAX];
};

/* One more: `measured` > 0 is to be the sum of coefficient * feature; errors count relative to it. */
void least_squares_add(struct least_squares *fit, const double *feature, double measured);

/*
 * The coefficients, none negative, with the least sum of squared relative errors. A feature that is 0 throughout
 * gets 0.
 */
void least_squares_solve(const struct least_squares *fit, double *coefficient);

#endif
