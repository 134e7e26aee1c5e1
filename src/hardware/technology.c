/*
 * The technology profiles. The libraries that the model was fitted on, gates alone, and one that is calibrated on the
 * published figures of one unit.
 */
#include "hardware/technology.h"

#include <string.h>

#include "hardware/cost.h"
#include "hardware/plain.h"

/* A NAND2 gate and a flip-flop of the 130 nm library of the fit, at a clock that its slowest units come near. */
static const struct technology ihp130 = {
    .name = "ihp130", .ge_um2 = 7.2576, .flip_flop_ge = 6.75, .energy_scale = 1, .delay_scale = 1, .clock_mhz = 100};

/* The 0.18 um library that Debian packages: its own NAND2 and flip-flop, and one factor each for energy and delay. */
static const struct technology osu018 = {
    .name = "osu018", .ge_um2 = 32, .flip_flop_ge = 4, .energy_scale = 9, .delay_scale = 1, .clock_mhz = 100};

/* NAND2 equivalents themselves; the rest as in the library of the fit. */
static const struct technology gate = {
    .name = "gate", .ge_um2 = 1, .flip_flop_ge = 6.75, .energy_scale = 1, .delay_scale = 1, .clock_mhz = 100};

/* The published unit, programmable and always clocked, in 28 nm. */
static const struct {
  int bits, entries;
  double area_um2, power_mw, clock_mhz;
} published = {.bits = 8, .entries = 8, .area_um2 = 961, .power_mw = 0.40, .clock_mhz = 500};

static bool plain_cost(const struct hardware *hardware, struct cost *cost) {
  const struct unit unit = unit_plain(published.bits, published.entries, hardware);
  struct unit_content content;
  struct features features;
  struct unit_cost blocks;
  struct error err;
  unit_plain_content(&content, &unit);
  if (!features_of_unit(&features, &unit, &content, &err))
    return false;
  const bool ok = cost_features(&features, &fitted_coefficients, hardware->technology.flip_flop_ge, &blocks, &err);
  features_free(&features);
  *cost = cost_total(&blocks, &hardware->technology);
  return ok;
}

/*
 * Scale the fitted library so that the model gives the published area and power for the published unit, and a delay
 * of one clock period: the publication says no more than that the clock is met. The flip-flop's share of the area
 * is not published and stays.
 */
static bool calibrate(struct technology *out) {
  struct technology profile = ihp130;
  strcpy(profile.name, "paper28");
  profile.clock_mhz = published.clock_mhz;
  const struct hardware hardware = {STORAGE_ENABLE, SELECT_ONE_HOT, 0, profile};
  struct cost cost;
  if (!plain_cost(&hardware, &cost))
    return false;
  profile.ge_um2 = published.area_um2 / cost.area_ge;
  profile.energy_scale = published.power_mw / cost.power_mw;
  profile.delay_scale = 1000 / published.clock_mhz / cost.delay_ns;
  *out = profile;
  return true;
}

bool technology_builtin(size_t index, struct technology *out) {
  static const struct technology *const libraries[] = {&ihp130, &osu018, &gate};
  if (index == 0)
    return calibrate(out);
  if (index > sizeof libraries / sizeof libraries[0])
    return false;
  *out = *libraries[index - 1];
  return true;
}

bool technology_find(const char *name, struct technology *out) {
  struct technology profile;
  for (size_t i = 0; technology_builtin(i, &profile); i++)
    if (strcmp(profile.name, name) == 0) {
      *out = profile;
      return true;
    }
  return false;
}
