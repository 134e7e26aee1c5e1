/* Dynamic fixed point: optima against brute force over all codes there are, and against those of other formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exact/brute_restricted.h"
#include "model/evaluate.h"
#include "model/significant.h"
#include "reference/random_restriction.h"

enum { PROBLEMS = 60 * TEST_EFFORT };

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

/* A table is what it says, and no table is better. Returns the optimum. */
static double check_goal(const struct random_problem *random, const struct exact_goal *goal) {
  const struct exact_table table = solve(&random->spec, goal);
  const double optimum = brute_restricted_optimum(&random->spec, goal);
  if (table.feasible != (optimum < HUGE_VAL))
    fail_msg("%s, though the optimum is %.17g: %s", table.feasible ? "feasible" : "infeasible", optimum,
             text_of(random, goal));
  if (!table.feasible)
    return optimum;
  struct error err;
  struct score score;
  if (!design_check(&table.design, &random->spec, &err))
    fail_msg("%s: %s", err.text, text_of(random, goal));
  evaluate(&random->spec, &table.design, &score);
  const double scored = figure(&score.requantised, goal->objective);
  if (!close_to(table.value, optimum) || !close_to(scored, optimum) || table.bound != table.value)
    fail_msg("value %.17g, bound %.17g, scored %.17g, optimum %.17g: %s", table.value, table.bound, scored, optimum,
             text_of(random, goal));
  return optimum;
}

static void check_kinds(uint64_t seed, unsigned kinds, bool all_goals, const struct random_limits *limits,
                        int exponents) {
  struct random_stream stream = {seed};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_dynamic_draw(&random, &stream, limits, kinds, exponents);
    (void)check_goal(&random, &mse);
    if (all_goals) {
      const double least = check_goal(&random, &(struct exact_goal){EXACT_MAX_ABS, INFINITY});
      (void)check_goal(&random, &(struct exact_goal){EXACT_MAE, INFINITY});
      (void)check_goal(&random, &(struct exact_goal){EXACT_MSE, least * random_real(&stream, 0.8, 2)});
    }
    random_problem_release(&random);
  }
}

static void test_squares(void **state) {
  (void)state;
  check_kinds(1, 0, false, &(struct random_limits){4, 6, 3, 6, 4, 3, 12, false, false}, 6);
  check_kinds(2, 0, false, &(struct random_limits){4, 6, 4, 6, 4, 3, 12, true, false}, 4);
}

static void test_goals(void **state) {
  (void)state;
  check_kinds(3, 0, true, &(struct random_limits){4, 5, 3, 4, 3, 2, 8, false, false}, 5);
  check_kinds(4, 0, true, &(struct random_limits){4, 5, 3, 5, 3, 2, 8, true, false}, 4);
  check_kinds(5, 0, true, &(struct random_limits){4, 5, 4, 4, 3, 2, 8, true, true}, 3);
}

static void test_restricted(void **state) {
  (void)state;
  check_kinds(6, RESTRICT_MIRRORED, true, &(struct random_limits){4, 5, 3, 4, 6, 2, 10, true, true}, 3);
  check_kinds(7, RESTRICT_ANY, true, &(struct random_limits){4, 5, 3, 4, 6, 2, 10, true, true}, 3);
}

/* As many bits in a format of their own, with the point where the exponent `at` puts it. */
static struct format fixed_format(struct format format, int significant, int at) {
  return significant == 0 ? format : (struct format){significant, format.frac - at};
}

/*
 * No worse than fixed point of as many bits wherever its point is, no better than any code of the format, and of more
 * significant bits no worse.
 */
static void check_order(const struct random_problem *random, struct random_stream *stream) {
  const struct spec *spec = &random->spec;
  const double value = solve(spec, &mse).value, slack = 1e-9 * value + 1e-18;
  struct spec wide = *spec, narrow = *spec, more = *spec;
  wide.slope_significant = wide.intercept_significant = 0;
  narrow.slope_significant = narrow.intercept_significant = 0;
  const int slopes = significant_exponents(spec->slope, spec->slope_significant) - 1;
  const int intercepts = significant_exponents(spec->intercept, spec->intercept_significant) - 1;
  narrow.slope = fixed_format(spec->slope, spec->slope_significant,
                              random_between(stream, 0, slopes < spec->slope.frac ? slopes : spec->slope.frac));
  narrow.intercept =
      fixed_format(spec->intercept, spec->intercept_significant,
                   random_between(stream, 0, intercepts < spec->intercept.frac ? intercepts : spec->intercept.frac));
  more.slope_significant = significant_valid(spec->slope, spec->slope_significant + 1) && slopes > 0
                               ? spec->slope_significant + 1
                               : spec->slope_significant;
  /* Narrower formats may have fewer fraction bits, and round intercepts otherwise where a scale does. */
  if (spec_intercepts_exact(&narrow) && solve(&narrow, &mse).value < value - slack)
    fail_msg("%.17g, but Q(%d, %d) and Q(%d, %d): %.17g: %s", value, narrow.slope.bits, narrow.slope.frac,
             narrow.intercept.bits, narrow.intercept.frac, solve(&narrow, &mse).value, text_of(random, &mse));
  if (solve(&wide, &mse).value > value + slack || solve(&more, &mse).value > value + slack)
    fail_msg("%.17g: %s", value, text_of(random, &mse));
}

static void test_order(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 10, 16, 4, 300, true, false};
  struct random_stream stream = {9};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_dynamic_draw(&random, &stream, &limits, 0, 8);
    if (random.spec.tails == TAILS_ASYMPTOTE) /* pinned codes are others in other formats */
      random.spec.tails = TAILS_FREE;
    check_order(&random, &stream);
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_squares), cmocka_unit_test(test_goals),
                                     cmocka_unit_test(test_restricted), cmocka_unit_test(test_order)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
