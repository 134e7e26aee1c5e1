#include "model/evaluate.h"

#include <math.h>
#include <string.h>

#include "model/code_weight.h"

/*
 * The integers of the accumulator. With 24-bit parameters, 24 fraction bits, 16-bit codes and scales of 2^+-24 it stays
 * below 2^73.
 */
__extension__ typedef __int128 wide;

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
  for (int i = 0; i < design->entries; i++) {
    const double b = format_value(spec->intercept, design->intercept[i]);
    unit->intercept[i] = (wide)rint(ldexp(b / scale, unit->fraction));
  }
}

static wide unit_accumulate(const struct unit *unit, const struct design *design, int32_t q) {
  const int i = design_entry(unit->threshold, design->entries, q);
  return ((wide)design->slope[i] * q) * ((wide)1 << unit->slope_shift) + unit->intercept[i];
}

/* The unit's exact output as a real number. */
static double unit_output(const struct unit *unit, wide acc) {
  return (double)acc * ldexp(unit->scale, -unit->fraction);
}

/* The output stage's real value: round half to even to its scale, saturate to its width. */
static double requantise(const struct output_stage *output, double y) {
  const double limit = ldexp(1, output->bits - 1);
  return fmin(fmax(rint(y / output->scale), -limit), limit - 1) * output->scale;
}

static void add_error(struct errors *sum, double weight, double error) {
  sum->mse += weight * (error * error);
  sum->mae += weight * fabs(error);
  sum->max_abs = fmax(sum->max_abs, fabs(error));
}

static void divide_errors(struct errors *sum, double count) {
  sum->mse /= count;
  sum->mae /= count;
}

static void evaluate_scale(const struct spec *spec, const struct design *design, int s, struct score *score) {
  struct unit unit;
  unit_prepare(&unit, spec, design, spec->scales.scale[s]);
  const struct code_weights weights = code_weights_at(spec, unit.scale);
  double total = 0;
  for (int32_t q = weights.codes.first; q <= weights.codes.last; q++) {
    const double weight = code_weight(&weights, q);
    if (!(weight > 0))
      continue;
    const wide acc = unit_accumulate(&unit, design, q);
    const double y = unit_output(&unit, acc);
    const double target = function_value(spec->function, unit.scale * (double)q);
    add_error(&score->exact_at[s], weight, y - target);
    if (spec->output.bits != 0)
      add_error(&score->requantised_at[s], weight, requantise(&spec->output, y) - target);
    total += weight;
    score->codes[s]++;
  }
  if (score->codes[s] == 0)
    return;
  divide_errors(&score->exact_at[s], total);
  divide_errors(&score->requantised_at[s], total);
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
