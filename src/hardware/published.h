/*
 * Units whose area and power a publication states (GQA-LUT, DAC 2024: TSMC 28 nm, 500 MHz), and others of their kind,
 * as plain units: programmable registers that are always clocked, one-hot select, one cycle.
 */
#ifndef LUTDSE_HARDWARE_PUBLISHED_H
#define LUTDSE_HARDWARE_PUBLISHED_H

#include "hardware/cost.h"

enum arithmetic {
  ARITHMETIC_INTEGER, /* the whole product; rounded and saturated at the output */
  ARITHMETIC_MODULO,  /* the low bits of product and sum, as of C's int */
  ARITHMETIC_FLOAT
};

struct published_unit {
  const char *name; /* "INT8" */
  enum arithmetic arithmetic;
  int bits; /* of every word */
  int entries;
  double area_um2, power_mw; /* NaN: not published */
};

enum { PUBLISHED_UNITS = 10, PUBLISHED_COMPARISONS = 4 };

/* By index, 0 ... PUBLISHED_UNITS - 1; the profile paper28 is calibrated on number 0. */
const struct published_unit *published_unit(int index);

/* The clock at which power is published. */
double published_clock_mhz(void);

/* Two units that the publication compares. */
struct published_comparison {
  const char *name;
  int of, with; /* units */
  bool saved;   /* what is told is 1 - of / with, else of / with */
};

const struct published_comparison *published_comparison(int index);

/* What a comparison tells of two figures. */
double published_compare(const struct published_comparison *comparison, double of, double with);

/* Cost of the unit by blocks. Fails with ERROR_INTERNAL if memory runs out. */
bool published_cost(const struct published_unit *unit, double flip_flop_ge, struct unit_cost *out, struct error *err);

#endif
