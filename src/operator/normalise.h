/*
 * Wide integers on the narrow domain of a table of 1/x or 1/sqrt x. A value v > 0 becomes x 2^(step m), where x is a
 * code at the table's scale and step is 1 for 1/x and 2 for 1/sqrt x; then f(v) = f(x) 2^-m.
 */
#ifndef LUTDSE_OPERATOR_NORMALISE_H
#define LUTDSE_OPERATOR_NORMALISE_H

#include "model/spec.h"

/* The codes that values are brought to: 2^low ... 2^(low + step) - 1, all of them in the table's domain. */
struct octaves {
  double scale; /* 2^-scale_log2 */
  int scale_log2;
  int low;
  int step; /* octaves: 1 or 2 */
};

/*
 * The largest such codes at the finest scale of the spec's set that is a power of two and has any. Fails with
 * ERROR_INPUT if none has.
 */
bool octaves_find(struct octaves *out, const struct spec *spec, int step, struct error *err);

/*
 * The fraction bits with which f(x), 2^-bits ... 1 times f of the first code, fills `bits` bits unsigned: the first of
 * these is the first that can be set.
 */
int octaves_frac(const struct octaves *octaves, int bits);

struct normalised {
  int32_t code;
  int exponent; /* m */
};

/* v > 0, rounded half to even to a code; what rounds up to the next octaves is their first code. */
struct normalised octaves_normalise(const struct octaves *octaves, uint64_t v);

#endif
