#include <math.h>

#include "operator/operator.h"

struct operator_settings operator_settings_default(enum operator_kind kind) {
  const bool softmax = kind == OPERATOR_SOFTMAX;
  return (struct operator_settings){
      .exp_bits = 16,
      .reciprocal_bits = 16,
      .out_bits = 8,
      .out_frac = softmax ? 8 : 4,
      .epsilon = 1e-5,
      .lengths = 5,
      .length = {16, 64, 197, 512, 2048},
      .distributions = OPERATOR_DISTRIBUTIONS,
      .distribution = {OPERATOR_NORMAL, OPERATOR_LAPLACE, OPERATOR_UNIFORM, OPERATOR_OUTLIERS, OPERATOR_PEAKED,
                       OPERATOR_CONSTANT},
      .spread = softmax ? 2 : 1,
      .vectors = 64,
      .seed = 1,
      .threads = 1,
  };
}

static bool check_range(const char *name, int value, int min, int max, struct error *err) {
  return (value >= min && value <= max) ||
         error_set(err, ERROR_INPUT, "%s: %d is out of range; allowed: %d to %d", name, value, min, max);
}

static bool check_widths(const struct operator_settings *s, enum operator_kind kind, struct error *err) {
  const bool softmax = kind == OPERATOR_SOFTMAX;
  return (s->input_bits == 0 || check_range("input_bits", s->input_bits, IN_BITS_MIN, IN_BITS_MAX, err)) &&
         check_range("exp_bits", s->exp_bits, OPERATOR_UNIT_BITS_MIN, OPERATOR_EXP_BITS_MAX, err) &&
         check_range("reciprocal_bits", s->reciprocal_bits, OPERATOR_UNIT_BITS_MIN, OPERATOR_RECIPROCAL_BITS_MAX,
                     err) &&
         check_range("out_bits", s->out_bits, OUT_BITS_MIN, OPERATOR_OUT_BITS_MAX, err) &&
         check_range("out_frac", s->out_frac, softmax ? s->out_bits - 1 : 0,
                     softmax ? s->out_bits : OPERATOR_OUT_FRAC_MAX, err);
}

static bool check_scales(const struct scale_set *scales, struct error *err) {
  if (!check_range("scales", scales->count, 0, SCALE_MAX, err))
    return false;
  for (int i = 0; i < scales->count; i++)
    if (!(scales->scale[i] >= SCALE_LEAST && scales->scale[i] <= SCALE_MOST))
      return error_set(err, ERROR_INPUT, "scales: %g is out of range; allowed: " SCALE_RANGE, scales->scale[i]);
  return true;
}

static bool check_vectors(const struct operator_settings *s, struct error *err) {
  if (!check_range("lengths", s->lengths, 1, OPERATOR_LENGTHS_MAX, err) ||
      !check_range("distributions", s->distributions, 1, OPERATOR_DISTRIBUTIONS, err) ||
      !check_range("vectors", s->vectors, 1, OPERATOR_VECTORS_MAX, err))
    return false;
  for (int i = 0; i < s->lengths; i++)
    if (!check_range("length", s->length[i], 1, OPERATOR_LENGTH_MAX, err))
      return false;
  for (int i = 0; i < s->distributions; i++)
    if (!check_range("distribution", (int)s->distribution[i], 0, OPERATOR_DISTRIBUTIONS - 1, err))
      return false;
  return true;
}

bool operator_settings_check(const struct operator_settings *settings, enum operator_kind kind, struct error *err) {
  if (!check_widths(settings, kind, err) || !check_scales(&settings->scales, err) || !check_vectors(settings, err))
    return false;
  if (!(settings->epsilon >= 0 && settings->epsilon <= 1))
    return error_set(err, ERROR_INPUT, "epsilon: %g is out of range; allowed: 0 to 1", settings->epsilon);
  if (!(settings->spread >= SCALE_LEAST && settings->spread <= SCALE_MOST))
    return error_set(err, ERROR_INPUT, "spread: %g is out of range; allowed: " SCALE_RANGE, settings->spread);
  return settings->threads >= 1 || error_set(err, ERROR_INPUT, "threads: 0 is out of range; allowed: 1 or more");
}
