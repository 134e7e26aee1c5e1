/* Shifts that round half to even. */
#ifndef LUTDSE_OPERATOR_ROUNDING_H
#define LUTDSE_OPERATOR_ROUNDING_H

#include <stdint.h>

/*
 * round_half_even(value / 2^shift); a negative shift is one to the left, of which nothing may be lost.
 */
static inline uint64_t shift_unsigned(uint64_t value, int shift) {
  if (shift <= 0)
    return value << -shift;
  if (shift > 64)
    return 0;
  const uint64_t half = UINT64_C(1) << (shift - 1);
  const uint64_t whole = shift == 64 ? 0 : value >> shift;
  const uint64_t rest = value & (half | (half - 1));
  return whole + (rest > half || (rest == half && (whole & 1) != 0));
}

/* The same of a signed number; -INT64_MAX ... INT64_MAX. */
static inline int64_t shift_signed(int64_t value, int shift) {
  return value < 0 ? -(int64_t)shift_unsigned((uint64_t)-value, shift)
                   : (int64_t)shift_unsigned((uint64_t)value, shift);
}

#endif
