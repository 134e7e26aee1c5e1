/* The numbers of a spec in a form that can be hashed. */
#ifndef LUTDSE_MODEL_SPEC_CONTENT_H
#define LUTDSE_MODEL_SPEC_CONTENT_H

#include "model/spec.h"

/* All of a spec but its function, weight and entries: without gaps, and what does not count is zero. */
struct spec_content {
  double out_scale;
  double scale[SCALE_MAX];
  int32_t in_bits, slope_bits, slope_frac, intercept_bits, intercept_frac, tails, out_bits, segments, digits, mirrored,
      scale_count, slope_significant, intercept_significant, ranges;
};

/* Specs of equal content, function and weight pose the same problem, but for their entries. */
struct spec_content spec_content(const struct spec *spec);

#endif
