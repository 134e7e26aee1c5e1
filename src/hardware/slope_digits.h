/*
 * Slopes as signed digits: k = sum of +-2^shift with as few terms as possible, so that a product takes as many adders.
 */
#ifndef LUTDSE_HARDWARE_SLOPE_DIGITS_H
#define LUTDSE_HARDWARE_SLOPE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

enum { SLOPE_DIGITS_OF_ANY = 17 }; /* no 32-bit slope has more */

struct slope_digit {
  bool negative;
  int shift;
};

/*
 * The canonical signed digits (the non-adjacent form) of a slope, the least significant first. Their number is the
 * least possible, popcount((3 |k|) ^ |k|); 0 has none. Of a slope of b bits every shift is below b.
 */
int slope_digits(int32_t slope, struct slope_digit digit[SLOPE_DIGITS_OF_ANY]);

/*
 * One digit as units store it: negative, "there is one", shift, from the most significant bit; 2 + shift_bits bits.
 * slope_word() puts `count` of them side by side, the first lowest, those missing all zero; the slope must have no
 * more.
 */
int slope_shift_bits(int slope_bits);
uint64_t slope_word(int32_t slope, int slope_bits, int count);

#endif
