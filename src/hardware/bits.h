/* Widths and fields of bits. Internal to src/hardware/ and src/rtl/. */
#ifndef LUTDSE_HARDWARE_BITS_H
#define LUTDSE_HARDWARE_BITS_H

#include <stdint.h>

/* ceil(log2(count)): the bits of a number from 0 to count-1. */
static inline int bits_of_count(int count) {
  int bits = 0;
  while (INT64_C(1) << bits < count)
    bits++;
  return bits;
}

static inline int bits_max(int a, int b) { return a > b ? a : b; }

static inline int bits_limit(int value, int least, int most) {
  return value < least ? least : value > most ? most : value;
}

/* The low `bits` (1 ... 63) bits of a number, at a position (the field must end below bit 64). */
static inline uint64_t bits_field(int64_t value, int bits, int position) {
  return ((uint64_t)value & ((UINT64_C(1) << bits) - 1)) << position;
}

#endif
