/* Optimal tables of several input ranges: every goal's solver against brute force and the evaluator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exact/brute_force.h"
#include "exact/brute_restricted.h"
#include "model/datapath.h"
#include "reference/random_ranges.h"
#include "reference/reference.h"

enum { PROBLEMS = 40 * TEST_EFFORT, ENTRIES = 4 };

static const struct exact_resources resources = {.threads = 1};

static const char *goal_text(const struct random_problem *random, const struct exact_goal *goal, int entries) {
  static char text[1200];
  char problem[1024];
  (void)snprintf(text, sizeof text, "objective %d, limit %.17g, %d entries of %s", (int)goal->objective,
                 goal->max_abs_limit, entries, random_ranged_text(random, problem, sizeof problem));
  return text;
}

static double figure(const struct errors *errors, enum exact_objective objective) {
  return objective == EXACT_MSE ? errors->mse : objective == EXACT_MAE ? errors->mae : errors->max_abs;
}

/* Squares without a stage are sums of other orders, which lose more digits where intercepts are rounded. */
static bool close_to(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-15; }

static void check_table(const struct random_problem *random, const struct exact_goal *goal, int entries,
                        const struct exact_table *table, double optimum) {
  struct spec spec = random->spec;
  struct error err;
  struct score score;
  spec.entries = entries;
  if (!design_check(&table->design, &spec, &err))
    fail_msg("%s: %s", err.text, goal_text(random, goal, entries));
  evaluate(&spec, &table->design, &score);
  const double evaluated = figure(&score.requantised, goal->objective);
  if (!close_to(table->value, evaluated) || !close_to(table->value, optimum) || table->bound != table->value)
    fail_msg("value %.17g, bound %.17g, evaluated %.17g, optimum %.17g: %s", table->value, table->bound, evaluated,
             optimum, goal_text(random, goal, entries));
  if (goal->objective == EXACT_MSE && score.requantised.max_abs > goal->max_abs_limit)
    fail_msg("error %.17g: %s", score.requantised.max_abs, goal_text(random, goal, entries));
}

static double check_goal(const struct random_problem *random, const struct exact_goal *goal, int entries_max) {
  struct exact_answer *answer = malloc(sizeof *answer);
  struct brute_force brute;
  struct error err;
  assert_non_null(answer);
  if (!exact_solve(&resources, &random->spec, goal, entries_max, answer, &err))
    fail_msg("%s", err.text);
  brute_force_create(&brute, &random->spec, goal);
  for (int n = ENTRIES_MIN; n <= entries_max; n++) {
    const double optimum = brute_force_optimum(&brute, n);
    if (answer->table[n].feasible != (optimum < HUGE_VAL))
      fail_msg("feasible %d, optimum %.17g: %s", answer->table[n].feasible, optimum, goal_text(random, goal, n));
    if (answer->table[n].feasible)
      check_table(random, goal, n, &answer->table[n], optimum);
  }
  const double value = answer->table[entries_max].value;
  brute_force_free(&brute);
  free(answer);
  return value;
}

static void check_goals(const struct random_problem *random, int entries_max, double factor) {
  const double largest = check_goal(random, &(struct exact_goal){EXACT_MAX_ABS, INFINITY}, entries_max);
  (void)check_goal(random, &(struct exact_goal){EXACT_MAE, INFINITY}, entries_max);
  (void)check_goal(random, &(struct exact_goal){EXACT_MSE, INFINITY}, entries_max);
  (void)check_goal(random, &(struct exact_goal){EXACT_MSE, largest * factor}, entries_max);
}

static void check_all_goals(uint64_t seed, int problems, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < problems; i++) {
    struct random_problem random;
    random_ranged_draw(&random, &stream, limits);
    /* A little more than the least keeps away from the last digit of the reference. */
    const double factor = random_between(&stream, 0, 3) == 0 ? 1 + 1e-9 : random_real(&stream, 0.7, 2.5);
    check_goals(&random, limits->entries_max, factor);
    random_problem_release(&random);
  }
}

static void test_exact_scales(void **state) {
  (void)state;
  check_all_goals(1, 2 * PROBLEMS, &(struct random_limits){4, 6, 4, 4, ENTRIES, 3, 9, false, false});
}

static void test_any_scales(void **state) {
  (void)state;
  check_all_goals(2, PROBLEMS, &(struct random_limits){4, 6, 4, 4, ENTRIES, 3, 9, true, false});
}

static void test_output_stage(void **state) {
  (void)state;
  check_all_goals(3, 2 * PROBLEMS, &(struct random_limits){4, 6, 4, 4, ENTRIES, 3, 9, false, true});
  check_all_goals(4, PROBLEMS, &(struct random_limits){4, 6, 4, 4, ENTRIES, 3, 9, true, true});
}

static void test_more_codes(void **state) {
  (void)state;
  check_all_goals(5, PROBLEMS / 4, &(struct random_limits){5, 8, 3, 3, 6, 2, 30, true, true});
}

/* Slopes of few digits, segments, dynamic fixed point as well. */
static void restrict_table(struct spec *spec, struct random_stream *stream) {
  struct error err;
  const struct spec free_spec = *spec;
  do {
    *spec = free_spec;
    spec->restriction.slope_digits = random_between(stream, 0, 2);
    spec->restriction.segments = (enum segments)random_between(stream, SEGMENTS_FREE, SEGMENTS_POWER2);
    spec->slope_significant = random_between(stream, 0, 1) * (spec->slope.bits - 1);
    spec->intercept_significant = random_between(stream, 0, 1) * (spec->intercept.bits - 1);
    spec->entries = random_between(stream, 2, 4);
  } while (!spec_check(spec, &err));
}

static void test_restricted(void **state) {
  (void)state;
  struct random_stream stream = {7};
  const struct random_limits limits = {4, 6, 4, 4, ENTRIES, 2, 8, true, true};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct exact_answer *answer = malloc(sizeof *answer);
    struct error err;
    assert_non_null(answer);
    random_ranged_draw(&random, &stream, &limits);
    restrict_table(&random.spec, &stream);
    for (int objective = 0; objective < EXACT_OBJECTIVES; objective++) {
      const struct exact_goal goal = {(enum exact_objective)objective, INFINITY};
      const int entries = random.spec.entries;
      assert_true(exact_solve(&resources, &random.spec, &goal, entries, answer, &err));
      check_table(&random, &goal, entries, &answer->table[entries], brute_restricted_optimum(&random.spec, &goal));
    }
    free(answer);
    random_problem_release(&random);
  }
}

/*
 * Steps of 2^-8 and intercepts of four bits, so that a slope reaches few values at one x, where codes of several ranges
 * ask for values from 0.4 to 0.5.
 */
static void test_fine_formats(void **state) {
  (void)state;
  for (int in_bits = 4; in_bits <= 7; in_bits++)
    for (int stage = 0; stage <= 8; stage++) {
      struct random_problem random = {.function = *function_find("div")};
      random.spec = (struct spec){.function = &random.function,
                                  .in_bits = in_bits,
                                  .scales = {1, {1}},
                                  .slope = {6, 6},
                                  .intercept = {4, 8},
                                  .output = {stage > 0 ? 8 : 0, ldexp(1, -stage)},
                                  .entries = 4,
                                  .ranges = 5};
      check_goals(&random, ENTRIES, 1.1);
    }
}

/* A good table of a narrow domain is a good one of all ranges: errors in relation to 1/x stay what they are. */
static void test_relative_error(void **state) {
  (void)state;
  struct spec spec = {.function = function_find("div"),
                      .in_bits = 14,
                      .scales = {1, {0x1p-7}},
                      .slope = {16, 12},
                      .intercept = {16, 12},
                      .entries = 16,
                      .ranges = 5};
  struct function function = *spec.function;
  function.lo = 1, function.hi = 4;
  spec.function = &function;
  struct exact_answer *answer = malloc(sizeof *answer);
  struct error err;
  assert_non_null(answer);
  assert_true(exact_solve(&resources, &spec, &(struct exact_goal){EXACT_MSE, INFINITY}, spec.entries, answer, &err));
  struct datapath datapath;
  datapath_prepare(&datapath, &spec, &answer->table[16].design, 0x1p-7);
  const struct code_range codes = spec_domain_codes(&spec, 0x1p-7);
  assert_int_equal(codes.last, 64 * 128 - 1); /* 64 itself is one code too far for 14 bits */
  for (int32_t q = codes.first; q <= codes.last; q++) {
    const double x = 0x1p-7 * q, y = datapath_value(&datapath, datapath_accumulate(&datapath, q));
    if (fabs(y * x - 1) > 0.006)
      fail_msg("1/%g: %g", x, y);
  }
  free(answer);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_exact_scales),  cmocka_unit_test(test_any_scales),
                                     cmocka_unit_test(test_output_stage),  cmocka_unit_test(test_more_codes),
                                     cmocka_unit_test(test_fine_formats),  cmocka_unit_test(test_restricted),
                                     cmocka_unit_test(test_relative_error)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
