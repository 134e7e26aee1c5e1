/* Areas: block by block, each on its own module. */
#include <math.h>

#include "calibrate/fit.h"

/* Gates of a block by kind, as a module of its own. */
static void gates_of(const struct gate_count *count, double feature[3]) {
  feature[0] = count->and_gates;
  feature[1] = count->xor_gates;
  feature[2] = count->multiplexers;
}

/*
 * Constants reach the modules of compare and select alone; the others are the same whatever the storage, so that all
 * units tell of them.
 */
static bool tells_of(const struct observation *observation, enum block block, enum content_kind kind) {
  const bool shared = block != BLOCK_COMPARE && block != BLOCK_SELECT;
  return !isnan(observation->block_ge[block]) && (shared || features_kind(observation->features) == kind);
}

static void fit_block(const struct fit_input *input, enum block block, enum content_kind kind, struct per_gate *out) {
  struct least_squares fit = {.features = 3};
  double feature[3], found[FEATURES_MAX];
  for (size_t i = 0; i < input->count; i++) {
    const struct observation *observation = &input->observations[i];
    gates_of(&observation->apart[block], feature);
    if (!fit_skips(input, i) && tells_of(observation, block, kind) && feature[0] + feature[1] + feature[2] > 0)
      least_squares_add(&fit, feature, observation->block_ge[block]);
  }
  least_squares_solve(&fit, found);
  *out = (struct per_gate){found[0], found[1], found[2]};
}

/* What a stored bit and a word take, all of it. */
static void fit_words(const struct fit_input *input, enum storage storage, double found[FEATURES_MAX]) {
  struct least_squares fit = {.features = 2};
  for (size_t i = 0; i < input->count; i++) {
    const struct observation *observation = &input->observations[i];
    const struct features *features = observation->features;
    if (fit_skips(input, i) || features->storage != storage || isnan(observation->block_ge[BLOCK_STORAGE]))
      continue;
    const double feature[] = {features->stored_bits, features->stored_words};
    least_squares_add(&fit, feature, observation->block_ge[BLOCK_STORAGE]);
  }
  least_squares_solve(&fit, found);
}

double calibrate_flip_flop(const struct observation *observations, size_t count) {
  const struct fit_input input = {.observations = observations, .count = count};
  double found[FEATURES_MAX];
  fit_words(&input, STORAGE_GATED, found);
  return found[0];
}

static void fit_storage(const struct fit_input *input, enum storage storage, struct coefficients *out) {
  double found[FEATURES_MAX];
  fit_words(input, storage, found);
  out->bit_area[storage] = found[0] - input->flip_flop_ge;
  out->word_area[storage] = found[1];
}

void fit_area(const struct fit_input *input, struct coefficients *out) {
  for (int kind = 0; kind < CONTENT_KINDS; kind++)
    for (int b = BLOCK_COMPARE; b < BLOCK_PIPELINE; b++)
      fit_block(input, (enum block)b, (enum content_kind)kind, &out->logic[kind].area[b]);
  fit_storage(input, STORAGE_ENABLE, out);
  fit_storage(input, STORAGE_GATED, out);
}
