/*
 * Delays, on whole units. Which path is the longest depends on the coefficients, and these on the paths: the two are
 * found in turn, with half a step each time.
 */
#include <math.h>

#include "calibrate/fit.h"

enum { ROUNDS = 24, DELAY_FEATURES = 5 };

static const struct gate_path first_guess = {.and_gates = 0.1, .xor_gates = 0.15, .multiplexers = 0.12, .loads = 0.05};

/* One round: the paths by these weights, and the weights that these paths ask for. */
static bool refit(const struct fit_input *input, enum content_kind kind, const struct gate_path *weights,
                  double found[FEATURES_MAX], struct error *err) {
  struct least_squares fit = {.features = DELAY_FEATURES};
  for (size_t i = 0; i < input->count; i++) {
    const struct observation *observation = &input->observations[i];
    struct gate_path path;
    if (fit_skips(input, i) || isnan(observation->delay_ns) || features_kind(observation->features) != kind)
      continue;
    if (!estimate_path(&observation->features->elaboration, weights, &path, err))
      return false;
    const double feature[DELAY_FEATURES] = {path.and_gates, path.xor_gates, path.multiplexers, path.loads, 1};
    least_squares_add(&fit, feature, observation->delay_ns);
  }
  least_squares_solve(&fit, found);
  return true;
}

bool fit_delay(const struct fit_input *input, struct coefficients *out, struct error *err) {
  for (int kind = 0; kind < CONTENT_KINDS; kind++) {
    struct gate_path *weights = &out->logic[kind].delay;
    double found[FEATURES_MAX];
    *weights = first_guess;
    for (int round = 0; round < ROUNDS; round++) {
      if (!refit(input, (enum content_kind)kind, weights, found, err))
        return false;
      weights->and_gates = (weights->and_gates + found[0]) / 2;
      weights->xor_gates = (weights->xor_gates + found[1]) / 2;
      weights->multiplexers = (weights->multiplexers + found[2]) / 2;
      weights->loads = (weights->loads + found[3]) / 2;
    }
    out->logic[kind].ends = found[4];
  }
  return true;
}
