/* Optima of restricted tables: against brute force, the evaluator, and those of freer tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exact/brute_restricted.h"
#include "model/evaluate.h"
#include "reference/random_restriction.h"

enum { PROBLEMS = 30 * TEST_EFFORT };

static const struct exact_resources resources = {.threads = 1};
static const struct exact_goal mse = {EXACT_MSE, (double)INFINITY};

static const char *text_of(const struct random_problem *random, const struct exact_goal *goal) {
  static char text[1400];
  char problem[1200];
  (void)snprintf(text, sizeof text, "objective %d, limit %.17g, %s", (int)goal->objective, goal->max_abs_limit,
                 random_restricted_text(random, problem, sizeof problem));
  return text;
}

static struct exact_table solve(const struct spec *spec, const struct exact_goal *goal) {
  struct exact_answer *answer = malloc(sizeof *answer);
  struct error err;
  assert_non_null(answer);
  if (!exact_solve(&resources, spec, goal, spec->entries, answer, &err))
    fail_msg("%s", err.text);
  const struct exact_table table = answer->table[spec->entries];
  free(answer);
  return table;
}

static double figure(const struct errors *errors, enum exact_objective objective) {
  return objective == EXACT_MSE ? errors->mse : objective == EXACT_MAE ? errors->mae : errors->max_abs;
}

static bool close_to(double a, double b) { return fabs(a - b) <= 1e-11 * fmax(fabs(a), fabs(b)) + 1e-15; }

/* A table is what it says, and no table is better. */
static void check_goal(const struct random_problem *random, const struct exact_goal *goal) {
  const struct exact_table table = solve(&random->spec, goal);
  const double optimum = brute_restricted_optimum(&random->spec, goal);
  if (table.feasible != (optimum < HUGE_VAL))
    fail_msg("%s, though the optimum is %.17g: %s", table.feasible ? "feasible" : "infeasible", optimum,
             text_of(random, goal));
  if (!table.feasible) {
    assert_true(table.bound == (double)INFINITY);
    return;
  }
  struct error err;
  struct score score;
  if (!design_check(&table.design, &random->spec, &err))
    fail_msg("%s: %s", err.text, text_of(random, goal));
  evaluate(&random->spec, &table.design, &score);
  const double scored = figure(&score.requantised, goal->objective);
  if (!close_to(table.value, optimum) || !close_to(scored, optimum) || table.bound != table.value)
    fail_msg("value %.17g, bound %.17g, scored %.17g, optimum %.17g: %s", table.value, table.bound, scored, optimum,
             text_of(random, goal));
  if (score.requantised.max_abs > goal->max_abs_limit && goal->objective == EXACT_MSE)
    fail_msg("error %.17g: %s", score.requantised.max_abs, text_of(random, goal));
}

static void check_kinds(uint64_t seed, unsigned kinds, bool all_goals, const struct random_limits *limits) {
  struct random_stream stream = {seed};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_restricted_draw(&random, &stream, limits, kinds);
    check_goal(&random, &mse);
    if (all_goals) {
      const struct exact_goal largest = {EXACT_MAX_ABS, INFINITY};
      check_goal(&random, &largest);
      check_goal(&random, &(struct exact_goal){EXACT_MAE, INFINITY});
      const double least = solve(&random.spec, &largest).value;
      check_goal(&random, &(struct exact_goal){EXACT_MSE, least * random_real(&stream, 0.8, 2)});
    }
    random_problem_release(&random);
  }
}

static const struct random_limits plain = {4, 6, 5, 4, 6, 3, 14, true, false};
static const struct random_limits staged = {4, 5, 4, 4, 6, 2, 10, true, true};

static void test_digits(void **state) {
  (void)state;
  check_kinds(1, RESTRICT_DIGITS, false, &(struct random_limits){4, 6, 7, 6, 4, 3, 12, true, false});
  check_kinds(2, RESTRICT_DIGITS, true, &(struct random_limits){4, 5, 5, 4, 3, 2, 8, true, true});
}

static void test_mirrored(void **state) {
  (void)state;
  check_kinds(3, RESTRICT_MIRRORED, false, &plain);
  check_kinds(4, RESTRICT_MIRRORED, true, &staged);
}

static void test_segments(void **state) {
  (void)state;
  check_kinds(5, RESTRICT_SEGMENTS, false, &plain);
  check_kinds(6, RESTRICT_SEGMENTS, true, &staged);
}

static void test_together(void **state) {
  (void)state;
  check_kinds(7, RESTRICT_ANY, false, &plain);
  check_kinds(8, RESTRICT_ANY, true, &staged);
}

/* What is allowed less is no better: without a restriction, and with one digit more. */
static void test_order(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 8, 16, 4, 300, true, false};
  struct random_stream stream = {9};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_restricted_draw(&random, &stream, &limits, RESTRICT_ANY);
    if (random.spec.restriction.mirrored) /* of tails, mirror images may be pinned to others */
      random.spec.tails = TAILS_FREE;
    const double value = solve(&random.spec, &mse).value, slack = 1e-9 * value + 1e-18;
    struct spec freer = random.spec;
    if (freer.restriction.slope_digits != 0 && freer.tails != TAILS_ASYMPTOTE) {
      freer.restriction.slope_digits++;
      if (solve(&freer, &mse).value > value + slack)
        fail_msg("%.17g: %s", value, text_of(&random, &mse));
    }
    freer.restriction = (struct restriction){0};
    if (freer.tails != TAILS_ASYMPTOTE && solve(&freer, &mse).value > value + slack)
      fail_msg("%.17g: %s", value, text_of(&random, &mse));
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_digits), cmocka_unit_test(test_mirrored),
                                     cmocka_unit_test(test_segments), cmocka_unit_test(test_together),
                                     cmocka_unit_test(test_order)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
