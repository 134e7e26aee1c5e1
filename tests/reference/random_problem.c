#include "reference/random_problem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t random_bits(struct random_stream *stream) {
  uint64_t z = stream->state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

int random_between(struct random_stream *stream, int low, int high) {
  return low + (int)(random_bits(stream) % (uint64_t)(high - low + 1));
}

double random_real(struct random_stream *stream, double low, double high) {
  return low + (high - low) * ldexp((double)(random_bits(stream) >> 11), -53);
}

static bool random_chance(struct random_stream *stream, int percent) {
  return random_between(stream, 1, 100) <= percent;
}

static bool draw_expression(struct function *out, struct random_stream *stream) {
  static const char *const text[] = {"x*x/4 - 1", "sin(3*x)*exp(-x*x/4)", "x > 0 ? sqrt(x) : -x/8", "1/(1 + x*x)"};
  struct error err;
  return function_from_expression(out, "mine", text[random_between(stream, 0, 3)], -random_real(stream, 0.1, 5),
                                  random_real(stream, 0.1, 5), &err);
}

static bool draw_samples(struct function *out, struct random_stream *stream) {
  double x[40], y[40];
  const int count = random_between(stream, 2, 40);
  x[0] = random_real(stream, -6, 3), y[0] = random_real(stream, -1, 1);
  for (int i = 1; i < count; i++) {
    x[i] = x[i - 1] + random_real(stream, 0.01, 0.4);
    y[i] = y[i - 1] + random_real(stream, -0.3, 0.3);
  }
  struct error err;
  return function_from_samples(out, "sampled", x, y, (size_t)count, &err);
}

static bool draw_builtin(struct function *out, struct random_stream *stream) {
  *out = *function_builtin((size_t)random_between(stream, 0, (int)function_builtin_count() - 1));
  if (random_chance(stream, 50))
    return true;
  const double lo = out->lo, width = out->hi - lo;
  out->lo = random_chance(stream, 50) ? lo : lo + width * random_real(stream, 0, 0.6);
  out->hi = out->lo + width * random_real(stream, 0.1, 0.39);
  return true;
}

static bool draw_function(struct function *out, struct random_stream *stream) {
  const int kind = random_between(stream, 1, 10);
  return kind == 1 ? draw_expression(out, stream) : kind <= 3 ? draw_samples(out, stream) : draw_builtin(out, stream);
}

static struct format draw_format(struct random_stream *stream, const struct random_limits *limits) {
  return (struct format){random_between(stream, 2, limits->format_bits_max),
                         random_between(stream, 0, limits->frac_max)};
}

/* A scale of at least `least`: a power of two, a decimal, a fraction, a whole number or any real number. */
static double draw_scale(struct random_stream *stream, double least, bool inexact) {
  int exponent = 0;
  (void)frexp(least, &exponent);
  const double power = ldexp(1, exponent + random_between(stream, 0, 6));
  if (!inexact || random_chance(stream, 20))
    return power;
  switch (random_between(stream, 0, 3)) {
  case 0:
    return ceil(10 * least) * random_between(stream, 1, 9) / 10;
  case 1:
    return power * random_between(stream, 2, 9) / 3;
  case 2:
    return ceil(least) * random_between(stream, 1, 12);
  default:
    return least * random_real(stream, 1, 20);
  }
}

static void draw_scales(struct spec *spec, struct random_stream *stream, const struct random_limits *limits) {
  const double least = (spec->function->hi - spec->function->lo) / limits->candidates_max;
  const bool inexact = limits->inexact && random_chance(stream, 70);
  spec->scales.count = random_between(stream, 1, limits->scales_max);
  for (int s = 0; s < spec->scales.count; s++)
    spec->scales.scale[s] = draw_scale(stream, least, inexact);
  if (random_chance(stream, 10)) /* one that may well have no code */
    spec->scales.scale[0] = inexact ? 48.5 : 64;
}

static void draw_output(struct spec *spec, struct random_stream *stream) {
  spec->output.bits = random_between(stream, 2, random_chance(stream, 20) ? 32 : 10);
  spec->output.scale =
      random_chance(stream, 60) ? ldexp(1, random_between(stream, -8, 0)) : random_real(stream, 0.001, 1);
}

static bool draw_histogram(struct weight *out, struct random_stream *stream, double lo, double width) {
  double edge[31], count[30];
  const int bins = random_between(stream, 1, 30);
  edge[0] = lo + width * random_real(stream, -0.2, 0.5);
  for (int i = 0; i < bins; i++) {
    edge[i + 1] = edge[i] + width * random_real(stream, 0.001, 2.0 / bins);
    count[i] = random_chance(stream, 30) ? 0 : random_between(stream, 1, 1000);
  }
  struct error err;
  return weight_from_histogram(out, "histogram", edge, count, (size_t)bins, &err);
}

static bool draw_kind(struct weight *out, struct random_stream *stream, double lo, double width) {
  const enum weight_kind kind = (enum weight_kind)random_between(stream, 0, WEIGHT_KINDS - 1);
  const double middle = lo + width * random_real(stream, -0.2, 1.2), spread = width * random_real(stream, 0.03, 1);
  double parameter[WEIGHT_PARAMETERS_MAX] = {middle, spread};
  if (kind == WEIGHT_HISTOGRAM)
    return draw_histogram(out, stream, lo, width);
  if (kind == WEIGHT_HALF_NORMAL)
    parameter[0] = spread, parameter[1] = random_chance(stream, 50) ? 1 : -1;
  if (kind == WEIGHT_RANGE)
    parameter[1] = middle + spread;
  struct error err;
  return weight_from_parameters(out, "random", kind, parameter, &err);
}

/* From a stream of its own, so that the problems stay as they are. A weight that counts nothing is none. */
static void draw_weight(struct random_problem *problem, const struct random_stream *stream) {
  struct random_stream own = {~stream->state};
  struct error err;
  if (!random_chance(&own, 33))
    return;
  if (!draw_kind(&problem->weight, &own, problem->function.lo, problem->function.hi - problem->function.lo))
    return;
  problem->spec.weight = &problem->weight;
  if (!spec_check(&problem->spec, &err))
    problem->spec.weight = NULL;
}

void random_problem_draw(struct random_problem *problem, struct random_stream *stream,
                         const struct random_limits *limits) {
  for (;;) {
    memset(problem, 0, sizeof *problem);
    if (!draw_function(&problem->function, stream))
      continue;
    struct spec *spec = &problem->spec;
    spec->function = &problem->function;
    spec->in_bits = random_between(stream, limits->in_bits_min, limits->in_bits_max);
    spec->slope = draw_format(stream, limits);
    spec->intercept = draw_format(stream, limits);
    spec->tails = (enum tails)random_between(stream, TAILS_FREE, TAILS_CLAMP);
    spec->entries = random_between(stream, 2, limits->entries_max);
    draw_scales(spec, stream, limits);
    if (limits->output && random_chance(stream, 60))
      draw_output(spec, stream);
    struct error err;
    if (spec_check(spec, &err)) {
      draw_weight(problem, stream);
      return;
    }
    function_release(&problem->function);
  }
}

void random_problem_release(struct random_problem *problem) {
  function_release(&problem->function);
  weight_release(&problem->weight);
}

static int compare_codes(const void *a, const void *b) {
  const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

void random_design(const struct spec *spec, struct random_stream *stream, struct design *design) {
  const struct code_range candidates = spec_candidates(spec);
  memset(design, 0, sizeof *design);
  design->entries = spec->entries;
  for (int i = 0; i < design->entries - 1; i++)
    design->breakpoint[i] = random_between(stream, candidates.first - 2, candidates.last + 2);
  qsort(design->breakpoint, (size_t)design->entries - 1, sizeof design->breakpoint[0], compare_codes);
  for (int i = 0; i < design->entries; i++) {
    design->slope[i] = random_between(stream, format_min(spec->slope), format_max(spec->slope));
    design->intercept[i] = random_between(stream, format_min(spec->intercept), format_max(spec->intercept));
  }
}

void random_boundaries(uint32_t bounds, int entries, struct random_stream *stream, uint32_t *boundary) {
  for (int i = 0; i < entries - 1; i++)
    boundary[i] = (uint32_t)random_between(stream, 1, (int)bounds - 2);
  qsort(boundary, (size_t)entries - 1, sizeof boundary[0], compare_codes);
}

const char *random_problem_text(const struct random_problem *problem, char *text, size_t size) {
  const struct spec *spec = &problem->spec;
  int used = snprintf(text, size,
                      "%s on [%.17g, %.17g], weight %s (%d: %.17g, %.17g), in_bits %d, slope Q(%d,%d), intercept "
                      "Q(%d,%d), %s, N %d, output %d at %.17g, scales",
                      spec->function->name, spec->function->lo, spec->function->hi, weight_name(spec->weight),
                      (int)problem->weight.kind, problem->weight.parameter[0], problem->weight.parameter[1],
                      spec->in_bits, spec->slope.bits, spec->slope.frac, spec->intercept.bits, spec->intercept.frac,
                      tails_name(spec->tails), spec->entries, spec->output.bits, spec->output.scale);
  for (int s = 0; s < spec->scales.count && used > 0 && (size_t)used < size; s++)
    used += snprintf(text + used, size - (size_t)used, " %.17g", spec->scales.scale[s]);
  return text;
}
