#include "model/restriction.h"

#include <math.h>

#include "model/digits.h"
#include "model/mirror.h"
#include "model/segments.h"
#include "model/significant.h"
#include "model/symmetry.h"

int restriction_stored_entries(const struct spec *spec) {
  return spec->restriction.mirrored ? spec->entries / 2 : spec->entries;
}

struct code_range restriction_candidates(const struct spec *spec) {
  struct code_range candidates = spec_candidates(spec);
  if (spec->restriction.mirrored && candidates.first < 1)
    candidates.first = 1;
  return candidates;
}

static bool check_mirrored(const struct spec *spec, struct error *err) {
  const char *name = spec->function->name;
  struct mirror mirror;
  if (!mirror_create(&mirror, spec))
    return error_set(err, ERROR_INPUT,
                     "symmetry: %s on [%g, %g] has none about 0, so half a table does not do; use the whole table",
                     name, spec->function->lo, spec->function->hi);
  if (spec->entries < 2 * ENTRIES_MIN || spec->entries % 2 != 0)
    return error_set(err, ERROR_INPUT, "entries: %d; a mirrored table has an even number of at least %d entries",
                     spec->entries, 2 * ENTRIES_MIN);
  if (mirror.symmetry.intercept != 0 && !spec_intercepts_exact(spec))
    return error_set(
        err, ERROR_INPUT,
        "symmetry: half a table of %s needs scales that are powers of two and do not round intercepts; use "
        "the whole table",
        name);
  if (mirror.slope.first > mirror.slope.last)
    return error_set(
        err, ERROR_INPUT,
        "slope: no code of Q(%d, %d) has a mirror image for half a table of %s; choose fewer fraction bits",
        spec->slope.bits, spec->slope.frac, name);
  if (mirror.intercept.first > mirror.intercept.last)
    return error_set(
        err, ERROR_INPUT,
        "intercept: no code of Q(%d, %d) has a mirror image for half a table of %s; choose fewer fraction bits",
        spec->intercept.bits, spec->intercept.frac, name);
  if (restriction_candidates(spec).last < 1)
    return error_set(err, ERROR_INPUT, "scales: half a table of %s needs a multiple of the finest scale in (0, %g]",
                     name, spec->function->hi);
  return true;
}

static bool check_segments(const struct spec *spec, struct error *err) {
  const enum segments kind = spec->restriction.segments;
  const double finest = scale_set_finest(&spec->scales);
  for (int s = 0; s < spec->scales.count; s++) {
    int exponent = 0;
    if (frexp(spec->scales.scale[s] / finest, &exponent) != 0.5)
      return error_set(err, ERROR_INPUT,
                       "segments: %s ones need scales that are powers of two apart, but %g / %g is none; choose such "
                       "scales or free segments",
                       segments_name(kind), spec->scales.scale[s], finest);
  }
  const int stored = restriction_stored_entries(spec), most = segments_most(kind, restriction_candidates(spec)) + 1;
  if (stored <= most)
    return true;
  return error_set(err, ERROR_INPUT, "entries: %d; the domain [%g, %g] of %s at scale %g has room for %d %s segments",
                   spec->entries, spec->function->lo, spec->function->hi, spec->function->name, finest,
                   spec->restriction.mirrored ? 2 * most : most, segments_name(kind));
}

static bool check_significant(const char *what, struct format format, int significant, struct error *err) {
  if (significant_valid(format, significant))
    return true;
  const int most = format.bits - 1, least = format.bits + 1 - EXPONENTS_MAX;
  if (most < FORMAT_BITS_MIN)
    return error_set(err, ERROR_INPUT, "%s: %d significant bits of Q(%d, %d); allowed: 0 (any code)", what, significant,
                     format.bits, format.frac);
  return error_set(err, ERROR_INPUT,
                   "%s: %d significant bits of Q(%d, %d); allowed: 0 (any code), or %d to %d, for at most %d exponents",
                   what, significant, format.bits, format.frac, least > FORMAT_BITS_MIN ? least : FORMAT_BITS_MIN, most,
                   EXPONENTS_MAX);
}

/* The image 1 - code of a code of few significant bits may have more of them. */
static bool check_images(const struct spec *spec, struct error *err) {
  struct symmetry symmetry;
  if (!function_symmetry(spec->function, &symmetry))
    return true; /* check_mirrored() says so */
  const bool slope = spec->slope_significant != 0 && symmetry.slope != 0;
  const bool intercept = spec->intercept_significant != 0 && symmetry.intercept != 0;
  if (!slope && !intercept)
    return true;
  const char *what = slope ? "slope" : "intercept";
  return error_set(
      err, ERROR_INPUT,
      "%s: half a table of %s has mirror images 1 - %s, which dynamic fixed point does not hold; use plain "
      "fixed point (exponents: 1) or the whole table",
      what, spec->function->name, what);
}

static bool check_dynamic(const struct spec *spec, struct error *err) {
  if (!check_significant("slope", spec->slope, spec->slope_significant, err) ||
      !check_significant("intercept", spec->intercept, spec->intercept_significant, err))
    return false;
  if (spec->slope_significant != 0 && spec->restriction.slope_digits != 0)
    return error_set(err, ERROR_INPUT,
                     "slope: dynamic fixed point, and slopes of at most %d signed digits; choose one of the two",
                     spec->restriction.slope_digits);
  return !spec->restriction.mirrored || check_images(spec, err);
}

bool restriction_check(const struct spec *spec, struct error *err) {
  const struct restriction *restriction = &spec->restriction;
  if ((int)restriction->segments < SEGMENTS_FREE || restriction->segments > SEGMENTS_POWER2)
    return error_set(err, ERROR_INPUT, "segments: %d is no policy", (int)restriction->segments);
  if (restriction->slope_digits < 0 || restriction->slope_digits > SLOPE_DIGITS_MAX)
    return error_set(err, ERROR_INPUT, "slope digits: %d; allowed: 0 (any slope) to %d", restriction->slope_digits,
                     SLOPE_DIGITS_MAX);
  return check_dynamic(spec, err) && (!restriction->mirrored || check_mirrored(spec, err)) &&
         (restriction->segments == SEGMENTS_FREE || check_segments(spec, err));
}

static bool check_digits(const struct design *design, int first, int digits, struct error *err) {
  for (int i = first; i < design->entries; i++)
    if (code_digit_count(design->slope[i]) > digits)
      return error_set(err, ERROR_INPUT, "slopes[%d]: code %d has %d signed digits; allowed: %d", i,
                       (int)design->slope[i], code_digit_count(design->slope[i]), digits);
  return true;
}

bool restriction_check_design(const struct spec *spec, const struct design *design, struct error *err) {
  const struct restriction *restriction = &spec->restriction;
  const int stored = restriction_stored_entries(spec), first = design->entries - stored;
  struct mirror mirror;
  if (restriction->mirrored) {
    if (!mirror_create(&mirror, spec))
      return error_set(err, ERROR_INPUT, "symmetry: %s has none about 0", spec->function->name);
    if (!mirror_check(&mirror, design, err))
      return false;
  }
  if (restriction->slope_digits != 0 && !check_digits(design, first, restriction->slope_digits, err))
    return false;
  const bool above = !restriction->mirrored || stored < 2 || design->breakpoint[first] > 0;
  if (restriction->segments != SEGMENTS_FREE &&
      !(above && segments_hold(restriction->segments, design->breakpoint + first, stored - 1)))
    return error_set(err, ERROR_INPUT, "breakpoints: they bound no %s segments", segments_name(restriction->segments));
  return true;
}
