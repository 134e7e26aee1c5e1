#include "hardware/cost.h"

/* What the registers of the parameters take; a clock runs through them all, or through the gates of words. */
static void price_storage(const struct features *features, const struct coefficients *coefficients, double flip_flop_ge,
                          struct unit_cost *out) {
  const double bits = features->stored_bits, words = features->stored_words;
  out->block[BLOCK_STORAGE].area_ge = bits * (flip_flop_ge + coefficients->bit_area[features->storage]) +
                                      words * coefficients->word_area[features->storage];
  out->block[BLOCK_STORAGE].energy_pj = features->storage == STORAGE_ENABLE
                                            ? bits * coefficients->logic[CONTENT_STORED].clock_energy
                                            : words * coefficients->gate_energy;
}

enum content_kind features_kind(const struct features *features) {
  return features->storage == STORAGE_ROM ? CONTENT_CONSTANT : CONTENT_STORED;
}

bool cost_features(const struct features *features, const struct coefficients *coefficients, double flip_flop_ge,
                   struct unit_cost *out, struct error *err) {
  const enum content_kind kind = features_kind(features);
  const struct per_gate *energy = &coefficients->logic[kind].energy;
  price_storage(features, coefficients, flip_flop_ge, out);
  for (int b = BLOCK_STORAGE + 1; b < BLOCKS; b++) {
    const struct gate_count *count = &features->count[b];
    const struct per_gate *area = &coefficients->logic[kind].area[b];
    out->block[b].area_ge = area->and_gate * count->and_gates + area->xor_gate * count->xor_gates +
                            area->multiplexer * count->multiplexers + flip_flop_ge * count->flip_flops;
    out->block[b].energy_pj = energy->and_gate * count->and_toggles + energy->xor_gate * count->xor_toggles +
                              energy->multiplexer * count->multiplexer_toggles +
                              coefficients->logic[kind].load_energy * count->load_toggles +
                              coefficients->logic[kind].flip_flop_energy * count->flip_flop_toggles +
                              coefficients->logic[kind].clock_energy * count->flip_flops;
  }
  struct gate_path path;
  if (!estimate_path(&features->elaboration, &coefficients->logic[kind].delay, &path, err))
    return false;
  out->delay_ns = coefficients->logic[kind].ends + path_delay(&path, &coefficients->logic[kind].delay);
  return true;
}

struct cost cost_total(const struct unit_cost *blocks, const struct technology *technology) {
  struct cost cost = {.delay_ns = blocks->delay_ns * technology->delay_scale};
  for (int b = 0; b < BLOCKS; b++) {
    cost.area_ge += blocks->block[b].area_ge;
    cost.energy_pj += blocks->block[b].energy_pj * technology->energy_scale;
  }
  cost.area_um2 = cost.area_ge * technology->ge_um2;
  cost.power_mw = cost.energy_pj * technology->clock_mhz / 1000;
  return cost;
}

/* Price what was counted with the fitted coefficients, and let go of it. */
static bool price(struct features *features, double flip_flop_ge, struct unit_cost *out, struct error *err) {
  const bool ok = cost_features(features, &fitted_coefficients, flip_flop_ge, out, err);
  features_free(features);
  return ok;
}

bool cost_of_unit(const struct unit *unit, const struct unit_content *content, double flip_flop_ge,
                  struct unit_cost *out, struct error *err) {
  struct features features;
  return features_of_unit(&features, unit, content, err) && price(&features, flip_flop_ge, out, err);
}

bool cost_of_float_unit(const struct float_unit *unit, const struct float_content *content, double flip_flop_ge,
                        struct unit_cost *out, struct error *err) {
  struct features features;
  return features_of_float(&features, unit, content, err) && price(&features, flip_flop_ge, out, err);
}

bool cost_model(const struct spec *spec, const struct design *design, const struct hardware *hardware,
                struct cost *cost, struct error *err) {
  struct unit unit;
  struct unit_content content;
  struct unit_cost blocks;
  if (!unit_create(&unit, spec, hardware, err))
    return false;
  unit_content(&content, &unit, spec, design);
  if (!cost_of_unit(&unit, &content, hardware->technology.flip_flop_ge, &blocks, err))
    return false;
  *cost = cost_total(&blocks, &hardware->technology);
  return true;
}
