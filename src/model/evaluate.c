#include "model/evaluate.h"

#include <math.h>
#include <string.h>

/*
 * Integers of the accumulator. With 24-bit parameters, 24 fraction bits, 16-bit codes and scales of 2^+-24 the
 * accumulator stays below 2^73, and its product with a double's 53-bit mantissa below 2^126.
 */
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* A double > 0 as odd * 2^exponent. */
struct dyadic {
  uint64_t odd;
  int exponent;
};

static struct dyadic dyadic_from(double value) {
  int exponent = 0;
  uint64_t mantissa = (uint64_t)ldexp(frexp(value, &exponent), 53);
  exponent -= 53;
  while ((mantissa & 1U) == 0) {
    mantissa >>= 1;
    exponent++;
  }
  return (struct dyadic){mantissa, exponent};
}

/* Larger results are cut off here; only an output stage that saturates far below it can reach it. */
static const uwide cut_off = (uwide)1 << 100;

/* round_half_even(n * 2^shift / d) for shift >= 0, by long division in base 2: the remainder stays below d. */
static uwide divide_shifted_up(uwide n, int shift, uint64_t d) {
  uwide quotient = n / d, remainder = n % d;
  for (int i = 0; i < shift && quotient < cut_off; i++) {
    remainder *= 2;
    quotient *= 2;
    if (remainder >= d) {
      remainder -= d;
      quotient++;
    }
  }
  const bool up = 2 * remainder > d || (2 * remainder == d && (quotient & 1) != 0);
  return quotient + (up ? 1 : 0);
}

/* round_half_even(n / (d * 2^shift)) for shift > 0. */
static uwide divide_shifted_down(uwide n, int shift, uint64_t d) {
  if (shift > 126)
    return 0;
  const uwide quotient = n / d, half = (uwide)1 << (shift - 1);
  const uwide floor = quotient >> shift, below = quotient & (2 * half - 1);
  const bool more = n % d != 0;
  const bool up = below > half || (below == half && (more || (floor & 1) != 0));
  return floor + (up ? 1 : 0);
}

/* round_half_even(n * a / b), exactly, for finite doubles a, b > 0. */
static wide round_ratio(wide n, double a, double b) {
  const struct dyadic num = dyadic_from(a), den = dyadic_from(b);
  const uwide magnitude = (uwide)(n < 0 ? -n : n) * num.odd;
  const int shift = num.exponent - den.exponent;
  const uwide rounded =
      shift >= 0 ? divide_shifted_up(magnitude, shift, den.odd) : divide_shifted_down(magnitude, -shift, den.odd);
  return n < 0 ? -(wide)rounded : (wide)rounded;
}

/* A design made ready for one scale: what the hardware's registers would hold. */
struct unit {
  double scale;
  int fraction;    /* F = max(F_k, F_b) */
  int slope_shift; /* F - F_k */
  int32_t threshold[ENTRIES_MAX - 1];
  wide intercept[ENTRIES_MAX]; /* Bs */
};

static void unit_prepare(struct unit *unit, const struct spec *spec, const struct design *design, double scale) {
  unit->scale = scale;
  unit->fraction = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  unit->slope_shift = unit->fraction - spec->slope.frac;
  for (int i = 0; i < design->entries - 1; i++)
    unit->threshold[i] = design_threshold(spec, design->breakpoint[i], scale);
  const double weight = ldexp(1, unit->fraction - spec->intercept.frac);
  for (int i = 0; i < design->entries; i++)
    unit->intercept[i] = round_ratio(design->intercept[i], weight, scale);
}

static wide unit_accumulate(const struct unit *unit, const struct design *design, int32_t q) {
  const int i = design_entry(unit->threshold, design->entries, q);
  return ((wide)design->slope[i] * q) * ((wide)1 << unit->slope_shift) + unit->intercept[i];
}

/* The output stage's real value: round half to even to its scale, saturate to its width. */
static double requantise(const struct output_stage *output, const struct unit *unit, wide acc) {
  const wide limit = (wide)1 << (output->bits - 1);
  wide code = round_ratio(acc, ldexp(unit->scale, -unit->fraction), output->scale);
  if (code > limit - 1)
    code = limit - 1;
  if (code < -limit)
    code = -limit;
  return (double)code * output->scale;
}

static void add_error(struct errors *sum, double error) {
  sum->mse += error * error;
  sum->mae += fabs(error);
  sum->max_abs = fmax(sum->max_abs, fabs(error));
}

static void divide_errors(struct errors *sum, double count) {
  sum->mse /= count;
  sum->mae /= count;
}

static void evaluate_scale(const struct spec *spec, const struct design *design, int s, struct score *score) {
  struct unit unit;
  unit_prepare(&unit, spec, design, spec->scales.scale[s]);
  const struct code_range codes = spec_domain_codes(spec, unit.scale);
  for (int32_t q = codes.first; q <= codes.last; q++) {
    const wide acc = unit_accumulate(&unit, design, q);
    const double y = (double)acc * ldexp(unit.scale, -unit.fraction);
    const double target = function_value(spec->function, unit.scale * (double)q);
    add_error(&score->exact_at[s], y - target);
    if (spec->output.bits != 0)
      add_error(&score->requantised_at[s], requantise(&spec->output, &unit, acc) - target);
    score->codes[s]++;
  }
  if (score->codes[s] == 0)
    return;
  divide_errors(&score->exact_at[s], (double)score->codes[s]);
  divide_errors(&score->requantised_at[s], (double)score->codes[s]);
  if (spec->output.bits == 0)
    score->requantised_at[s] = score->exact_at[s];
  score->scales_counted++;
}

static void accumulate_scale(struct errors *total, const struct errors *at) {
  total->mse += at->mse;
  total->mae += at->mae;
  total->max_abs = fmax(total->max_abs, at->max_abs);
}

void evaluate(const struct spec *spec, const struct design *design, struct score *score) {
  memset(score, 0, sizeof *score);
  for (int s = 0; s < spec->scales.count; s++) {
    evaluate_scale(spec, design, s, score);
    accumulate_scale(&score->exact, &score->exact_at[s]);
    accumulate_scale(&score->requantised, &score->requantised_at[s]);
  }
  divide_errors(&score->exact, score->scales_counted);
  divide_errors(&score->requantised, score->scales_counted);
}
