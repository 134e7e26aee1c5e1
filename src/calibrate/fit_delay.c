/*
 * Delays, on whole units. Which path is the longest depends on the coefficients, and these on the paths: the two are
 * found in turn, with half a step each time.
 */
#include <math.h>

#include "calibrate/fit.h"

enum { ROUNDS = 20, DELAY_FEATURES = 7 };

#define STEP 0.3

/* The delays of one kind of units by some coefficients. */
struct trial {
  struct gate_path weights;
  double ends;
  double squares; /* of the relative errors */
};

/*
 * One round: the paths by the trial's weights, with which its errors are measured, and the coefficients that these
 * paths ask for.
 */
static bool refit(const struct fit_input *input, enum content_kind kind, struct trial *trial,
                  double found[FEATURES_MAX], struct error *err) {
  struct least_squares fit = {.features = DELAY_FEATURES};
  trial->squares = 0;
  for (size_t i = 0; i < input->count; i++) {
    const struct observation *observation = &input->observations[i];
    struct gate_path path;
    if (fit_skips(input, i) || isnan(observation->delay_ns) || features_kind(observation->features) != kind)
      continue;
    if (!estimate_path(&observation->features->elaboration, &trial->weights, &path, err))
      return false;
    const double feature[DELAY_FEATURES] = {
        path.compare_and_gates, path.and_gates, path.late_and_gates, path.xor_gates, path.multiplexers, path.loads, 1};
    const double error = (path_delay(&path, &trial->weights) + trial->ends) / observation->delay_ns - 1;
    trial->squares += error * error;
    least_squares_add(&fit, feature, observation->delay_ns);
  }
  least_squares_solve(&fit, found);
  return true;
}

/* Some 60 ps a gate. */
static const struct trial first_guess = {{.compare_and_gates = 0.05,
                                          .and_gates = 0.06,
                                          .late_and_gates = 0.06,
                                          .xor_gates = 0.1,
                                          .multiplexers = 0.06,
                                          .loads = 0.08},
                                         .ends = 0.5};

/* A step towards coefficients. */
static void step(struct trial *trial, const double *to) {
  double *const of[DELAY_FEATURES] = {&trial->weights.compare_and_gates,
                                      &trial->weights.and_gates,
                                      &trial->weights.late_and_gates,
                                      &trial->weights.xor_gates,
                                      &trial->weights.multiplexers,
                                      &trial->weights.loads,
                                      &trial->ends};
  for (int f = 0; f < DELAY_FEATURES; f++)
    *of[f] += STEP * (to[f] - *of[f]);
}

bool fit_delay(const struct fit_input *input, struct coefficients *out, struct error *err) {
  for (int kind = 0; kind < CONTENT_KINDS; kind++) {
    struct trial trial = first_guess, best = {.squares = HUGE_VAL};
    double found[FEATURES_MAX];
    for (int round = 0; round < ROUNDS; round++) {
      if (!refit(input, (enum content_kind)kind, &trial, found, err))
        return false;
      if (trial.squares < best.squares)
        best = trial;
      step(&trial, found);
    }
    out->logic[kind].delay = best.weights;
    out->logic[kind].ends = best.ends;
  }
  return true;
}
