#include "model/mirror.h"

/* The codes of a format whose images one - sign * code, sign being 1 or -1, fit it as well. */
static struct code_range codes_with_image(struct format format, int32_t one, int sign) {
  const int32_t min = format_min(format), max = format_max(format);
  const int32_t low = sign > 0 ? one - max : min - one, high = sign > 0 ? one - min : max - one;
  return (struct code_range){low > min ? low : min, high < max ? high : max};
}

static int32_t one_of(struct format format, int whole) { return whole * (INT32_C(1) << format.frac); }

bool mirror_create(struct mirror *out, const struct spec *spec) {
  if (!function_symmetry(spec->function, &out->symmetry))
    return false;
  out->slope_one = one_of(spec->slope, out->symmetry.slope);
  out->intercept_one = one_of(spec->intercept, out->symmetry.intercept);
  out->slope = codes_with_image(spec->slope, out->slope_one, out->symmetry.sign);
  out->intercept = codes_with_image(spec->intercept, out->intercept_one, -out->symmetry.sign);
  return true;
}

static int32_t code_within(int32_t code, struct code_range range) {
  return code < range.first ? range.first : code > range.last ? range.last : code;
}

void mirror_expand(const struct mirror *mirror, struct design *design) {
  const int half = design->entries;
  for (int i = half - 1; i >= 0; i--) {
    /* Entries without codes are zero, which may have no image. The codes nearest to it are powers of two. */
    design->slope[half + i] = code_within(design->slope[i], mirror->slope);
    design->intercept[half + i] = code_within(design->intercept[i], mirror->intercept);
  }
  for (int i = half - 2; i >= 0; i--)
    design->breakpoint[half + i] = design->breakpoint[i];
  design->breakpoint[half - 1] = 0;
  for (int i = 0; i < half; i++) {
    design->slope[half - 1 - i] = mirror_slope(mirror, design->slope[half + i]);
    design->intercept[half - 1 - i] = mirror_intercept(mirror, design->intercept[half + i]);
  }
  for (int i = 0; i < half - 1; i++)
    design->breakpoint[half - 2 - i] = -design->breakpoint[half + i];
  design->entries = 2 * half;
}

bool mirror_check(const struct mirror *mirror, const struct design *design, struct error *err) {
  const int half = design->entries / 2;
  if (half < 1 || design->entries != 2 * half || design->breakpoint[half - 1] != 0)
    return error_set(err, ERROR_INPUT,
                     "breakpoints: a mirrored table has an even number of entries and 0 in the middle");
  for (int i = 0; i < half - 1; i++)
    if (design->breakpoint[half - 2 - i] != -design->breakpoint[half + i])
      return error_set(err, ERROR_INPUT, "breakpoints[%d]: %d is not the mirror image of breakpoints[%d], %d", half + i,
                       (int)design->breakpoint[half + i], half - 2 - i, (int)design->breakpoint[half - 2 - i]);
  for (int i = 0; i < half; i++)
    if (design->slope[half - 1 - i] != mirror_slope(mirror, design->slope[half + i]) ||
        design->intercept[half - 1 - i] != mirror_intercept(mirror, design->intercept[half + i]))
      return error_set(err, ERROR_INPUT, "entry %d is not the mirror image of entry %d, as a mirrored table asks for",
                       half - 1 - i, half + i);
  return true;
}
