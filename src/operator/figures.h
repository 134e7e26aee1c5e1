/* Sums behind an operator's figures, vector by vector. */
#ifndef LUTDSE_OPERATOR_FIGURES_H
#define LUTDSE_OPERATOR_FIGURES_H

#include "operator/operator.h"

/* What a vector should become, in double precision. */
struct operator_truth {
  int length;
  const double *y;
  const double *log_y; /* softmax: the logarithm of y; else NULL */
  int top;             /* softmax: the first largest input */
};

/* Add the figures of a vector of outputs, each 2^-frac times its code; mean figures as sums over vectors. */
void figures_add(struct operator_figures *sum, const struct operator_truth *truth, const int32_t *out, int frac);

/* Sums over `vectors` vectors become means. */
void figures_finish(struct operator_figures *sum, int vectors);

#endif
