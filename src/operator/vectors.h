/*
 * Input vectors, drawn by counter (Philox4x32-10): which vector it is decides its values, whatever else is drawn.
 *
 * A vector has a standard deviation of its own, spread * 2^u with u uniform in [-1, 1): the sums of long vectors would
 * otherwise all be the same code of the div or rsqrt table. Draws are by inversion or by Box and Muller, on the host.
 */
#ifndef LUTDSE_OPERATOR_VECTORS_H
#define LUTDSE_OPERATOR_VECTORS_H

#include "operator/operator.h"

struct vector_source {
  uint64_t seed;
  enum operator_distribution distribution;
  int length;
  double spread;
};

/* Vector number `index`: `length` real numbers. */
void vector_draw(const struct vector_source *source, uint32_t index, double *x);

/* Codes of `bits` bits at a scale: x / scale rounded half to even, saturated. */
void vector_quantise(const double *x, int length, double scale, int bits, int32_t *q);

#endif
