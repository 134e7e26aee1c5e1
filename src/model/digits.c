#include "model/digits.h"

#include "gpu/digits.h"

int code_digit_count(int32_t code) { return (int)code_digits(code); }

int code_digits_most(int bits) { return (bits + 1) / 2; }

int code_split(int32_t code, struct code_digit digit[CODE_DIGITS_OF_ANY]) {
  const uint32_t magnitude = magnitude_of(code), places = digit_places(magnitude);
  const uint32_t negative = (~(3 * magnitude) & magnitude) >> 1;
  int count = 0;
  for (int shift = 0; places >> shift != 0; shift++)
    if ((places >> shift & 1) != 0)
      digit[count++] = (struct code_digit){((negative >> shift & 1) != 0) != (code < 0), shift};
  return count;
}

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
