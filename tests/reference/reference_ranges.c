/* Input ranges, read from their description code by code. */
#include <math.h>

#include "reference/reference.h"

/* What a function does when its x is multiplied by 2^t, or d taken from it. */
struct rule {
  const char *name;
  int t, g;
  double d;
};

static const struct rule *rule_of(const struct function *function) {
  static const struct rule rules[] = {{"div", 1, -1, 0},
                                      {"rsqrt", 2, -1, 0},
                                      {"sqrt", 2, 1, 0},
                                      {"exp", 0, -1, 0.6931471805599453},
                                      {"exp2", 0, -1, 1}};
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
    if (function->builtin != NULL && function_find(rules[i].name)->builtin == function->builtin)
      return &rules[i];
  return NULL;
}

double reference_nearest(double value) {
  const double below = floor(value), rest = value - below;
  if (rest != 0.5)
    return rest < 0.5 ? below : below + 1;
  return fmod(below, 2) == 0 ? below : below + 1;
}

/* The least integer c with lo <= scale c. */
static double least(const struct spec *spec, double scale) {
  double c = floor(spec->function->lo / scale) - 2;
  while (scale * c < spec->function->lo)
    c++;
  return c;
}

static double offset(const struct rule *rule, double scale, int range) {
  return reference_nearest(range * rule->d / scale);
}

/* Whether a code lies beyond a range, counted from the domain. */
static bool beyond(const struct spec *spec, const struct rule *rule, double scale, int32_t q, int range) {
  return rule->t != 0 ? scale * q > spec->function->hi * pow(2, rule->t * range)
                      : q < least(spec, scale) - offset(rule, scale, range);
}

struct reference_reduced reference_reduce(const struct spec *spec, double scale, int32_t q) {
  const struct rule *rule = rule_of(spec->function);
  if (spec->ranges == 0 || rule == NULL)
    return (struct reference_reduced){q, 0};
  int range = 0;
  while (range < spec->ranges - 1 && beyond(spec, rule, scale, q, range))
    range++;
  const double seen = rule->t != 0 ? reference_nearest(q / pow(2, rule->t * range)) : q + offset(rule, scale, range);
  return (struct reference_reduced){(int32_t)seen, rule->g * range};
}

static bool within(const struct spec *spec, double scale, int32_t q) {
  return scale * q >= spec->function->lo && scale * q <= spec->function->hi;
}

bool reference_any(const struct spec *spec, double scale) {
  const int32_t half = INT32_C(1) << (spec->in_bits - 1);
  for (int32_t q = -half; q < half; q++)
    if (within(spec, scale, q))
      return true;
  return false;
}

bool reference_counts(const struct spec *spec, double scale, int32_t q, bool any) {
  const struct rule *rule = rule_of(spec->function);
  if (spec->ranges == 0 || rule == NULL || within(spec, scale, q))
    return within(spec, scale, q);
  const bool near = rule->t != 0 ? scale * q >= spec->function->lo : scale * q <= spec->function->hi;
  return any && near && !beyond(spec, rule, scale, q, spec->ranges - 1);
}
