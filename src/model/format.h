/*
 * Signed fixed-point formats Q(bits, frac): `bits` bits in all, two's complement, `frac` of them fraction.
 * A code c stands for the real number c * 2^-frac; the format saturates.
 */
#ifndef LUTDSE_MODEL_FORMAT_H
#define LUTDSE_MODEL_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

struct format {
  int bits; /* FORMAT_BITS_MIN ... FORMAT_BITS_MAX */
  int frac; /* 0 ... FORMAT_FRAC_MAX; may exceed `bits` */
};

enum { FORMAT_BITS_MIN = 2, FORMAT_BITS_MAX = 24, FORMAT_FRAC_MAX = 24 };

/* Whether both fields are within their ranges. */
bool format_valid(struct format format);

/* Smallest and largest code: -2^(bits-1) and 2^(bits-1) - 1. */
int32_t format_min(struct format format);
int32_t format_max(struct format format);

/* The real number of a code: code * 2^-frac, exact. */
double format_value(struct format format, int32_t code);

/* The code nearest to a finite real number, half to even, saturated. */
int32_t format_code(struct format format, double value);

#endif
