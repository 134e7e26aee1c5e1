/*
 * Slopes as units with multipliers of shifts and adders store them: as signed digits (model/digits.h), k = sum of
 * +-2^shift.
 */
#ifndef LUTDSE_HARDWARE_SLOPE_DIGITS_H
#define LUTDSE_HARDWARE_SLOPE_DIGITS_H

#include <stdint.h>

/*
 * One digit as units store it: negative, "there is one", shift, from the most significant bit; 2 + shift_bits bits.
 * slope_word() puts `count` of them side by side, the first lowest, those missing all zero; the slope must have no
 * more.
 */
int slope_shift_bits(int slope_bits);
uint64_t slope_word(int32_t slope, int slope_bits, int count);

#endif
