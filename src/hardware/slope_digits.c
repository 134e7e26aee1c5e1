#include "hardware/slope_digits.h"

#include "model/digits.h"

int slope_shift_bits(int slope_bits) {
  int bits = 0;
  while (1 << bits < slope_bits)
    bits++;
  return bits;
}

uint64_t slope_word(int32_t slope, int slope_bits, int count) {
  const int shift_bits = slope_shift_bits(slope_bits);
  struct code_digit digit[CODE_DIGITS_OF_ANY];
  const int used = code_split(slope, digit);
  uint64_t word = 0;
  for (int i = 0; i < used && i < count; i++) {
    const uint64_t field = ((uint64_t)digit[i].negative << 1 | 1) << shift_bits | (uint64_t)digit[i].shift;
    word |= field << (i * (shift_bits + 2));
  }
  return word;
}
