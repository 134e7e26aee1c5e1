/* Operators as docs/operators.md defines them, by division of 128-bit integers instead of shifts. */
#ifndef LUTDSE_TESTS_RATIONAL_H
#define LUTDSE_TESTS_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 wide;

/* round_half_even(numerator 2^exponent / denominator); denominator > 0. */
wide rational_round(wide numerator, int exponent, wide denominator);

/* A value brought to the codes 2^low ... 2^(low + step) - 1 of the scale 2^-scale_log2, as x 2^(step m). */
struct rational_code {
  int32_t code;
  int m;
};

/* By trial of every m. */
struct rational_code rational_normalise(wide v, int low, int step, int scale_log2);

#endif
