#include "model/spec_content.h"

#include <string.h>

_Static_assert(sizeof(struct spec_content) == (1 + SCALE_MAX) * sizeof(double) + 14 * sizeof(int32_t),
               "a gap would be hashed");

struct spec_content spec_content(const struct spec *spec) {
  struct spec_content content = {.out_scale = spec->output.bits == 0 ? 0 : spec->output.scale,
                                 .in_bits = spec->in_bits,
                                 .slope_bits = spec->slope.bits,
                                 .slope_frac = spec->slope.frac,
                                 .intercept_bits = spec->intercept.bits,
                                 .intercept_frac = spec->intercept.frac,
                                 .tails = (int32_t)spec->tails,
                                 .out_bits = spec->output.bits,
                                 .segments = (int32_t)spec->restriction.segments,
                                 .digits = spec->restriction.slope_digits,
                                 .mirrored = spec->restriction.mirrored,
                                 .scale_count = spec->scales.count,
                                 .slope_significant = spec->slope_significant,
                                 .intercept_significant = spec->intercept_significant,
                                 .ranges = spec->ranges};
  memcpy(content.scale, spec->scales.scale, (size_t)spec->scales.count * sizeof content.scale[0]);
  return content;
}
