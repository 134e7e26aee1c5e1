/*
 * Dynamic fixed point: codes of few significant bits (kernel dialect). A number of n bits, two's complement, times a
 * power of two has a magnitude of at most n - 1 bits from its first to its last 1; within a format the power follows.
 * So the codes are as dense as whole numbers up to a magnitude of 2^(n-1), and half as dense from each power of two on.
 */
#ifndef LUTDSE_GPU_SIGNIFICANT_H
#define LUTDSE_GPU_SIGNIFICANT_H

#include "gpu/digits.h"

/* Bits of a magnitude; 31 for any code, which is `significant` 0. */
DEVICE u32 magnitude_bits(u32 significant) { return significant == 0 ? 31 : significant - 1; }

/* The last bits of a magnitude below 2^30, as a mask, that are more than it may have. */
DEVICE u32 bits_beyond(u32 magnitude, u32 bits) {
  u32 ones = magnitude | (magnitude >> 1);
  ones |= ones >> 2;
  ones |= ones >> 4;
  ones |= ones >> 8;
  ones |= ones >> 16;
  return ones >> bits;
}

/* The first code from `code` on, upwards (direction 1) or downwards (-1), whose magnitude has at most `bits` bits. */
DEVICE i32 code_of_bits(i32 code, i32 direction, u32 bits) {
  const u32 magnitude = magnitude_of(code), beyond = bits_beyond(magnitude, bits);
  const u32 outwards = (code < 0) == (direction < 0) ? beyond : 0;
  const i32 held = (i32)((magnitude + outwards) & ~beyond);
  return code < 0 ? -held : held;
}

/* The first code from `code` on of `significant` bits, of which 0 stands for any. */
DEVICE i32 code_of_significant(i32 code, i32 direction, u32 significant) {
  return significant == 0 ? code : code_of_bits(code, direction, magnitude_bits(significant));
}

/* Whether a code lies where every whole number is a code. */
DEVICE int is_dense(i32 code, u32 significant) { return magnitude_of(code) <= (u32)1 << magnitude_bits(significant); }

/*
 * A real number, as a code, rounded to the nearest code of few significant bits, or to either one from the middle;
 * `whole` is the nearest whole number. That is it below `dense` = 2^bits; beyond, Veltkamp's splitting with `splitter`
 * = 2^(53 - bits) + 1 leaves so many bits. For any code `dense` is INFINITY.
 */
DEVICE double round_significant(double code, double whole, double dense, double splitter) {
  const double part = code * splitter, rough = part - (part - code);
  return fabs(code) < dense ? whole : rough;
}

#endif
