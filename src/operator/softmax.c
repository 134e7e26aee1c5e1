#include "operator/softmax.h"

#include <string.h>

#include "operator/rounding.h"

static int32_t largest(const int32_t *q, int length) {
  int32_t max = q[0];
  for (int i = 1; i < length; i++)
    max = q[i] > max ? q[i] : max;
  return max;
}

static uint32_t exponential(const struct softmax *softmax, int32_t difference) {
  const int32_t first = softmax->exp->first;
  return operator_unit_value(softmax->exp, difference < first ? first : difference);
}

/* e r is below 2^(16 + 24); the sum of at most 2^16 numbers of 16 bits below 2^32. */
void softmax_run(const struct softmax *softmax, const int32_t *q, int length, int32_t *out) {
  const int32_t max = largest(q, length);
  uint32_t sum = 0;
  for (int i = 0; i < length; i++)
    sum += exponential(softmax, q[i] - max);
  if (sum == 0) {
    memset(out, 0, (size_t)length * sizeof out[0]);
    return;
  }
  const struct normalised x = octaves_normalise(&softmax->octaves, sum);
  const uint64_t r = operator_unit_value(softmax->divide, x.code);
  const uint64_t most = (UINT64_C(1) << softmax->out_bits) - 1;
  /*
   * The first bit that can be set in r stands for the largest 1 / x, so that the shift is the unit's bits - 1 -
   * out_frac plus the place of the sum's first bit (or one more): at least -13, to the left.
   */
  const int shift = softmax->divide_frac + x.exponent - softmax->out_frac;
  for (int i = 0; i < length; i++) {
    const uint64_t p = shift_unsigned(exponential(softmax, q[i] - max) * r, shift);
    out[i] = (int32_t)(p < most ? p : most);
  }
}
