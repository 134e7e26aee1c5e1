/* Signed digits: a slope as a short sum of powers of two, for multipliers made of shifts and adders. */
#ifndef LUTDSE_HARDWARE_DIGITS_H
#define LUTDSE_HARDWARE_DIGITS_H

#include <stdint.h>

/* One digit: negative ? -2^distance : 2^distance. */
struct digit {
  int distance;
  int negative;
};

/*
 * The non-adjacent form of a code, lowest digit first: at most 13 digits of codes of 24 bits, and no sum of fewer
 * powers of two gives the code. Returns how many there are.
 */
enum { DIGITS_MAX = 13 };
int digits_of(int32_t code, struct digit digit[DIGITS_MAX]);

#endif
