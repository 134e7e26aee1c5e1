/*
 * Numbers as unevaluated sums of two doubles, for prefix sums whose differences must keep all their digits (kernel
 * dialect). Sums and products after Dekker and Knuth, with the product's rounding error by fma().
 */
#ifndef LUTDSE_GPU_PAIR_H
#define LUTDSE_GPU_PAIR_H

#include "gpu/dialect.h"

typedef struct {
  double value, lost; /* the number is value + lost */
} number_pair;

DEVICE number_pair pair_add(number_pair a, number_pair b) {
  const double sum = a.value + b.value, shadow = sum - a.value;
  const double lost = (a.value - (sum - shadow)) + (b.value - shadow) + (a.lost + b.lost);
  const number_pair out = {sum + lost, lost - ((sum + lost) - sum)};
  return out;
}

DEVICE number_pair pair_scale(number_pair a, double factor) {
  const double product = a.value * factor;
  const number_pair out = {product, fma(a.value, factor, -product) + a.lost * factor};
  return out;
}

/* a - factor b */
DEVICE number_pair pair_less(number_pair a, double factor, number_pair b) {
  return pair_add(a, pair_scale(b, -factor));
}

DEVICE double pair_double(number_pair a) { return a.value + a.lost; }

#endif
