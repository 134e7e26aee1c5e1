#include "hardware/random_unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hardware/slope_digits.h"

static struct scale_set draw_scales(struct random_stream *stream, bool powers) {
  struct scale_set set = {.count = random_between(stream, 1, 5)};
  const int first = random_between(stream, -2, 3);
  for (int s = 0; s < set.count; s++)
    set.scale[s] = powers ? ldexp(1, -first - s) : 0.3 / (s + 1);
  if (set.count > 2 && random_between(stream, 0, 1) == 0) { /* not in the order of their sizes */
    const double swapped = set.scale[0];
    set.scale[0] = set.scale[1];
    set.scale[1] = swapped;
  }
  return set;
}

static void draw_spec(struct spec *spec, struct hardware *hardware, struct random_stream *stream) {
  static const char *const symmetric[] = {"gelu", "tanh", "sigmoid", "silu", "erf"};
  hardware->storage = (enum storage)random_between(stream, 0, STORAGES - 1);
  hardware->selector = (enum selector)random_between(stream, 0, SELECTORS - 1);
  hardware->pipeline = random_between(stream, 0, PIPELINE_MAX);
  (void)technology_builtin(0, &hardware->technology);
  struct restriction restriction = {.slope_digits = random_between(stream, 0, 1) * random_between(stream, 1, 4),
                                    .mirrored = random_between(stream, 0, 3) == 0};
  restriction.segments = hardware->selector == SELECT_UNIFORM  ? SEGMENTS_UNIFORM
                         : hardware->selector == SELECT_POWER2 ? SEGMENTS_POWER2
                                                               : SEGMENTS_FREE;
  const bool powers =
      restriction.mirrored || restriction.segments != SEGMENTS_FREE || random_between(stream, 0, 3) != 0;
  const bool large = restriction.segments != SEGMENTS_POWER2 && random_between(stream, 0, 5) == 0;
  const int entries = large ? random_between(stream, 17, 32) : random_between(stream, 2, 9);
  *spec = (struct spec){.function = function_find(symmetric[random_between(stream, 0, 4)]),
                        .in_bits = random_between(stream, 4, 9),
                        .scales = draw_scales(stream, powers),
                        .slope = {random_between(stream, 2, 10), random_between(stream, 0, 10)},
                        .intercept = {random_between(stream, 2, 10), random_between(stream, 0, 10)},
                        .tails = random_between(stream, 0, 3) == 0 ? TAILS_CLAMP : TAILS_FREE,
                        .entries = restriction.mirrored ? 2 * entries : entries,
                        .restriction = restriction};
  if (powers && random_between(stream, 0, 1) == 0)
    spec->output = (struct output_stage){random_between(stream, 2, 12), ldexp(1, random_between(stream, -8, 2))};
}

static void sort(int32_t *code, int count) {
  for (int i = 1; i < count; i++)
    for (int j = i; j > 0 && code[j] < code[j - 1]; j--) {
      const int32_t swapped = code[j];
      code[j] = code[j - 1];
      code[j - 1] = swapped;
    }
}

static void draw_power2(int32_t *breakpoint, int count, bool positive, struct random_stream *stream) {
  int below = positive ? 0 : random_between(stream, 0, count);
  int zero = !positive && below < count && random_between(stream, 0, 1) == 0;
  int above = count - below - zero;
  const int least_below = random_between(stream, 0, 3), least_above = random_between(stream, 0, 3);
  int at = 0;
  for (int i = below - 1; i >= 0; i--)
    breakpoint[at++] = -(INT32_C(1) << (least_below + i));
  if (zero)
    breakpoint[at++] = 0;
  for (int i = 0; i < above; i++)
    breakpoint[at++] = INT32_C(1) << (least_above + i);
}

/* Breakpoints as the restriction has them; of a mirrored table the upper half, all over 0. */
static void draw_breakpoints(int32_t *breakpoint, int count, const struct spec *spec, struct random_stream *stream) {
  const bool positive = spec->restriction.mirrored;
  const int32_t most = INT32_C(1) << (spec->in_bits + 1);
  if (spec->restriction.segments == SEGMENTS_UNIFORM) {
    const int log2 = random_between(stream, 0, 6), first = random_between(stream, positive ? 1 : -count - 2, 4);
    for (int t = 0; t < count; t++)
      breakpoint[t] = (first + t) * (INT32_C(1) << log2);
  } else if (spec->restriction.segments == SEGMENTS_POWER2) {
    draw_power2(breakpoint, count, positive, stream);
  } else {
    for (int i = 0; i < count; i++)
      breakpoint[i] = random_between(stream, positive ? 1 : -most, most);
    sort(breakpoint, count);
  }
}

static int32_t draw_slope(const struct spec *spec, struct random_stream *stream) {
  struct slope_digit digit[SLOPE_DIGITS_OF_ANY];
  for (;;) {
    const int32_t code = random_between(stream, format_min(spec->slope), format_max(spec->slope));
    if (spec->restriction.slope_digits == 0 || slope_digits(code, digit) <= spec->restriction.slope_digits)
      return code;
  }
}

/* The lower half of a mirrored table. Codes may leave their formats: nothing here depends on that. */
static void mirror(struct design *design, const struct spec *spec, const struct symmetry *symmetry) {
  const int half = spec->entries / 2;
  design->breakpoint[half - 1] = 0;
  for (int i = 0; i < half - 1; i++)
    design->breakpoint[i] = -design->breakpoint[spec->entries - 2 - i];
  for (int i = 0; i < half; i++) {
    const int from = spec->entries - 1 - i;
    design->slope[i] = symmetry->slope * (INT32_C(1) << spec->slope.frac) - symmetry->sign * design->slope[from];
    design->intercept[i] =
        symmetry->sign * design->intercept[from] + symmetry->intercept * (INT32_C(1) << spec->intercept.frac);
  }
}

void random_unit_draw(struct random_unit *unit, struct random_stream *stream) {
  struct error err;
  do
    draw_spec(&unit->spec, &unit->hardware, stream);
  while (!unit_create(&unit->unit, &unit->spec, &unit->hardware, &err));
  memset(&unit->design, 0, sizeof unit->design);
  unit->design.entries = unit->spec.entries;
  const int first = unit->spec.entries - unit->unit.entries;
  draw_breakpoints(unit->design.breakpoint + first, unit->unit.entries - 1, &unit->spec, stream);
  for (int i = first; i < unit->spec.entries; i++) {
    unit->design.slope[i] = draw_slope(&unit->spec, stream);
    unit->design.intercept[i] =
        random_between(stream, format_min(unit->spec.intercept), format_max(unit->spec.intercept));
  }
  if (unit->unit.mirrored)
    mirror(&unit->design, &unit->spec, &unit->unit.symmetry);
  unit_content(&unit->content, &unit->unit, &unit->spec, &unit->design);
}

int64_t random_unit_sum(const struct random_unit *unit, int s, int32_t q) {
  const struct spec *spec = &unit->spec;
  const double scale = spec->scales.scale[s];
  int32_t threshold[ENTRIES_MAX];
  for (int i = 0; i < spec->entries - 1; i++)
    threshold[i] = design_threshold(spec, unit->design.breakpoint[i], scale);
  const struct code_range domain = spec_domain_codes(spec, scale);
  if (spec->tails == TAILS_CLAMP && domain.first <= domain.last)
    q = q < domain.first ? domain.first : q > domain.last ? domain.last : q;
  const int entry = design_entry(threshold, spec->entries, q);
  const int frac = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  const double b = ldexp((double)unit->design.intercept[entry], -spec->intercept.frac);
  return (int64_t)unit->design.slope[entry] * q * (INT64_C(1) << (frac - spec->slope.frac)) +
         (int64_t)rint(ldexp(b / scale, frac));
}

int64_t random_unit_requantised(const struct random_unit *unit, int s, int64_t sum) {
  const struct spec *spec = &unit->spec;
  const int frac = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  const double y = ldexp((double)sum * spec->scales.scale[s], -frac);
  const double limit = ldexp(1, spec->output.bits - 1);
  return (int64_t)fmin(fmax(rint(y / spec->output.scale), -limit), limit - 1);
}

const char *random_unit_text(const struct random_unit *unit, char *text, size_t size) {
  const struct spec *spec = &unit->spec;
  (void)snprintf(
      text, size,
      "%s in %d slope Q(%d,%d) intercept Q(%d,%d) entries %d scales %d from %g, output %d at %g, tails %s, %s %s "
      "digits %d %s pipeline %d",
      spec->function->name, spec->in_bits, spec->slope.bits, spec->slope.frac, spec->intercept.bits,
      spec->intercept.frac, spec->entries, spec->scales.count, spec->scales.scale[0], spec->output.bits,
      spec->output.scale, tails_name(spec->tails), storage_name(unit->hardware.storage),
      selector_name(unit->hardware.selector), spec->restriction.slope_digits,
      spec->restriction.mirrored ? "half" : "whole", unit->hardware.pipeline);
  return text;
}
