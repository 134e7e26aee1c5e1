#include "hardware/plain.h"

#include <math.h>
#include <string.h>

enum { SCALES = 7 };

static const double domain = 4;

struct unit unit_plain(int bits, int entries, const struct hardware *hardware) {
  struct unit unit = {.storage = hardware->storage,
                      .selector = hardware->selector,
                      .pipeline = hardware->pipeline,
                      .entries = entries,
                      .x_bits = bits,
                      .threshold_bits = bits,
                      .slope_bits = bits,
                      .intercept_bits = bits,
                      .scale_count = SCALES,
                      .scale_bits = 3,
                      .frac = bits - 2,
                      .requantised = true,
                      .y_bits = bits};
  for (int s = 0; s < SCALES; s++) {
    unit.intercept_shift[s] = s;
    unit.coarseness[s] = SCALES - 1 - s;
    unit.output_shift[s] = unit.frac;
  }
  unit.sum_bits = unit_sum_bits(&unit);
  return unit;
}

struct unit unit_plain_modulo(int bits, int entries, const struct hardware *hardware) {
  struct unit unit = unit_plain(bits, entries, hardware);
  unit.sum_bits = bits;
  unit.requantised = false;
  return unit;
}

void float_plain_content(struct float_content *out, const struct float_unit *unit) {
  const struct function *gelu = function_find("gelu");
  memset(out, 0, sizeof *out);
  for (int i = 0; i < unit->entries; i++) {
    const double from = domain * (2.0 * i / unit->entries - 1), to = domain * (2.0 * (i + 1) / unit->entries - 1);
    const double f = function_value(gelu, from), g = function_value(gelu, to);
    out->slope[i] = (g - f) / (to - from);
    out->intercept[i] = f - out->slope[i] * from;
    if (i < unit->entries - 1)
      out->threshold[i] = to;
  }
}

static int64_t saturated(double value, int bits) {
  const double limit = ldexp(1, bits - 1);
  return (int64_t)fmin(fmax(rint(value), -limit), limit - 1);
}

void unit_plain_content(struct unit_content *out, const struct unit *unit) {
  const struct float_unit shape = {.entries = unit->entries};
  struct float_content real;
  float_plain_content(&real, &shape);
  memset(out, 0, sizeof *out);
  for (int i = 0; i < unit->entries; i++) {
    out->slope[i] = (int32_t)saturated(ldexp(real.slope[i], unit->frac), unit->slope_bits);
    for (int s = 0; s < unit->scale_count; s++) {
      out->intercept[s][i] = saturated(ldexp(real.intercept[i], unit->frac), unit->intercept_bits);
      if (i < unit->entries - 1)
        out->threshold[s][i] = (int32_t)saturated(ldexp(real.threshold[i], s), unit->x_bits);
    }
  }
}
