/*
 * The weights of input codes at a scale. A code q takes what lies in (scale (q - 1/2), scale (q + 1/2)], the numbers
 * that quantise to it. Of the codes in the domain those count whose share is at least 2^-53: a smaller one would leave
 * their sum as it is.
 */
#ifndef LUTDSE_MODEL_CODE_WEIGHT_H
#define LUTDSE_MODEL_CODE_WEIGHT_H

#include "model/spec.h"
#include "model/weight.h"

/* A domain with less than this is empty: its codes' weights would lose digits. */
#define CODE_WEIGHT_NOTHING 1e-100

struct code_weights {
  const struct weight *weight; /* NULL: every code of the range counts 1 */
  double scale;
  double least;            /* smaller weights are 0 */
  struct code_range codes; /* the domain's codes; empty if no code counts */
};

/* The codes of a scale of the spec; takes the same time however many there are, but for histograms. */
struct code_weights code_weights_at(const struct spec *spec, double scale);

/* The weight of one code of a scale that has a weight; for code_weight(). */
double code_weight_mass(const struct code_weights *weights, int32_t q);

/* The weight of a code of the range; not normalised. 0: it does not count. */
static inline double code_weight(const struct code_weights *weights, int32_t q) {
  return weights->weight == NULL ? 1 : code_weight_mass(weights, q);
}

/* The sum of all weights of the range, in order of code. */
double code_weights_total(const struct code_weights *weights);

/* Whether any code counts. */
static inline bool code_weights_any(const struct code_weights *weights) {
  return weights->codes.first <= weights->codes.last;
}

#endif
