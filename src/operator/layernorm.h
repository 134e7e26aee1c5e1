/*
 * LayerNorm over a vector of L codes, in integers, without a division: L cancels.
 *
 *   s1 = sum of q_i, s2 = sum of q_i^2
 *   V = L s2 - s1^2 + round_half_even(L^2 epsilon / S^2), at least 1: L^2 (variance + epsilon) in codes
 *   V = x 4^m with a code x of the rsqrt unit, half to even
 *   r = rsqrt unit(x), unsigned, r 2^-frac
 *   y_i = (L q_i - s1) r 2^-(frac + m), half to even, to out_bits bits, signed, at 2^-out_frac; saturated
 *
 * Gamma is 1 and beta 0. With codes of 16 bits and L = 2^16: L s2 and s1^2 are at most 2^62, L^2 epsilon / S^2 as well
 * by layernorm_epsilon(), |L q_i - s1| at most 2^32.
 */
#ifndef LUTDSE_OPERATOR_LAYERNORM_H
#define LUTDSE_OPERATOR_LAYERNORM_H

#include "operator/normalise.h"
#include "operator/unit.h"

struct layernorm {
  const struct operator_unit *rsqrt; /* the codes of the octaves; at most OPERATOR_RECIPROCAL_BITS_MAX bits */
  struct octaves octaves;
  int rsqrt_frac; /* of the rsqrt unit's output */
  int out_bits, out_frac;
  uint64_t epsilon; /* layernorm_epsilon() */
};

/* round_half_even(L^2 epsilon / S^2), where epsilon / S^2 <= 2^30. */
uint64_t layernorm_epsilon(double epsilon, double scale, int length);

/* `length` codes of at most 16 bits, 1 ... OPERATOR_LENGTH_MAX of them, to as many outputs. */
void layernorm_run(const struct layernorm *layernorm, const int32_t *q, int length, int32_t *out);

#endif
