/*
 * Signed digits: whole numbers as sums and differences of powers of two (kernel dialect). The non-adjacent form, in
 * which no two neighbouring digits differ from 0, has the fewest; of two numbers the greater one has the greater form,
 * digit by digit from the top.
 */
#ifndef LUTDSE_GPU_DIGITS_H
#define LUTDSE_GPU_DIGITS_H

#include "gpu/dialect.h"

/* Where the non-adjacent form of a magnitude below 2^30 has digits: bit i for 2^i. */
DEVICE u32 digit_places(u32 magnitude) { return ((3 * magnitude) ^ magnitude) >> 1; }

DEVICE u32 count_places(u32 places) {
  u32 count = 0;
  for (; places != 0; places &= places - 1)
    count++;
  return count;
}

DEVICE u32 magnitude_of(i32 code) { return code < 0 ? 0U - (u32)code : (u32)code; }

/* How many signed powers of two make a code: the fewest. */
DEVICE u32 code_digits(i32 code) { return count_places(digit_places(magnitude_of(code))); }

/* The digits of a magnitude from place `lowest` (a power of two) up, as a number. */
DEVICE i32 leading_digits(u32 magnitude, u32 lowest) {
  const u32 triple = 3 * magnitude, keep = ~(lowest - 1);
  return (i32)(((triple & ~magnitude) >> 1) & keep) - (i32)(((~triple & magnitude) >> 1) & keep);
}

/*
 * The first code from `code` on, upwards (direction 1) or downwards (-1), of at most `digits` > 0 digits. Numbers that
 * share their first `digits` digits have one among them that has no more: the one that ends there.
 */
DEVICE i32 code_of_digits(i32 code, i32 direction, u32 digits) {
  for (;;) {
    const u32 magnitude = magnitude_of(code);
    u32 places = digit_places(magnitude), count = count_places(places);
    if (count <= digits)
      return code;
    for (; count > digits; count--)
      places &= places - 1;
    const u32 lowest = places & (0U - places);
    const i32 leading = leading_digits(magnitude, lowest), shared = code < 0 ? -leading : leading;
    if ((shared - code) * direction > 0)
      return shared;
    /* Beyond what smaller digits can add. */
    code = shared + direction * (i32)(lowest / 3 + 1);
  }
}

#endif
