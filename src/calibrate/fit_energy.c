/* Energies, on whole units: of what switches in logic, of flip-flops, and of what the clock drives. */
#include <math.h>

#include "calibrate/fit.h"

enum {
  AND_TOGGLES,
  XOR_TOGGLES,
  MULTIPLEXER_TOGGLES,
  LOAD_TOGGLES,
  FLIP_FLOP_TOGGLES,
  CLOCKED,
  GATES,
  ENERGY_FEATURES
};

static void features_of(const struct features *features, double feature[ENERGY_FEATURES]) {
  for (int f = 0; f < ENERGY_FEATURES; f++)
    feature[f] = 0;
  for (int b = 0; b < BLOCKS; b++) {
    const struct gate_count *count = &features->count[b];
    feature[AND_TOGGLES] += count->and_toggles;
    feature[XOR_TOGGLES] += count->xor_toggles;
    feature[MULTIPLEXER_TOGGLES] += count->multiplexer_toggles;
    feature[LOAD_TOGGLES] += count->load_toggles;
    feature[FLIP_FLOP_TOGGLES] += count->flip_flop_toggles;
    feature[CLOCKED] += count->flip_flops;
  }
  feature[CLOCKED] += features->storage == STORAGE_ENABLE ? features->stored_bits : 0;
  feature[GATES] = features->storage == STORAGE_GATED ? features->stored_words : 0;
}

void fit_energy(const struct fit_input *input, struct coefficients *out) {
  for (int kind = 0; kind < CONTENT_KINDS; kind++) {
    struct least_squares fit = {.features = ENERGY_FEATURES};
    double feature[ENERGY_FEATURES], found[FEATURES_MAX];
    for (size_t i = 0; i < input->count; i++) {
      const struct observation *observation = &input->observations[i];
      if (fit_skips(input, i) || isnan(observation->energy_pj) ||
          features_kind(observation->features) != (enum content_kind)kind)
        continue;
      features_of(observation->features, feature);
      least_squares_add(&fit, feature, observation->energy_pj);
    }
    least_squares_solve(&fit, found);
    out->logic[kind].energy = (struct per_gate){found[AND_TOGGLES], found[XOR_TOGGLES], found[MULTIPLEXER_TOGGLES]};
    out->logic[kind].load_energy = found[LOAD_TOGGLES];
    out->logic[kind].flip_flop_energy = found[FLIP_FLOP_TOGGLES];
    out->logic[kind].clock_energy = found[CLOCKED];
    if (kind == CONTENT_STORED)
      out->gate_energy = found[GATES];
  }
}
