#include "model/digits.h"

#include "gpu/digits.h"

int code_digit_count(int32_t code) { return (int)code_digits(code); }

int code_digits_most(int bits) { return (bits + 1) / 2; }

int32_t code_nearest(int32_t code, struct code_range range, int digits) {
  const int32_t within = code < range.first ? range.first : code > range.last ? range.last : code;
  if (digits == 0)
    return within;
  const int32_t above = code_of_digits(within, 1, (uint32_t)digits),
                below = code_of_digits(within, -1, (uint32_t)digits);
  if (below < range.first)
    return above;
  return above > range.last || within - below <= above - within ? below : above;
}
