#include "model/format.h"

#include <math.h>

bool format_valid(struct format format) {
  return format.bits >= FORMAT_BITS_MIN && format.bits <= FORMAT_BITS_MAX && format.frac >= 0 &&
         format.frac <= FORMAT_FRAC_MAX;
}

int32_t format_min(struct format format) { return -(INT32_C(1) << (format.bits - 1)); }

int32_t format_max(struct format format) { return (INT32_C(1) << (format.bits - 1)) - 1; }

double format_value(struct format format, int32_t code) { return ldexp((double)code, -format.frac); }

int32_t format_code(struct format format, double value) {
  /* rint() rounds half to even in the default rounding mode, the only one lutdse uses. */
  double code = rint(ldexp(value, format.frac));
  if (code <= (double)format_min(format))
    return format_min(format);
  if (code >= (double)format_max(format))
    return format_max(format);
  return (int32_t)code;
}
