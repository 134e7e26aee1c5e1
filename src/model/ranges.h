/*
 * Wide inputs on a narrow table. Some functions repeat themselves: 1/x and 1/sqrt x when x is multiplied by a power of
 * two, e^x when a constant is added. A unit with several ranges finds the one that holds the code, shifts the code down
 * (or adds to it) until it is in the table's domain, and shifts what the table puts out. GQA-LUT calls that multi-range
 * input scaling.
 *
 * Range 0 is the domain [lo, hi] itself. Range r > 0 reaches one step further out:
 *   div, rsqrt, sqrt   f(2^t x) = 2^g f(x), t = 1, 2, 2 and g = -1, -1, 1. Range r holds the codes with
 *                      2^(t (r-1)) hi < S q <= 2^(t r) hi, the product and the limits being doubles. The table sees
 *                      q / 2^(t r), rounded half to even.
 *   exp, exp2          f(x - d) = f(x) / 2, d = ln 2 or 1, so g = -1. At scale S, D_r = round_half_even(r d / S) codes
 *                      stand for r d, the product and the quotient being doubles. With c the least integer of which
 *                      lo <= S c, range r holds the codes with c - D_r <= q < c - D_(r-1), and none where these are
 *                      equal. The table sees q + D_r.
 * In either case the output is multiplied by 2^(g r): y = 2^(g r) S 2^-F ((K q' << (F - F_k)) + Bs), q' being what the
 * table sees.
 *
 * A unit reduces every code. What lies beyond the last range is reduced like that; what lies on the other side of the
 * domain, where there are no ranges, is in range 0, whose codes the table sees as they are. So a unit of R ranges has
 * R - 1 comparators (range_plan). At the ends of the domain q' may lie outside of it by less than one code, by
 * rounding: the outermost entry serves it, as it would any code, and nothing is clipped. With tails `clamp` codes are
 * clamped first, to the domain over all ranges.
 *
 * The exact output of a unit has one binary point for all ranges: it is a whole number of S 2^-(F + G), where G =
 * range_output_bits(), and a range's sum is shifted left by G + g r >= 0 to get there (model/datapath.h).
 *
 * Codes counted are those of all ranges, at scales that have codes in the domain itself: where steps are so coarse (or
 * input codes so few) that no code lies in [lo, hi], no code of any range counts either. Breakpoints stay in the
 * domain.
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

/* One range at a scale. */
struct range {
  struct code_range codes; /* what it reduces; empty where a coarse scale leaves it none */
  int input_shift;         /* t r: codes are divided by 2 to this, rounded half to even; 0 where they are added to */
  int32_t offset;          /* D_r: what is added to codes; 0 where they are shifted */
  int output_shift;        /* g r: the output is multiplied by 2 to this */
};

/*
 * All ranges of a spec at a scale; every code of spec_codes() is in exactly one. Range 0 comes first: where codes are
 * shifted the ranges ascend, where they are added to they descend.
 */
struct range_plan {
  int count; /* 1 without ranges */
  struct range range[RANGES_MAX];
};

/* This and what follows: for a spec without ranges, or with 2 to RANGES_MAX of a function that has a rule. */
void range_plan_at(struct range_plan *plan, const struct spec *spec, double scale);

/* What a unit with ranges makes of a code at a scale. */
struct ranged_code {
  int range; /* 0 ... spec->ranges - 1 */
  int32_t q; /* the code that the table sees */
  int shift; /* its output is multiplied by 2^shift */
};

/* The code that the table sees of a code of that range. */
int32_t range_code(const struct range *range, int32_t q);

/* For any code of spec_codes(). */
struct ranged_code range_plan_reduce(const struct range_plan *plan, int32_t q);

/* The same for a single code. Without ranges: range 0 and the code itself. */
struct ranged_code range_reduce(const struct spec *spec, double scale, int32_t q);

/* G: by how many bits outputs are shifted right at most; 0 without ranges, and where they are shifted left. */
int range_output_bits(const struct spec *spec);

/* The codes that count of all ranges, given those in [lo, hi]: see above. Both empty, or neither. */
struct code_range range_domain_codes(const struct spec *spec, double scale, struct code_range within);

/* The domain over all ranges as real numbers: [lo, hi] widened on the side where the ranges are, whatever in_bits. */
struct range_domain {
  double lo, hi;
};

struct range_domain range_domain_at(const struct spec *spec, double scale);

/*
 * Check spec->ranges, all other fields being right. Fails with ERROR_INPUT: a number there is not; a function without a
 * rule; half a table; a domain that is negative, or so narrow that a reduced code does not fall into it (hi < 2^t lo,
 * or hi - lo < d); codes so few that a reduced one is no input code.
 */
bool range_check(const struct spec *spec, struct error *err);

#endif
