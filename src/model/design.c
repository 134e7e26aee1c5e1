#include "model/design.h"

#include <math.h>

#include "model/restriction.h"
#include "model/significant.h"

int32_t design_threshold(const struct spec *spec, int32_t breakpoint, double scale) {
  const struct code_range codes = spec_codes(spec);
  const double p = (double)breakpoint * scale_set_finest(&spec->scales);
  return (int32_t)fmin(fmax(rint(p / scale), (double)codes.first), (double)codes.last);
}

int design_entry(const int32_t *threshold, int entries, int32_t q) {
  int i = 0;
  while (i < entries - 1 && q > threshold[i])
    i++;
  return i;
}

static bool check_codes(const char *what, const int32_t *code, int count, struct format format, int significant,
                        struct error *err) {
  for (int i = 0; i < count; i++) {
    if (code[i] < format_min(format) || code[i] > format_max(format))
      return error_set(err, ERROR_INPUT, "%s[%d]: code %d does not fit Q(%d, %d)", what, i, (int)code[i], format.bits,
                       format.frac);
    if (!significant_holds(format, significant, code[i]))
      return error_set(err, ERROR_INPUT, "%s[%d]: code %d has more than %d significant bits", what, i, (int)code[i],
                       significant);
  }
  return true;
}

bool design_check(const struct design *design, const struct spec *spec, struct error *err) {
  if (design->entries != spec->entries)
    return error_set(err, ERROR_INPUT, "entries: the design has %d, its spec %d", design->entries, spec->entries);
  for (int i = 1; i < design->entries - 1; i++)
    if (design->breakpoint[i] < design->breakpoint[i - 1])
      return error_set(err, ERROR_INPUT, "breakpoints[%d]: smaller than the one before", i);
  /* Codes far beyond any domain would overflow a later product. */
  for (int i = 0; i < design->entries - 1; i++)
    if (design->breakpoint[i] < -(INT32_C(1) << 30) || design->breakpoint[i] > INT32_C(1) << 30)
      return error_set(err, ERROR_INPUT, "breakpoints[%d]: code %d is out of range", i, (int)design->breakpoint[i]);
  return check_codes("slopes", design->slope, design->entries, spec->slope, spec->slope_significant, err) &&
         check_codes("intercepts", design->intercept, design->entries, spec->intercept, spec->intercept_significant,
                     err) &&
         restriction_check_design(spec, design, err);
}
