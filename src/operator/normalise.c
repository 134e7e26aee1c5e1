#include "operator/normalise.h"

#include <math.h>

#include "operator/rounding.h"

static bool find_at(struct octaves *out, const struct spec *spec, double scale, int step) {
  int exponent;
  if (frexp(scale, &exponent) != 0.5)
    return false;
  for (int low = spec->in_bits - 1 - step; low >= 0; low--) {
    const double first = ldexp(scale, low), last = ldexp(scale, low + step) - scale;
    if (first >= spec->function->lo && last <= spec->function->hi) {
      *out = (struct octaves){.scale = scale, .scale_log2 = 1 - exponent, .low = low, .step = step};
      return true;
    }
  }
  return false;
}

bool octaves_find(struct octaves *out, const struct spec *spec, int step, struct error *err) {
  bool found = false;
  for (int s = 0; s < spec->scales.count; s++) {
    struct octaves at;
    if (find_at(&at, spec, spec->scales.scale[s], step) && (!found || at.scale < out->scale)) {
      *out = at;
      found = true;
    }
  }
  return found || error_set(err, ERROR_INPUT,
                            "the table of %s cannot serve an operator: at no scale that is a power of two are the "
                            "codes 2^k to 2^(k+%d)-1 of any k within its %d-bit inputs and its domain [%g, %g]; give "
                            "it a finer scale or a wider domain",
                            spec->function->name, step, spec->in_bits, spec->function->lo, spec->function->hi);
}

int octaves_frac(const struct octaves *octaves, int bits) {
  /* f of the first code is 2^(-log2 x / step); its place is that rounded down. */
  const int place = -(octaves->low - octaves->scale_log2);
  const int down = place >= 0 ? place / octaves->step : -((octaves->step - 1 - place) / octaves->step);
  return bits - 1 - down;
}

static int top_bit(uint64_t v) {
  int top = 0;
  while (v >>= 1)
    top++;
  return top;
}

struct normalised octaves_normalise(const struct octaves *octaves, uint64_t v) {
  const int step = octaves->step;
  /* v = code 2^shift and x = code 2^-scale_log2: shift and scale_log2 must sum up to a multiple of step. */
  int shift = top_bit(v) - octaves->low - (step - 1);
  if (step == 2 && ((shift + octaves->scale_log2) % 2) != 0)
    shift++;
  uint64_t code = shift_unsigned(v, shift);
  if (code >> (octaves->low + step) != 0) {
    code >>= step;
    shift += step;
  }
  return (struct normalised){(int32_t)code, (shift + octaves->scale_log2) / step};
}
