#include "calibrate/calibrate.h"

#include <math.h>
#include <string.h>

#include "calibrate/fit.h"

enum { FOLDS = 20, OBSERVATIONS_MIN = 20 };

static bool has_blocks(const struct observation *observations, size_t count) {
  size_t with = 0;
  for (size_t i = 0; i < count; i++)
    with += isnan(observations[i].block_ge[BLOCK_SELECT]) ? 0 : 1;
  return with >= OBSERVATIONS_MIN;
}

bool calibrate_fit(const struct observation *observations, size_t count, struct holdout holdout, double flip_flop_ge,
                   struct coefficients *out, struct error *err) {
  const struct fit_input input = {observations, count, holdout, flip_flop_ge};
  if (count < OBSERVATIONS_MIN)
    return error_set(err, ERROR_INPUT,
                     "%zu synthesised units are too few to fit a cost model on; synthesise at least %d", count,
                     OBSERVATIONS_MIN);
  if (!has_blocks(observations, count))
    return error_set(
        err, ERROR_INPUT,
        "too few blocks were synthesised alone to fit their areas; run `lutdse synth --blocks` on more units, "
        "at least %d",
        OBSERVATIONS_MIN);
  memset(out, 0, sizeof *out);
  fit_area(&input, out);
  fit_energy(&input, out);
  return fit_delay(&input, out, err);
}

static bool residual_of(const struct observation *observation, const struct coefficients *coefficients,
                        double flip_flop_ge, struct residual *out, struct error *err) {
  struct unit_cost cost;
  if (!cost_features(observation->features, coefficients, flip_flop_ge, &cost, err))
    return false;
  double area = 0, energy = 0;
  for (int b = 0; b < BLOCKS; b++) {
    area += cost.block[b].area_ge;
    energy += cost.block[b].energy_pj;
  }
  out->of[FIGURE_AREA] = area / observation->area_ge - 1;
  out->of[FIGURE_ENERGY] = energy / observation->energy_pj - 1;
  out->of[FIGURE_DELAY] = cost.delay_ns / observation->delay_ns - 1;
  return true;
}

bool calibrate_residuals(const struct observation *observations, size_t count, const struct coefficients *coefficients,
                         double flip_flop_ge, struct residual *residuals, struct error *err) {
  for (size_t i = 0; i < count; i++)
    if (!residual_of(&observations[i], coefficients, flip_flop_ge, &residuals[i], err))
      return false;
  return true;
}

bool calibrate_cross_validate(const struct observation *observations, size_t count, double flip_flop_ge,
                              struct residual *residuals, struct error *err) {
  for (size_t fold = 0; fold < FOLDS; fold++) {
    struct coefficients without;
    const struct holdout holdout = {FOLDS, fold};
    if (!calibrate_fit(observations, count, holdout, flip_flop_ge, &without, err))
      return false;
    for (size_t i = fold; i < count; i += FOLDS)
      if (!residual_of(&observations[i], &without, flip_flop_ge, &residuals[i], err))
        return false;
  }
  return true;
}
