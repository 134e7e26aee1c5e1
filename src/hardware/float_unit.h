/*
 * A floating-point unit with the same structure, for comparison with published ones: comparators, one-hot select,
 * multiplier, adder; programmable, single cycle, one scale. Products and sums are rounded to nearest even; subnormal
 * numbers count as zero, overflow gives infinity, and infinities and NaN among the operands are not treated.
 */
#ifndef LUTDSE_HARDWARE_FLOAT_UNIT_H
#define LUTDSE_HARDWARE_FLOAT_UNIT_H

#include "hardware/elaborate.h"

struct float_unit {
  struct float_format format;
  int entries;
};

/* Bits of a number: sign, exponent, fraction. */
int float_bits(struct float_format format);

/* The number nearest to a value, as bits; values too small are zero. */
uint64_t float_code(struct float_format format, double value);

/* What a float unit holds, as real numbers: entries - 1 thresholds, entries slopes and intercepts. */
struct float_content {
  double threshold[ENTRIES_MAX - 1], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
};

/* As elaborate(): x is an input of float_bits() bits, y its output. */
bool elaborate_float(struct elaboration *out, const struct float_unit *unit, const struct float_content *content,
                     struct error *err);

#endif
