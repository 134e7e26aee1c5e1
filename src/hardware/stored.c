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

/* A code of `bits` bits. Those without exponents may be wider than any format. */
static uint64_t word_of(struct stored_form form, int bits, int64_t code) {
  if (form.exponent_bits == 0)
    return bits_field(code, form.number_bits, 0);
  const struct significant_parts parts = significant_split((struct format){bits, 0}, form.number_bits, (int32_t)code);
  return bits_field(parts.number, form.number_bits, 0) |
         bits_field(parts.exponent, form.exponent_bits, form.number_bits);
}

uint64_t stored_slope(const struct unit *unit, int32_t code) {
  return unit->slope_digits > 0 ? slope_word(code, unit->slope_bits, unit->slope_digits)
                                : word_of(stored_slope_form(unit), unit->slope_bits, code);
}

uint64_t stored_intercept(const struct unit *unit, int64_t code) {
  return word_of(stored_intercept_form(unit), unit->intercept_bits, code);
}
