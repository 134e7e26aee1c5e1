/* With default settings the islands reach the exact optimum, over a spread of functions, scales, formats and sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reference/reference.h"
#include "search/islands.h"
#include "search/search.h"

static const struct format formats[4] = {{6, 4}, {8, 6}, {12, 10}, {16, 14}};
static const int sizes[6] = {4, 16, 8, 24, 12, 32};

/* Every built-in function once, the rest by turns: single scales 2^0 ... 2^-6 and the seven together. */
static struct spec spread_spec(size_t index) {
  const int set = (int)(index * 3 % 8);
  const struct function *function = function_builtin(index);
  const bool seven = set == 7 && function->hi - function->lo <= 8;
  struct spec spec = {.function = function,
                      .in_bits = 8,
                      .scales = {.count = seven ? 7 : 1, .scale = {ldexp(1, -(set < 7 ? set : 4))}},
                      .slope = formats[index % 4],
                      .intercept = formats[index % 4],
                      .tails = TAILS_FREE,
                      .entries = sizes[index % 6]};
  for (int s = 0; s < 7 && seven; s++)
    spec.scales.scale[s] = ldexp(1, -s);
  return spec;
}

static double mse_of(const struct spec *spec, const struct design *design) {
  struct score score;
  evaluate(spec, design, &score);
  return score.exact.mse;
}

static double optimum_of(const struct spec *spec) {
  struct error err;
  uint32_t boundary[ENTRIES_MAX];
  struct problem *problem = problem_create(spec, &err);
  assert_non_null(problem);
  double *cost = reference_solved_costs(problem);
  assert_non_null(cost);
  (void)reference_optimum(cost, problem->line.bounds, spec->entries, boundary);
  struct design design;
  problem_design(problem, boundary, spec->entries, &design);
  free(cost);
  problem_free(problem);
  return mse_of(spec, &design);
}

/* Sums of equal terms in another order may differ in their last digits. */
static void check_optimal(const struct spec *spec, const struct search_answer *answer, double optimum) {
  double mse = HUGE_VAL;
  for (size_t d = 0; d < answer->count; d++)
    mse = fmin(mse, mse_of(spec, &answer->designs[d]));
  if (!(mse <= optimum * (1 + 1e-12)))
    fail_msg("%s, finest scale %g, Q(%d,%d), %d entries: mse %.17g, optimum %.17g", spec->function->name,
             scale_set_finest(&spec->scales), spec->slope.bits, spec->slope.frac, spec->entries, mse, optimum);
}

/* The record of a search: evaluations and progress, up to what was spent. */
static void check_epochs(const struct search_answer *answer) {
  assert_true(answer->epoch_count > 0);
  for (size_t e = 1; e < answer->epoch_count; e++) {
    assert_true(answer->epochs[e].evaluations > answer->epochs[e - 1].evaluations);
    assert_true(answer->epochs[e].fitness <= answer->epochs[e - 1].fitness);
  }
  assert_true(answer->evaluations == answer->epochs[answer->epoch_count - 1].evaluations);
}

static void test_spread(void **state) {
  (void)state;
  struct error err;
  struct device *device = cpu_backend.open(0, 2, &err);
  assert_non_null(device);
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = 2};
  const struct engine_settings settings = engine_defaults(&islands_engine);
  double evaluations = 0, estimate = 0;
  for (size_t i = 0; i < function_builtin_count(); i++) {
    const struct spec spec = spread_spec(i);
    const struct search_request request = {&spec, &settings, i + 1};
    struct search_answer answer;
    double seconds = 0;
    if (!search_run(&on, &request, 1, &answer, &seconds, &err))
      fail_msg("%s", err.text);
    check_optimal(&spec, &answer, optimum_of(&spec));
    check_epochs(&answer);
    evaluations += (double)answer.evaluations;
    estimate += (double)engine_evaluations(&settings, spec.entries);
    search_release(&answer, 1);
  }
  /* Converged points stop: 2000 generations would take about 3.6 million each. */
  assert_true(evaluations / (double)function_builtin_count() < 1e5);
  /* That is what estimates of time rest on. */
  assert_true(evaluations > 0.8 * estimate && evaluations < 1.25 * estimate);
  cpu_backend.close(device);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_spread)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
