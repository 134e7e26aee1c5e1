/*
 * The reference evaluator: slow, obvious and exact. Every error figure that lutdse stores or prints comes from here.
 *
 * For each scale S and each code q of the domain: acc = (K q << (F - F_k)) + Bs in 64/128-bit integers, with
 * F = max(F_k, F_b) and Bs = round_half_even(b / S * 2^F); y = acc * S * 2^-F; error = y - f(S q) in double.
 */
#ifndef LUTDSE_MODEL_EVALUATE_H
#define LUTDSE_MODEL_EVALUATE_H

#include "model/design.h"

struct errors {
  double mse;     /* mean squared error, weighted where the spec has a weight */
  double mae;     /* mean absolute error */
  double max_abs; /* largest absolute error */
};

struct score {
  struct errors exact;       /* over the set: mean of mse and mae, maximum of max_abs, of the exact output */
  struct errors requantised; /* the same after the output stage; equal to `exact` where there is none */
  int scales_counted;        /* scales with at least one code that counts: the mean runs over these */
  int64_t codes[SCALE_MAX];  /* codes counted at each scale: in the domain, of weight > 0 */
  struct errors exact_at[SCALE_MAX];
  struct errors requantised_at[SCALE_MAX]; /* all zero where codes[s] == 0 */
};

/* Score a design that passes design_check(). */
void evaluate(const struct spec *spec, const struct design *design, struct score *score);

#endif
