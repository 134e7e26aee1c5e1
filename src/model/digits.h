/* Slopes as sums and differences of few powers of two, for multipliers of shifts and adders. */
#ifndef LUTDSE_MODEL_DIGITS_H
#define LUTDSE_MODEL_DIGITS_H

#include "model/spec.h"

/* How many signed powers of two make a code, at least; 0 for 0. For magnitudes below 2^30. */
int code_digit_count(int32_t code);

/* The most that any code of so many bits has. */
int code_digits_most(int bits);

/*
 * The code of at most `digits` signed digits (0: any) that is nearest to `code` in a range which has one; of two, the
 * lower one.
 */
int32_t code_nearest(int32_t code, struct code_range range, int digits);

#endif
