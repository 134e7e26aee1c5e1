#include "model/code_weight.h"

static double mass_between(const struct weight *weight, double scale, int32_t first, int32_t last) {
  return weight_mass(weight, scale * ((double)first - 0.5), scale * ((double)last + 0.5));
}

struct code_weights code_weights_at(const struct spec *spec, double scale) {
  struct code_weights weights = {spec->weight, scale, 0, spec_domain_codes(spec, scale)};
  if (weights.weight == NULL || !code_weights_any(&weights))
    return weights;
  const double all = mass_between(weights.weight, scale, weights.codes.first, weights.codes.last);
  weights.least = 0x1p-53 * all;
  if (!(all >= CODE_WEIGHT_NOTHING))
    weights.codes = (struct code_range){1, 0};
  return weights;
}

double code_weight_mass(const struct code_weights *weights, int32_t q) {
  const double mass = mass_between(weights->weight, weights->scale, q, q);
  return mass >= weights->least ? mass : 0;
}

double code_weights_total(const struct code_weights *weights) {
  const struct code_range codes = weights->codes;
  if (weights->weight == NULL)
    return codes.first <= codes.last ? (double)(codes.last - codes.first + 1) : 0;
  double total = 0;
  for (int32_t q = codes.first; q <= codes.last; q++)
    total += code_weight_mass(weights, q);
  return total;
}
