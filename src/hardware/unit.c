#include "hardware/unit.h"

#include <math.h>
#include <string.h>

#include "model/ranges.h"

static const char *const block_names[BLOCKS] = {"storage", "compare", "select", "multiply",
                                                "shift",   "add",     "output", "pipeline"};

const char *block_name(enum block block) { return block_names[block]; }

static int max_int(int a, int b) { return a > b ? a : b; }

/* ceil(log2(count)): the bits of a number from 0 to count-1. */
static int number_bits(int count) {
  int bits = 0;
  while (1 << bits < count)
    bits++;
  return bits;
}

/* Whether a positive number is a power of two; *log2 is which. */
static bool power_of_two(double value, int *log2) {
  const bool power = frexp(value, log2) == 0.5;
  --*log2;
  return power;
}

struct shift_range unit_shift_range(const int *shift, int count) {
  struct shift_range range = {shift[0], shift[0]};
  for (int i = 1; i < count; i++) {
    range.least = shift[i] < range.least ? shift[i] : range.least;
    range.most = max_int(range.most, shift[i]);
  }
  return range;
}

int unit_threshold_count(const struct unit *unit) {
  const bool addressed = unit->selector == SELECT_UNIFORM || unit->selector == SELECT_POWER2;
  return (addressed ? 0 : unit->entries - 1) + (unit->clamp ? 2 : 0);
}

/* Bits of the largest intercept at the finest scale, when it is stored as the sum takes it. */
static int prescaled_bits(const struct spec *spec, int frac) {
  const double most = ldexp(1, spec->intercept.bits - 1 - spec->intercept.frac + frac);
  return (int)ceil(log2(most / scale_set_finest(&spec->scales) + 1)) + 1;
}

static void set_intercept_shifts(struct unit *unit, const struct spec *spec) {
  for (int s = 0; s < spec->scales.count; s++) {
    int log2 = 0;
    unit->prescaled = unit->prescaled || !power_of_two(spec->scales.scale[s], &log2);
    unit->intercept_shift[s] = unit->frac - spec->intercept.frac - log2;
  }
  if (!unit->prescaled)
    return;
  memset(unit->intercept_shift, 0, sizeof unit->intercept_shift);
  unit->intercept_bits = prescaled_bits(spec, unit->frac);
}

/* A signed sum of terms of so many bits takes one more. */
int unit_sum_bits(const struct unit *unit) {
  const struct shift_range shift = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const int product = unit->x_bits + unit->slope_bits + unit->slope_shift;
  int bits = max_int(product, max_int(unit->intercept_bits + shift.most, 2)) + 1;
  if (unit->mirrored && unit->symmetry.slope != 0)
    bits = max_int(bits, unit->x_bits + unit->frac) + 1;
  if (unit->mirrored && unit->symmetry.intercept != 0)
    bits = max_int(bits, unit_shift_range(unit->one_shift, unit->scale_count).most + 2) + 1;
  return bits;
}

int unit_result_bits(const struct unit *unit) { return unit->sum_bits + (unit->ranges == 0 ? 0 : unit->ranges - 1); }

int unit_result_frac(const struct unit *unit) {
  return unit->frac + (unit->ranges == 0 || unit->range_output_shift > 0 ? 0 : unit->ranges - 1);
}

static bool set_output(struct unit *unit, const struct spec *spec, struct error *err) {
  unit->requantised = spec->output.bits != 0;
  unit->y_bits = unit->requantised ? spec->output.bits : unit_result_bits(unit);
  for (int s = 0; unit->requantised && s < spec->scales.count; s++) {
    int log2 = 0;
    if (!power_of_two(spec->output.scale / spec->scales.scale[s], &log2))
      return error_set(err, ERROR_INPUT,
                       "output: scale %g is no power of two times the input's scale %g, so that no shift requantises "
                       "exactly; choose such a scale",
                       spec->output.scale, spec->scales.scale[s]);
    unit->output_shift[s] = unit_result_frac(unit) + log2;
  }
  return true;
}

static bool set_segments(struct unit *unit, const struct spec *spec, struct error *err) {
  if (unit->selector != SELECT_UNIFORM && unit->selector != SELECT_POWER2)
    return true;
  const double finest = scale_set_finest(&spec->scales);
  for (int s = 0; s < spec->scales.count; s++) {
    int log2 = 0;
    /* Ties of thresholds are no ties in doubles there. */
    if (spec->scales.count > 1 && !power_of_two(spec->scales.scale[s], &log2))
      return error_set(err, ERROR_INPUT,
                       "select: %s needs scales that are powers of two where there are several, but %g is none; choose "
                       "such scales or another select",
                       selector_name(unit->selector), spec->scales.scale[s]);
    (void)power_of_two(spec->scales.scale[s] / finest, &unit->coarseness[s]);
  }
  return true;
}

static bool check_widths(const struct unit *unit, struct error *err) {
  const struct shift_range output = unit_shift_range(unit->output_shift, unit->scale_count);
  const int widest = max_int(unit_result_bits(unit) + max_int(-output.least, 0), unit->y_bits);
  return widest <= UNIT_BITS_MAX ||
         error_set(err, ERROR_INPUT,
                   "a unit for these formats and scales needs signals of %d bits; it may have %d: choose fewer "
                   "fraction bits or a smaller range of scales",
                   widest, UNIT_BITS_MAX);
}

/* Where 1.0 is odd in units of acc, ties of a rounded intercept would fall to another side in the other half. */
static bool set_one(struct unit *unit, const struct spec *spec, struct error *err) {
  for (int s = 0; s < spec->scales.count; s++) {
    unit->one_shift[s] = unit->intercept_shift[s] + spec->intercept.frac;
    if (unit->one_shift[s] < 1)
      return error_set(err, ERROR_INPUT,
                       "symmetry: half a table of %s needs scales below 2^%d, but there is %g; use the whole table",
                       spec->function->name, unit->frac, spec->scales.scale[s]);
  }
  return true;
}

static bool set_symmetry(struct unit *unit, const struct spec *spec, struct error *err) {
  if (unit->mirrored && !function_symmetry(spec->function, &unit->symmetry))
    return error_set(err, ERROR_INPUT, "symmetry: %s has none about 0; use the whole table", spec->function->name);
  if (unit->mirrored && unit->prescaled && unit->symmetry.intercept != 0)
    return error_set(err, ERROR_INPUT,
                     "symmetry: half a table of %s needs scales that are powers of two; use the whole table",
                     spec->function->name);
  return !unit->mirrored || unit->symmetry.intercept == 0 || set_one(unit, spec, err);
}

static bool set_ranges(struct unit *unit, const struct spec *spec, struct error *err) {
  const struct range_rule rule = range_rule_of(spec->function);
  if (spec->ranges == 0)
    return true;
  if (!rule.present || unit->mirrored)
    return error_set(err, ERROR_INPUT, "ranges: %s%s has none", unit->mirrored ? "half a table of " : "",
                     spec->function->name);
  unit->ranges = spec->ranges;
  unit->range_input_shift = rule.input_shift;
  unit->range_output_shift = rule.output_shift;
  return true;
}

bool unit_create(struct unit *out, const struct spec *spec, const struct hardware *hardware, struct error *err) {
  struct unit unit = {.storage = hardware->storage,
                      .selector = hardware->selector,
                      .slope_digits = spec->restriction.slope_digits,
                      .clamp = spec->tails == TAILS_CLAMP,
                      .mirrored = spec->restriction.mirrored,
                      .pipeline = hardware->pipeline,
                      .entries = spec->restriction.mirrored ? spec->entries / 2 : spec->entries,
                      .x_bits = spec->in_bits,
                      .threshold_bits = spec->in_bits,
                      .slope_bits = spec->slope.bits,
                      .intercept_bits = spec->intercept.bits,
                      .slope_significant = spec->slope_significant,
                      .intercept_significant = spec->intercept_significant,
                      .scale_count = spec->scales.count,
                      .scale_bits = number_bits(spec->scales.count),
                      .frac = max_int(spec->slope.frac, spec->intercept.frac)};
  unit.slope_shift = unit.frac - spec->slope.frac;
  set_intercept_shifts(&unit, spec);
  if (!set_symmetry(&unit, spec, err) || !set_ranges(&unit, spec, err))
    return false;
  unit.sum_bits = unit_sum_bits(&unit);
  if (!set_output(&unit, spec, err) || !set_segments(&unit, spec, err) || !check_widths(&unit, err))
    return false;
  *out = unit;
  return true;
}
