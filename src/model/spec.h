/*
 * What a table is asked to do: the function, the number formats, the scales and the size. One spec is one
 * point of a sweep's grid, less the engine and the hardware.
 */
#ifndef LUTDSE_MODEL_SPEC_H
#define LUTDSE_MODEL_SPEC_H

#include <stdint.h>

#include "model/format.h"
#include "model/function.h"
#include "model/weight.h"

enum {
  SCALE_MAX = 32,  /* scales in a set */
  ENTRIES_MIN = 2, /* entries of a table */
  ENTRIES_MAX = 64,
  IN_BITS_MIN = 4, /* width of an input code */
  IN_BITS_MAX = 16,
  OUT_BITS_MIN = 2, /* width of a requantised output */
  OUT_BITS_MAX = 32,
  CANDIDATES_MAX = 1 << 20 /* codes of the finest scale in the domain */
};

/* Scales of inputs and outputs: within these limits every intermediate of the exact evaluator fits its integers. */
#define SCALE_LEAST 0x1p-24
#define SCALE_MOST  0x1p24
#define SCALE_RANGE "2^-24 to 2^24"

/* One table serves every scale of its set; x = scale * q. */
struct scale_set {
  int count;               /* 1 ... SCALE_MAX */
  double scale[SCALE_MAX]; /* SCALE_LEAST ... SCALE_MOST, all different; in the order given by the user */
};

/* The finest (smallest) scale of the set: breakpoints are stored on its grid. */
double scale_set_finest(const struct scale_set *set);

/* What the unit does with codes outside the domain. */
enum tails {
  TAILS_FREE,      /* only domain codes count */
  TAILS_ASYMPTOTE, /* outermost entries pinned to the function's tails, where it has them */
  TAILS_CLAMP      /* the unit clamps the code to the domain first */
};

/* "free", "asymptote", "clamp"; tails_parse() returns -1 for anything else. */
const char *tails_name(enum tails tails);
int tails_parse(const char *name);

/* Optional output stage: round half to even to `bits` at `scale`, saturate. bits = 0: no such stage. */
struct output_stage {
  int bits; /* 0, or OUT_BITS_MIN ... OUT_BITS_MAX */
  double scale;
};

/* Where breakpoints may lie, in units of the finest scale. */
enum segments {
  SEGMENTS_FREE,
  SEGMENTS_UNIFORM, /* (first + t) 2^log2, t = 0, 1, ...: equal steps of a power of two */
  SEGMENTS_POWER2   /* -2^j for consecutive falling j >= 0, then perhaps 0, then 2^j for consecutive rising j >= 0 */
};

/* What the datapath asks of a table; all zero: nothing. */
struct restriction {
  enum segments segments;
  int slope_digits; /* 0: any slope; else slopes are sums of at most so many signed powers of two */
  /*
   * Half a table: the function has a symmetry (model/symmetry.h), entries are even in number, the breakpoint in the
   * middle is 0, and the entries below follow from those above it, which alone the other restrictions are about.
   */
  bool mirrored;
};

enum { SLOPE_DIGITS_MAX = 8, EXPONENTS_MAX = 16, RANGES_MAX = 16 };

/* "free", "uniform", "power2". */
const char *segments_name(enum segments segments);

/* Whether a table is mirrored, as sweeps say it: "none", "half". symmetry_parse() returns -1 for anything else. */
const char *symmetry_name(bool mirrored);
int symmetry_parse(const char *name);

struct spec {
  const struct function *function; /* not owned */
  const struct weight *weight;     /* how often x falls where; NULL: every code alike; not owned */
  int in_bits;
  struct scale_set scales;
  struct format slope, intercept;
  enum tails tails;
  struct output_stage output;
  int entries;
  struct restriction restriction;
  /*
   * Dynamic fixed point: each entry has exponents of its own. 0: any code of the format; else a code is a number of at
   * most so many bits, two's complement, times a power of two, so that a parameter is stored as these bits and one of
   * 1 + format.bits - significant exponents. From 2 to format.bits - 1 (model/significant.h).
   */
  int slope_significant, intercept_significant;
  /*
   * 0: the table serves the function's domain alone. From 2 to RANGES_MAX: so many ranges, of which all but the first
   * are reduced to the domain by shifting the input's code, or adding to it, and shifting the output (model/ranges.h).
   */
  int ranges;
};

/* An inclusive range of input codes; empty if first > last. */
struct code_range {
  int32_t first, last;
};

/*
 * The integers c of `limits` with lo <= scale * c <= hi, the product rounded to double; lo and hi may be infinite.
 * Limits within +-2^30.
 */
struct code_range codes_within(double lo, double hi, double scale, struct code_range limits);

/* Every input code: [-2^(in_bits-1), 2^(in_bits-1) - 1]. */
struct code_range spec_codes(const struct spec *spec);

/*
 * The codes counted at a scale: every q of spec_codes() with lo <= scale * q <= hi, the product rounded to double, and
 * those of the other ranges, if there are any (model/ranges.h). May be empty (a coarse input width at a fine scale may
 * miss the domain).
 */
struct code_range spec_domain_codes(const struct spec *spec, double scale);

/*
 * The candidate breakpoints: every integer c with lo <= finest * c <= hi, whatever in_bits. Breakpoint c
 * stands for x = finest * c.
 */
struct code_range spec_candidates(const struct spec *spec);

/*
 * Whether Bs = b / S * 2^F, F = max(F_k, F_b), is a whole number for every intercept code at every scale: none rounds
 * it.
 */
bool spec_intercepts_exact(const struct spec *spec);

/*
 * Check every field against its range. Fails with ERROR_INPUT and a message that names the field and the
 * range; also if no code of any scale is in the domain and has a weight, or if there are no candidates or over
 * CANDIDATES_MAX, or if no table has what the restriction asks for (model/restriction.h).
 */
bool spec_check(const struct spec *spec, struct error *err);

#endif
