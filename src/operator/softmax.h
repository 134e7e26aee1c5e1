/*
 * Softmax over a vector of codes, in integers. No intermediate is over 2^48 (see softmax_run()).
 *
 *   d_i = q_i - max q, saturated to the codes of the exp unit
 *   e_i = exp unit(d_i), unsigned
 *   s = sum of e_i, below 2^32; s = x 2^m with a code x of the div unit, half to even
 *   r = div unit(x), unsigned, r 2^-frac
 *   p_i = e_i r 2^-(frac + m), half to even, to out_bits bits at 2^-out_frac; saturated
 *
 * Where s is 0 every output is 0.
 */
#ifndef LUTDSE_OPERATOR_SOFTMAX_H
#define LUTDSE_OPERATOR_SOFTMAX_H

#include "operator/normalise.h"
#include "operator/unit.h"

struct softmax {
  const struct operator_unit *exp;    /* codes up to 0; at most OPERATOR_EXP_BITS_MAX bits */
  const struct operator_unit *divide; /* the codes of the octaves; at most OPERATOR_RECIPROCAL_BITS_MAX bits */
  struct octaves octaves;
  int divide_frac; /* of the div unit's output */
  int out_bits, out_frac;
};

/* `length` codes of at most 16 bits, 1 ... OPERATOR_LENGTH_MAX of them, to as many outputs. */
void softmax_run(const struct softmax *softmax, const int32_t *q, int length, int32_t *out);

#endif
