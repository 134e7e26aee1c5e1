#include "reference/random_restriction.h"

#include <stdio.h>
#include <string.h>

static const char *const symmetric[] = {"gelu",     "hswish",   "silu", "sigmoid",   "tanh",       "softplus", "erf",
                                        "softsign", "gaussian", "sin",  "gelu_tanh", "logsigmoid", "hsigmoid"};

static void draw_symmetric(struct function *out, struct random_stream *stream) {
  const int count = (int)(sizeof symmetric / sizeof symmetric[0]), kind = random_between(stream, 0, count);
  if (kind == count) {
    struct error err;
    if (!function_from_expression(out, "even", "1/(1 + x*x)", -3, 3, &err))
      memset(out, 0, sizeof *out);
  } else {
    *out = *function_find(symmetric[kind]);
  }
  out->hi = -out->lo > out->hi ? -out->lo : out->hi;
  out->hi *= random_real(stream, 0.2, 1.1);
  out->lo = -out->hi;
}

static void draw_restriction(struct restriction *out, struct random_stream *stream, unsigned kinds) {
  unsigned drawn = 0;
  while (drawn == 0)
    drawn = (unsigned)random_between(stream, 1, RESTRICT_ANY) & kinds;
  *out = (struct restriction){0};
  if ((drawn & RESTRICT_DIGITS) != 0)
    out->slope_digits = random_between(stream, 1, 3);
  if ((drawn & RESTRICT_SEGMENTS) != 0)
    out->segments = random_between(stream, 0, 1) == 0 ? SEGMENTS_UNIFORM : SEGMENTS_POWER2;
  out->mirrored = (drawn & RESTRICT_MIRRORED) != 0;
}

void random_restricted_draw(struct random_problem *problem, struct random_stream *stream,
                            const struct random_limits *limits, unsigned kinds) {
  for (;;) {
    random_problem_draw(problem, stream, limits);
    struct spec *spec = &problem->spec;
    draw_restriction(&spec->restriction, stream, kinds);
    if (spec->restriction.mirrored) {
      function_release(&problem->function);
      draw_symmetric(&problem->function, stream);
      spec->entries = 2 * random_between(stream, 2, limits->entries_max > 4 ? limits->entries_max / 2 : 2);
    }
    struct error err;
    const double width = problem->function.hi - problem->function.lo;
    if (width / scale_set_finest(&spec->scales) <= limits->candidates_max && spec_check(spec, &err))
      return;
    random_problem_release(problem);
  }
}

void random_digits(struct random_problem *problem, const struct random_stream *stream) {
  struct random_stream own = {stream->state ^ UINT64_C(0x5555555555555555)};
  if (random_between(&own, 1, 3) == 1)
    problem->spec.restriction.slope_digits = random_between(&own, 1, 4);
}

/* What a format's bits are becomes the significant ones, of a format with room for their exponents. */
static void widen(struct format *format, int *significant, struct random_stream *stream, int exponents) {
  const int most = FORMAT_BITS_MAX - format->bits < exponents ? FORMAT_BITS_MAX - format->bits : exponents;
  if (most < 1)
    return;
  *significant = format->bits;
  format->bits += random_between(stream, 1, most);
}

static void make_dynamic(struct spec *spec, struct random_stream *stream, int exponents) {
  const int which = random_between(stream, 1, 3);
  if (which != 2 && spec->restriction.slope_digits == 0)
    widen(&spec->slope, &spec->slope_significant, stream, exponents);
  if (which != 1)
    widen(&spec->intercept, &spec->intercept_significant, stream, exponents);
}

void random_dynamic_draw(struct random_problem *problem, struct random_stream *stream,
                         const struct random_limits *limits, unsigned kinds, int exponents) {
  for (;;) {
    struct error err;
    if (kinds == 0)
      random_problem_draw(problem, stream, limits);
    else
      random_restricted_draw(problem, stream, limits, kinds);
    make_dynamic(&problem->spec, stream, exponents);
    if (spec_check(&problem->spec, &err))
      return;
    random_problem_release(problem);
  }
}

void random_dynamic(struct random_problem *problem, const struct random_stream *stream) {
  struct random_stream own = {stream->state ^ UINT64_C(0x3333333333333333)};
  if (random_between(&own, 1, 3) == 1)
    make_dynamic(&problem->spec, &own, 8);
}

const char *random_restricted_text(const struct random_problem *problem, char *text, size_t size) {
  const struct restriction *restriction = &problem->spec.restriction;
  const int used =
      snprintf(text, size, "%s, %s segments, %d digits, %d and %d significant bits; ",
               restriction->mirrored ? "mirrored" : "whole", segments_name(restriction->segments),
               restriction->slope_digits, problem->spec.slope_significant, problem->spec.intercept_significant);
  if (used > 0 && (size_t)used < size)
    (void)random_problem_text(problem, text + used, size - (size_t)used);
  return text;
}
