#include "hardware/stored.h"

#include "hardware/bits.h"
#include "hardware/slope_digits.h"
#include "model/significant.h"

static struct stored_form form_of(int bits, int significant) {
  if (significant == 0)
    return (struct stored_form){bits, 0, 0};
  const int exponents = significant_exponents((struct format){bits, 0}, significant);
  return (struct stored_form){significant, bits_of_count(exponents), exponents - 1};
}

struct stored_form stored_slope_form(const struct unit *unit) {
  if (unit->slope_digits == 0)
    return form_of(unit->slope_bits, unit->slope_significant);
  return (struct stored_form){unit->slope_digits * (2 + slope_shift_bits(unit->slope_bits)), 0, 0};
}

struct stored_form stored_intercept_form(const struct unit *unit) {
  return form_of(unit->intercept_bits, unit->prescaled ? 0 : unit->intercept_significant);
}

int stored_bits(struct stored_form form) { return form.number_bits + form.exponent_bits; }

static uint64_t word_of(struct stored_form form, int64_t number, int exponent) {
  const uint64_t low = bits_field(number, form.number_bits, 0);
  return form.exponent_bits == 0 ? low : low | bits_field(exponent, form.exponent_bits, form.number_bits);
}

static uint64_t dynamic_word(struct stored_form form, int bits, int significant, int32_t code) {
  const struct significant_parts parts = significant_split((struct format){bits, 0}, significant, code);
  return word_of(form, parts.number, parts.exponent);
}

uint64_t stored_slope(const struct unit *unit, int32_t code) {
  if (unit->slope_digits > 0)
    return slope_word(code, unit->slope_bits, unit->slope_digits);
  return dynamic_word(stored_slope_form(unit), unit->slope_bits, unit->slope_significant, code);
}

uint64_t stored_intercept(const struct unit *unit, int64_t code) {
  const struct stored_form form = stored_intercept_form(unit);
  if (form.exponent_bits == 0)
    return word_of(form, code, 0);
  return dynamic_word(form, unit->intercept_bits, unit->intercept_significant, (int32_t)code);
}
