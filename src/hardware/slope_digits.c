#include "hardware/slope_digits.h"

int slope_digits(int32_t slope, struct slope_digit digit[SLOPE_DIGITS_OF_ANY]) {
  int64_t rest = slope;
  int count = 0;
  for (int shift = 0; rest != 0; shift++) {
    if (rest % 2 != 0) {
      /* 1 or -1, whichever leaves a multiple of four: the next digit is then 0 */
      const bool negative = (rest & 3) == 3;
      digit[count++] = (struct slope_digit){negative, shift};
      rest += negative ? 1 : -1;
    }
    rest /= 2;
  }
  return count;
}

int slope_shift_bits(int slope_bits) {
  int bits = 0;
  while (1 << bits < slope_bits)
    bits++;
  return bits;
}

uint64_t slope_word(int32_t slope, int slope_bits, int count) {
  const int shift_bits = slope_shift_bits(slope_bits);
  struct slope_digit digit[SLOPE_DIGITS_OF_ANY];
  const int used = slope_digits(slope, digit);
  uint64_t word = 0;
  for (int i = 0; i < used && i < count; i++) {
    const uint64_t field = ((uint64_t)digit[i].negative << 1 | 1) << shift_bits | (uint64_t)digit[i].shift;
    word |= field << (i * (shift_bits + 2));
  }
  return word;
}
