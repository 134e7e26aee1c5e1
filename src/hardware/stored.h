/*
 * Slopes and intercepts as units store them: the code itself; a number and the exponent of its power of two, where
 * parameters are dynamic fixed point (model/significant.h); or the signed digits of a slope (hardware/slope_digits.h).
 */
#ifndef LUTDSE_HARDWARE_STORED_H
#define LUTDSE_HARDWARE_STORED_H

#include "hardware/unit.h"

/* The fields of a stored parameter. The exponent is above the number. */
struct stored_form {
  int number_bits;   /* signed; or all digits of a slope that is stored as such */
  int exponent_bits; /* unsigned; 0: there is none, the number is the code */
  int exponent_most; /* the largest exponent: the code is number * 2^exponent */
};

/*
 * Slopes that are stored as digits have no exponent: each digit is a power of two already. Nor have intercepts that are
 * stored ready for one scale (`prescaled`), which are any numbers.
 */
struct stored_form stored_slope_form(const struct unit *unit);
struct stored_form stored_intercept_form(const struct unit *unit);

/* All bits of a form. */
int stored_bits(struct stored_form form);

/* The bits of a code: of content->slope[i] and content->intercept[scale][i]. */
uint64_t stored_slope(const struct unit *unit, int32_t code);
uint64_t stored_intercept(const struct unit *unit, int64_t code);

#endif
