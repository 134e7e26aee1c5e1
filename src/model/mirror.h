/*
 * Half a table: the entries above 0, from which those below follow by the function's symmetry. The stored half serves
 * magnitudes u = |x|; with its output t(u) the unit puts out t(x) for x > 0 and sign t(-x) + slope x + intercept for
 * x <= 0, which is what a table of twice its entries puts out.
 */
#ifndef LUTDSE_MODEL_MIRROR_H
#define LUTDSE_MODEL_MIRROR_H

#include "model/design.h"
#include "model/symmetry.h"

struct mirror {
  struct symmetry symmetry;
  int32_t slope_one, intercept_one;   /* the codes of the symmetry's slope and intercept */
  struct code_range slope, intercept; /* stored codes whose mirror images fit their formats; may be empty */
};

/* The mirror of a spec whose table is half a table. False if its function has no symmetry. */
bool mirror_create(struct mirror *out, const struct spec *spec);

/* What a code of the stored half becomes below 0, and back. */
static inline int32_t mirror_slope(const struct mirror *mirror, int32_t code) {
  return mirror->slope_one - mirror->symmetry.sign * code;
}
static inline int32_t mirror_intercept(const struct mirror *mirror, int32_t code) {
  return mirror->intercept_one + mirror->symmetry.sign * code;
}

/* What the stored half should put out at |x| so that the unit puts out y at x <= 0. */
static inline double mirror_target(const struct mirror *mirror, double x, double y) {
  const struct symmetry *symmetry = &mirror->symmetry;
  return symmetry->sign * ((y - symmetry->slope * x) - symmetry->intercept);
}

/* Turn a table of the upper entries, of at most ENTRIES_MAX / 2, into the whole one, in place. */
void mirror_expand(const struct mirror *mirror, struct design *design);

/* Whether a design's entries below 0 are the mirror images of those above; ERROR_INPUT says which are not. */
bool mirror_check(const struct mirror *mirror, const struct design *design, struct error *err);

#endif
