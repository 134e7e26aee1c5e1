/*
 * Wide inputs on a narrow table. Some functions repeat themselves: 1/x and 1/sqrt x when x is multiplied by a power of
 * two, e^x when a constant is added. A unit with several ranges finds the one that holds the code, shifts the code down
 * (or adds to it) until it is in the table's domain, and shifts what the table puts out. GQA-LUT calls that multi-range
 * input scaling.
 *
 * Range 0 is the domain [lo, hi] itself. Range r > 0 reaches one step further out:
 *   div, rsqrt, sqrt   f(2^t x) = 2^g f(x), t = 1, 2, 2 and g = -1, -1, 1. A code of range r is shifted right by t r,
 *                      rounded half to even, and the output is multiplied by 2^(g r). Range r holds the codes with
 *                      2^(t (r-1)) hi < x <= 2^(t r) hi.
 *   exp, exp2          f(x - d) = f(x) / 2, d = ln 2 or 1. At scale S, D = round_half_even(d / S) codes, at least 1,
 * stand for d; a code of range r is added D r, and the output is multiplied by 2^-r. Range r holds the codes q with lo
 * <= S (q + D r) and S (q + D (r-1)) < lo. The last range is as wide as the others: codes beyond it are outside the
 * domain, as codes outside [lo, hi] are of a table without ranges.
 */
#ifndef LUTDSE_MODEL_RANGES_H
#define LUTDSE_MODEL_RANGES_H

#include "model/spec.h"

/* How a function repeats itself. */
struct range_rule {
  bool present;
  int input_shift;  /* t; 0: codes are added to */
  int output_shift; /* g */
  double distance;  /* d; 0: codes are shifted */
};

/* By the function's formula, so that a renamed function or another domain keeps its rule. */
struct range_rule range_rule_of(const struct function *function);

/* What a unit with ranges makes of a code at a scale. */
struct ranged_code {
  int range; /* 0 ... spec->ranges - 1 */
  int32_t q; /* the code that the table sees */
  int shift; /* its output is multiplied by 2^shift */
};

/* For any code of spec_codes(). Without ranges, or outside all of them: range 0 and the code itself. */
struct ranged_code range_reduce(const struct spec *spec, double scale, int32_t q);

/* The domain over all ranges as real numbers: [lo, hi] widened on the side where the ranges are. */
struct range_domain {
  double lo, hi;
};

struct range_domain range_domain_at(const struct spec *spec, double scale);

#endif
