#include "model/spec.h"

#include <math.h>
#include <string.h>

#include "model/code_weight.h"
#include "model/ranges.h"
#include "model/restriction.h"

double scale_set_finest(const struct scale_set *set) {
  double finest = set->scale[0];
  for (int s = 1; s < set->count; s++)
    finest = fmin(finest, set->scale[s]);
  return finest;
}

static const char *const tails_names[] = {"free", "asymptote", "clamp"};

const char *tails_name(enum tails tails) { return tails_names[tails]; }

int tails_parse(const char *name) {
  for (int i = 0; i < 3; i++)
    if (strcmp(name, tails_names[i]) == 0)
      return i;
  return -1;
}

static const char *const segments_names[] = {"free", "uniform", "power2"};

const char *segments_name(enum segments segments) { return segments_names[segments]; }

static const char *const symmetry_names[] = {"none", "half"};

const char *symmetry_name(bool mirrored) { return symmetry_names[mirrored]; }

int symmetry_parse(const char *name) {
  for (int i = 0; i < 2; i++)
    if (strcmp(name, symmetry_names[i]) == 0)
      return i;
  return -1;
}

struct code_range spec_codes(const struct spec *spec) {
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  return (struct code_range){-half, half - 1};
}

/* The quotients only start the search: they may be off by one where the product rounds. */
struct code_range codes_within(double lo, double hi, double scale, struct code_range limits) {
  const double first = fmax(ceil(lo / scale) - 1, (double)limits.first);
  const double last = fmin(floor(hi / scale) + 1, (double)limits.last);
  if (!(first <= last))
    return (struct code_range){1, 0};
  struct code_range range = {(int32_t)first, (int32_t)last};
  while (range.first <= range.last && scale * (double)range.first < lo)
    range.first++;
  while (range.first <= range.last && scale * (double)range.last > hi)
    range.last--;
  return range;
}

struct code_range spec_domain_codes(const struct spec *spec, double scale) {
  return range_domain_codes(spec, scale, codes_within(spec->function->lo, spec->function->hi, scale, spec_codes(spec)));
}

struct code_range spec_candidates(const struct spec *spec) {
  const struct code_range any = {-(INT32_C(1) << 30), INT32_C(1) << 30};
  return codes_within(spec->function->lo, spec->function->hi, scale_set_finest(&spec->scales), any);
}

bool spec_intercepts_exact(const struct spec *spec) {
  const int slope = spec->slope.frac, intercept = spec->intercept.frac;
  const int fraction = slope > intercept ? slope : intercept;
  for (int s = 0; s < spec->scales.count; s++) {
    int exponent = 0;
    if (frexp(spec->scales.scale[s], &exponent) != 0.5 || fraction - intercept - (exponent - 1) < 0)
      return false;
  }
  return true;
}

static bool check_format(const char *what, struct format format, struct error *err) {
  if (format_valid(format))
    return true;
  return error_set(err, ERROR_INPUT, "%s: Q(%d, %d) is out of range; allowed: bits %d to %d, frac 0 to %d", what,
                   format.bits, format.frac, FORMAT_BITS_MIN, FORMAT_BITS_MAX, FORMAT_FRAC_MAX);
}

static bool check_scales(const struct scale_set *set, struct error *err) {
  if (set->count < 1 || set->count > SCALE_MAX)
    return error_set(err, ERROR_INPUT, "scales: %d scales; allowed: 1 to %d", set->count, SCALE_MAX);
  for (int s = 0; s < set->count; s++) {
    if (!(set->scale[s] >= SCALE_LEAST && set->scale[s] <= SCALE_MOST))
      return error_set(err, ERROR_INPUT, "scales: %g is out of range; allowed: " SCALE_RANGE, set->scale[s]);
    for (int t = 0; t < s; t++)
      if (set->scale[s] == set->scale[t])
        return error_set(err, ERROR_INPUT, "scales: %g is there twice", set->scale[s]);
  }
  return true;
}

static bool check_output(const struct output_stage *output, struct error *err) {
  if (output->bits == 0)
    return true;
  if (output->bits < OUT_BITS_MIN || output->bits > OUT_BITS_MAX)
    return error_set(err, ERROR_INPUT, "output: %d bits; allowed: %d to %d", output->bits, OUT_BITS_MIN, OUT_BITS_MAX);
  if (!(output->scale >= SCALE_LEAST && output->scale <= SCALE_MOST))
    return error_set(err, ERROR_INPUT, "output: scale %g is out of range; allowed: " SCALE_RANGE, output->scale);
  return true;
}

static bool check_domain(const struct spec *spec, struct error *err) {
  const struct function *function = spec->function;
  const double finest = scale_set_finest(&spec->scales);
  const double width = (function->hi - function->lo) / finest;
  if (!(width <= CANDIDATES_MAX) || !(fmax(fabs(function->lo), fabs(function->hi)) / finest <= 0x1p29))
    return error_set(err, ERROR_INPUT,
                     "scales: %g is too fine for %s on [%g, %g]; allowed: at most %d codes in the domain", finest,
                     function->name, function->lo, function->hi, CANDIDATES_MAX);
  const struct code_range candidates = spec_candidates(spec);
  if (candidates.first > candidates.last)
    return error_set(err, ERROR_INPUT, "scales: no multiple of the finest scale %g lies in the domain [%g, %g] of %s",
                     finest, function->lo, function->hi, function->name);
  bool any = false;
  for (int s = 0; s < spec->scales.count; s++) {
    const struct code_range codes = spec_domain_codes(spec, spec->scales.scale[s]);
    const struct code_weights weights = code_weights_at(spec, spec->scales.scale[s]);
    if (code_weights_any(&weights))
      return true;
    any = any || codes.first <= codes.last;
  }
  if (any)
    return error_set(err, ERROR_INPUT,
                     "weights: '%s' gives every code of the domain [%g, %g] of %s a weight of 0; allowed: weights "
                     "that overlap it",
                     weight_name(spec->weight), function->lo, function->hi, function->name);
  return error_set(err, ERROR_INPUT, "in_bits: no %d-bit code at any scale lies in the domain [%g, %g] of %s",
                   spec->in_bits, function->lo, function->hi, function->name);
}

bool spec_check(const struct spec *spec, struct error *err) {
  if (spec->in_bits < IN_BITS_MIN || spec->in_bits > IN_BITS_MAX)
    return error_set(err, ERROR_INPUT, "in_bits: %d; allowed: %d to %d", spec->in_bits, IN_BITS_MIN, IN_BITS_MAX);
  if (spec->entries < ENTRIES_MIN || spec->entries > ENTRIES_MAX)
    return error_set(err, ERROR_INPUT, "entries: %d; allowed: %d to %d", spec->entries, ENTRIES_MIN, ENTRIES_MAX);
  if ((int)spec->tails < TAILS_FREE || spec->tails > TAILS_CLAMP)
    return error_set(err, ERROR_INPUT, "tails: %d is no policy", (int)spec->tails);
  return check_format("slope", spec->slope, err) && check_format("intercept", spec->intercept, err) &&
         check_scales(&spec->scales, err) && check_output(&spec->output, err) && range_check(spec, err) &&
         check_domain(spec, err) && restriction_check(spec, err);
}
