/* Slopes as sums and differences of few powers of two, for multipliers of shifts and adders. */
#ifndef LUTDSE_MODEL_DIGITS_H
#define LUTDSE_MODEL_DIGITS_H

#include "model/spec.h"

/* How many signed powers of two make a code, at least; 0 for 0. For magnitudes below 2^30. */
int code_digit_count(int32_t code);

/* The most that any code of so many bits has. */
int code_digits_most(int bits);

/* One term of such a sum, +-2^shift. */
struct code_digit {
  bool negative;
  int shift;
};

enum { CODE_DIGITS_OF_ANY = 16 }; /* no magnitude below 2^30 has more */

/*
 * The canonical signed digits (the non-adjacent form) of a code, the least significant first. Returns their number,
 * code_digit_count(). Of a code of b bits every shift is below b.
 */
int code_split(int32_t code, struct code_digit digit[CODE_DIGITS_OF_ANY]);

/*
 * The code of at most `digits` signed digits (0: any) that is nearest to `code` in a range which has one; of two, the
 * lower one.
 */
int32_t code_nearest(int32_t code, struct code_range range, int digits);

#endif
