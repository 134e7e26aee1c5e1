#include "model/significant.h"

#include <math.h>
#include <stdio.h>

#include "model/spec.h"

int significant_exponents(struct format format, int significant) {
  return significant == 0 ? 1 : 1 + format.bits - significant;
}

const char *significant_text(struct format format, int significant, char text[FORMAT_TEXT]) {
  if (significant == 0)
    (void)snprintf(text, FORMAT_TEXT, "Q(%d,%d)", format.bits, format.frac);
  else
    (void)snprintf(text, FORMAT_TEXT, "Q(%d,%d)x%d", significant, format.frac,
                   significant_exponents(format, significant));
  return text;
}

bool significant_valid(struct format format, int significant) {
  return significant == 0 || (significant >= FORMAT_BITS_MIN && significant < format.bits &&
                              significant_exponents(format, significant) <= EXPONENTS_MAX);
}

struct significant_parts significant_split(struct format format, int significant, int32_t code) {
  struct significant_parts parts = {code, 0};
  if (significant == 0)
    return parts;
  const int most = significant_exponents(format, significant) - 1;
  const int32_t half = INT32_C(1) << (significant - 1);
  while (parts.exponent < most && (parts.number < -half || parts.number >= half) && parts.number % 2 == 0) {
    parts.number /= 2;
    parts.exponent++;
  }
  return parts;
}

bool significant_holds(struct format format, int significant, int32_t code) {
  if (significant == 0)
    return code >= format_min(format) && code <= format_max(format);
  const struct format number = {significant, 0};
  const int32_t m = significant_split(format, significant, code).number;
  return m >= format_min(number) && m <= format_max(number);
}

int32_t significant_code(struct format format, int significant, double value) {
  if (significant == 0)
    return format_code(format, value);
  const struct format number = {significant, 0};
  const int most = significant_exponents(format, significant) - 1;
  const double code = ldexp(value, format.frac);
  /* The least exponent that holds it; beyond the last one it saturates. */
  int exponent = 0;
  while (exponent < most &&
         (rint(ldexp(code, -exponent)) < format_min(number) || rint(ldexp(code, -exponent)) > format_max(number)))
    exponent++;
  return format_code(number, ldexp(code, -exponent)) * (INT32_C(1) << exponent);
}
