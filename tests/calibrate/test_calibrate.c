/*
 * The cost model against synthesised units: results/calibration holds what synthesis found of units of every kind. The
 * built-in coefficients are those that a fit on them gives, and units that a fit did not see are within what is stated.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "calibrate/observe.h"
#include "front/agreement.h"
#include "store/store.h"

static const char path[] = "results/calibration/ihp130.h5";
static const char library[] = "sg13g2_stdcell_typ_1p20V_25C.lib";

struct measured {
  struct results results;
  struct observations observations;
};

static int setup(void **state) {
  struct measured *measured = malloc(sizeof *measured);
  struct error err;
  assert_non_null(measured);
  if (!store_read(&measured->results, path, &err) ||
      !observations_create(&measured->observations, &measured->results, library, &err)) {
    print_error("%s\n", err.text);
    free(measured);
    return -1;
  }
  *state = measured;
  return 0;
}

static int teardown(void **state) {
  struct measured *measured = *state;
  if (measured == NULL)
    return 0;
  observations_release(&measured->observations);
  results_release(&measured->results);
  free(measured);
  return 0;
}

static double flip_flop_ge(void) {
  struct technology technology;
  assert_true(technology_find("ihp130", &technology));
  return technology.flip_flop_ge;
}

/* Built-in and fitted coefficients price every unit alike, but for the digits that were printed. */
static void test_built_in(void **state) {
  const struct measured *measured = *state;
  const struct observations *observations = &measured->observations;
  const struct holdout none = {0, 0};
  struct coefficients fitted;
  struct error err;
  assert_true(calibrate_fit(observations->item, observations->count, none, flip_flop_ge(), &fitted, &err));
  for (size_t i = 0; i < observations->count; i++) {
    struct unit_cost a, b;
    assert_true(cost_features(&observations->features[i], &fitted, flip_flop_ge(), &a, &err));
    assert_true(cost_features(&observations->features[i], &fitted_coefficients, flip_flop_ge(), &b, &err));
    assert_true(fabs(a.delay_ns / b.delay_ns - 1) < 0.01);
    for (int block = 0; block < BLOCKS; block++) {
      assert_true(fabs(a.block[block].area_ge - b.block[block].area_ge) <= 0.005 * a.block[block].area_ge + 1e-9);
      assert_true(fabs(a.block[block].energy_pj - b.block[block].energy_pj) <= 0.005 * a.block[block].energy_pj + 1e-9);
    }
  }
}

static double measured_figure(const struct observation *observation, enum figure figure) {
  const double of[FIGURES] = {observation->area_ge, observation->energy_pj, observation->delay_ns};
  return of[figure];
}

static struct agreement agreement_on(const struct observations *observations, const struct residual *residuals,
                                     bool constant, enum figure figure) {
  struct agreement_pair *pair = malloc(observations->count * sizeof *pair);
  struct agreement agreement;
  struct error err;
  size_t count = 0;
  for (size_t i = 0; i < observations->count; i++) {
    const double synthesised = measured_figure(&observations->item[i], figure);
    if ((observations->features[i].storage == STORAGE_ROM) == constant)
      pair[count++] = (struct agreement_pair){synthesised * (1 + residuals[i].of[figure]), synthesised};
  }
  assert_true(agreement_of(pair, count, AGREEMENT_AREA, &agreement, &err));
  free(pair);
  return agreement;
}

/* How many are off by more than so much. */
static size_t count_beyond(const struct observations *observations, const struct residual *residuals, bool constant,
                           enum figure figure, double bound) {
  size_t count = 0;
  for (size_t i = 0; i < observations->count; i++)
    count += (observations->features[i].storage == STORAGE_ROM) == constant && fabs(residuals[i].of[figure]) > bound;
  return count;
}

/* What docs/hardware.md states. */
static void test_units_not_seen(void **state) {
  static const struct {
    bool constant;
    enum figure figure;
    double mean, most, rank;
    size_t beyond; /* units that may be off by more than `most` */
  } bars[] = {
      {false, FIGURE_AREA, 0.03, 0.12, 0.99, 0},
      {false, FIGURE_ENERGY, 0.05, 0.20, 0.98, 0},
      {false, FIGURE_DELAY, 0.06, 0.20, 0.98, 2},
      {true, FIGURE_AREA, 0.08, 0.25, 0.98, 2},
  };
  const struct measured *measured = *state;
  const struct observations *observations = &measured->observations;
  struct residual *residuals = malloc(observations->count * sizeof *residuals);
  struct error err;
  assert_true(calibrate_cross_validate(observations->item, observations->count, flip_flop_ge(), residuals, &err));
  for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
    const struct agreement found = agreement_on(observations, residuals, bars[i].constant, bars[i].figure);
    const size_t beyond = count_beyond(observations, residuals, bars[i].constant, bars[i].figure, bars[i].most);
    if (!(found.mean <= bars[i].mean && beyond <= bars[i].beyond && found.worst < 0.35 && found.rank >= bars[i].rank))
      fail_msg("%s figure %d: mean %g, worst %g, %zu beyond, rank %g", bars[i].constant ? "rom" : "programmable",
               (int)bars[i].figure, found.mean, found.worst, beyond, found.rank);
  }
  free(residuals);
}

static void test_too_few(void **state) {
  const struct measured *measured = *state;
  const struct holdout none = {0, 0};
  struct coefficients fitted;
  struct error err;
  assert_false(calibrate_fit(measured->observations.item, 5, none, flip_flop_ge(), &fitted, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_built_in), cmocka_unit_test(test_units_not_seen),
                                     cmocka_unit_test(test_too_few)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
