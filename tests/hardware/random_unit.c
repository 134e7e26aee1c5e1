#include "hardware/random_unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/digits.h"
#include "model/significant.h"
#include "model/symmetry.h"

struct unit_choice random_choice(struct random_stream *stream) {
  static const int entries[] = {2, 3, 4, 5, 6, 8, 11, 16};
  struct unit_choice choice = {.storage = (enum storage)random_between(stream, 0, STORAGES - 1),
                               .selector = (enum selector)random_between(stream, 0, SELECTORS - 1),
                               .slope_digits = random_between(stream, 0, 2) == 0 ? random_between(stream, 1, 4) : 0,
                               .mirrored = random_between(stream, 0, 2) == 0,
                               .clamp = random_between(stream, 0, 2) == 0,
                               .output = random_between(stream, 0, 1) == 0,
                               .pipeline = random_between(stream, 0, PIPELINE_MAX),
                               .entries = entries[random_between(stream, 0, 7)],
                               .x_bits = random_between(stream, 4, 9),
                               .scales = random_between(stream, 1, 7)};
  if (choice.selector == SELECT_POWER2 && choice.entries >= choice.x_bits) /* there are no more such segments */
    choice.entries = choice.x_bits - 1;
  choice.prescaled = !choice.mirrored && random_between(stream, 0, 4) == 0;
  if (choice.prescaled && (choice.selector == SELECT_UNIFORM || choice.selector == SELECT_POWER2))
    choice.scales = 1;
  if (choice.mirrored)
    choice.entries *= 2;
  if (!choice.mirrored && random_between(stream, 0, 2) == 0)
    choice.ranges = random_between(stream, 2, 6);
  choice.added = random_between(stream, 0, 1) == 0;
  choice.slope_dynamic = choice.slope_digits == 0 && random_between(stream, 0, 2) == 0;
  choice.intercept_dynamic = random_between(stream, 0, 2) == 0;
  return choice;
}

static const struct function *draw_function(const struct unit_choice *choice, struct random_stream *stream) {
  static const char *const any[] = {"gelu", "exp", "sigmoid", "tanh", "div", "softplus"};
  static const char *const symmetric[] = {"gelu", "sigmoid", "tanh", "silu"};
  static const char *const ranged[] = {"div", "rsqrt", "sqrt", "exp", "exp2"};
  if (choice->ranges > 0)
    return function_find(choice->added ? ranged[random_between(stream, 3, 4)] : ranged[random_between(stream, 0, 2)]);
  return choice->mirrored ? function_find(symmetric[random_between(stream, 0, 3)])
                          : function_find(any[random_between(stream, 0, 5)]);
}

/* Domains that are wide enough for ranges, and whose ends no code needs to fall on; and for many powers of two. */
static void draw_domain(struct function *function, const struct unit_choice *choice, struct random_stream *stream) {
  if (choice->mirrored && choice->selector == SELECT_POWER2) {
    function->hi = 8;
    function->lo = -8;
  }
  if (choice->ranges == 0 || random_between(stream, 0, 1) == 0)
    return;
  if (choice->added) {
    function->hi = random_real(stream, -2, 2);
    function->lo = function->hi - random_real(stream, 1, 4);
  } else {
    function->lo = random_real(stream, 0.1, 2);
    function->hi = function->lo * random_real(stream, 4, 9);
  }
}

/* The lines of symmetric functions have slopes and intercepts of 1, which must fit. */
static struct format draw_format(bool mirrored, bool dynamic, struct random_stream *stream) {
  const int bits = random_between(stream, dynamic ? 3 : 2, 12);
  return (struct format){bits, random_between(stream, 0, mirrored ? bits - 2 : 10)};
}

static void draw_scales(struct spec *spec, const struct unit_choice *choice, struct random_stream *stream) {
  const int coarsest = random_between(stream, -3, 4);
  const double base = choice->prescaled ? random_real(stream, 0.5, 1) : 1;
  spec->scales.count = choice->scales;
  for (int s = 0; s < choice->scales; s++) {
    spec->scales.scale[s] = ldexp(base, coarsest - s);
    if (choice->prescaled && !choice->output)
      spec->scales.scale[s] *= random_real(stream, 0.8, 1.2);
  }
  /* in any order */
  const int a = random_between(stream, 0, choice->scales - 1), b = random_between(stream, 0, choice->scales - 1);
  const double swap = spec->scales.scale[a];
  spec->scales.scale[a] = spec->scales.scale[b];
  spec->scales.scale[b] = swap;
  if (choice->output)
    spec->output = (struct output_stage){random_between(stream, 2, 12), ldexp(base, random_between(stream, -9, 3))};
}

static int32_t largest_candidate(const struct spec *spec) {
  const struct code_range range = spec_candidates(spec);
  return range.last > -range.first ? range.last : -range.first;
}

static int compare_codes(const void *a, const void *b) {
  const int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
  return (left > right) - (left < right);
}

/* `count` breakpoints above `least`, which is 0 in half a table. */
static void draw_free(const struct spec *spec, int32_t *p, int count, bool half, struct random_stream *stream) {
  const int32_t most = largest_candidate(spec) + 3;
  for (int i = 0; i < count; i++)
    p[i] = random_between(stream, half ? 0 : -most, most);
  qsort(p, (size_t)count, sizeof *p, compare_codes);
}

static void draw_uniform(const struct spec *spec, int32_t *p, int count, bool half, struct random_stream *stream) {
  const int32_t most = largest_candidate(spec);
  int step = 0;
  while (INT32_C(1) << step < most && random_between(stream, 0, 4) != 0)
    step++;
  const int32_t last = most >> step, first = random_between(stream, half ? 0 : -last - count, last);
  for (int i = 0; i < count; i++)
    p[i] = (first + i) * (INT32_C(1) << step);
}

static void draw_power2(int32_t *p, int count, bool half, struct random_stream *stream) {
  int next = 0;
  const int below = half ? 0 : random_between(stream, 0, count);
  const int last = random_between(stream, 0, 6);
  for (int j = below - 1; j >= 0; j--)
    p[next++] = -(INT32_C(1) << (last + j));
  if (next < count && random_between(stream, 0, 1) == 0)
    p[next++] = 0;
  for (int j = random_between(stream, 0, 6); next < count; j++)
    p[next++] = INT32_C(1) << j;
}

static int32_t draw_any_code(struct format format, struct random_stream *stream) {
  return random_between(stream, 0, 7) == 0
             ? (random_between(stream, 0, 1) == 0 ? format_min(format) : format_max(format))
             : random_between(stream, format_min(format), format_max(format));
}

static int32_t draw_code(struct format format, int significant, struct random_stream *stream) {
  if (significant == 0)
    return draw_any_code(format, stream);
  const int exponent = random_between(stream, 0, significant_exponents(format, significant) - 1);
  return draw_any_code((struct format){significant, 0}, stream) * (INT32_C(1) << exponent);
}

static bool fits(struct format format, int32_t code) {
  return code >= format_min(format) && code <= format_max(format);
}

static int32_t draw_slope(const struct spec *spec, struct random_stream *stream) {
  for (;;) {
    int32_t slope = draw_code(spec->slope, spec->slope_significant, stream);
    const int digits = spec->restriction.slope_digits;
    if (digits > 0 && code_digit_count(slope) > digits) {
      slope = 0;
      for (int i = 0; i < digits; i++)
        slope += (random_between(stream, 0, 1) == 0 ? -1 : 1) *
                 (INT32_C(1) << random_between(stream, 0, spec->slope.bits - 1));
    }
    if (fits(spec->slope, slope) && significant_holds(spec->slope, spec->slope_significant, slope) &&
        (digits == 0 || code_digit_count(slope) <= digits))
      return slope;
  }
}

/* The lower half from the upper; false if a code does not fit. */
static bool mirror(const struct spec *spec, struct design *design, struct symmetry symmetry) {
  const int half = spec->entries / 2;
  design->breakpoint[half - 1] = 0;
  for (int i = 1; i < half; i++)
    design->breakpoint[half - 1 - i] = -design->breakpoint[half - 1 + i];
  bool good = true;
  for (int i = 0; i < half; i++) {
    const int32_t one_k = INT32_C(1) << spec->slope.frac, one_b = INT32_C(1) << spec->intercept.frac;
    design->slope[half - 1 - i] = -symmetry.sign * design->slope[half + i] + symmetry.slope * one_k;
    design->intercept[half - 1 - i] = symmetry.sign * design->intercept[half + i] + symmetry.intercept * one_b;
    good = good && fits(spec->slope, design->slope[half - 1 - i]) &&
           fits(spec->intercept, design->intercept[half - 1 - i]);
  }
  return good;
}

static void draw_design(struct random_unit *out, struct random_stream *stream) {
  const struct spec *spec = &out->spec;
  struct design *design = &out->design;
  const bool half = spec->restriction.mirrored;
  const int first = half ? spec->entries / 2 : 0;
  const int count = spec->entries - 1 - first;
  *design = (struct design){.entries = spec->entries};
  if (spec->restriction.segments == SEGMENTS_UNIFORM)
    draw_uniform(spec, design->breakpoint + first, count, half, stream);
  else if (spec->restriction.segments == SEGMENTS_POWER2)
    draw_power2(design->breakpoint + first, count, half, stream);
  else
    draw_free(spec, design->breakpoint + first, count, half, stream);
  for (int i = first; i < spec->entries; i++) {
    design->slope[i] = draw_slope(spec, stream);
    design->intercept[i] = draw_code(spec->intercept, spec->intercept_significant, stream);
  }
  struct symmetry symmetry;
  while (half && function_symmetry(spec->function, &symmetry) && !mirror(spec, design, symmetry))
    for (int i = first; i < spec->entries; i++) {
      design->slope[i] = draw_slope(spec, stream) / 2;
      design->intercept[i] = draw_code(spec->intercept, spec->intercept_significant, stream) / 2;
      if (random_between(stream, 0, 1) == 0) {
        design->slope[i] = symmetry.slope > 0 ? INT32_C(1) << spec->slope.frac : 0;
        design->intercept[i] = symmetry.intercept > 0 ? INT32_C(1) << spec->intercept.frac : 0;
      }
    }
}

static bool draw_spec(struct random_unit *out, const struct unit_choice *choice, struct random_stream *stream,
                      struct error *err) {
  static const enum segments segments[SELECTORS] = {
      [SELECT_UNIFORM] = SEGMENTS_UNIFORM, [SELECT_POWER2] = SEGMENTS_POWER2};
  out->function = *draw_function(choice, stream);
  draw_domain(&out->function, choice, stream);
  out->spec = (struct spec){.function = &out->function,
                            .in_bits = choice->x_bits,
                            .slope = draw_format(choice->mirrored, choice->slope_dynamic, stream),
                            .intercept = draw_format(choice->mirrored, choice->intercept_dynamic, stream),
                            .tails = choice->clamp ? TAILS_CLAMP : TAILS_FREE,
                            .entries = choice->entries,
                            .ranges = choice->ranges,
                            .restriction = {segments[choice->selector], choice->slope_digits, choice->mirrored}};
  if (choice->slope_dynamic)
    out->spec.slope_significant = random_between(stream, 2, out->spec.slope.bits - 1);
  if (choice->intercept_dynamic)
    out->spec.intercept_significant = random_between(stream, 2, out->spec.intercept.bits - 1);
  draw_scales(&out->spec, choice, stream);
  out->hardware = (struct hardware){choice->storage, choice->selector, choice->pipeline, {{0}, 0, 0, 0, 0, 0}};
  return spec_check(&out->spec, err) && unit_create(&out->unit, &out->spec, &out->hardware, err);
}

enum { TRIES = 10000 }; /* a choice that no spec satisfies ends the test */

void random_unit_draw(struct random_unit *out, const struct unit_choice *choice, struct random_stream *stream) {
  struct error err = {0};
  for (int tries = 0; !draw_spec(out, choice, stream, &err); tries++)
    if (tries == TRIES)
      fail_msg("%s: %d entries of %d-bit codes at %d scales", err.text, choice->entries, choice->x_bits,
               choice->scales);
  do
    draw_design(out, stream);
  while (!design_check(&out->design, &out->spec, &err));
  unit_content(&out->content, &out->unit, &out->spec, &out->design);
}

const char *random_unit_text(const struct random_unit *unit, char *text, size_t size) {
  const struct unit *u = &unit->unit;
  snprintf(text, size,
           "%s: %s %s, %d entries, %d ranges, x %d, slope Q(%d,%d) of %d, intercept Q(%d,%d) of %d, %d scales, digits "
           "%d%s%s%s%s, "
           "pipeline %d",
           unit->spec.function->name, storage_name(u->storage), selector_name(u->selector), u->entries, u->ranges,
           u->x_bits, u->slope_bits, unit->spec.slope.frac, u->slope_significant, unit->spec.intercept.bits,
           unit->spec.intercept.frac, u->intercept_significant, u->scale_count, u->slope_digits,
           u->mirrored ? ", mirrored" : "", u->clamp ? ", clamp" : "", u->prescaled ? ", prescaled" : "",
           u->requantised ? ", output" : "", u->pipeline);
  return text;
}
