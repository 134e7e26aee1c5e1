/* Quick bounds: below every optimum, and not all zero. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "exact/exact.h"
#include "reference/random_restriction.h"

enum { ROUNDS = 40 * TEST_EFFORT, ENTRIES_TRIED = 8 };

/* How many bounds are worth something. */
static int check_bounds(const struct random_problem *problem, const struct exact_goal *goal) {
  char text[1400];
  double bound[ENTRIES_MAX + 1];
  struct exact_answer *answer = malloc(sizeof *answer);
  const struct exact_resources with = {.threads = 1};
  struct error err;
  int positive = 0;
  assert_non_null(answer);
  if (!exact_bounds(&problem->spec, goal, 1, ENTRIES_TRIED, bound, &err) ||
      !exact_solve(&with, &problem->spec, goal, ENTRIES_TRIED, answer, &err))
    fail_msg("%s", err.text);
  for (int n = ENTRIES_MIN; n <= ENTRIES_TRIED; n++) {
    positive += bound[n] > 0;
    if (!(bound[n] >= 0 && bound[n] <= answer->table[n].value * (1 + 1e-11) + 1e-24))
      fail_msg("%s, N %d: bound %.17g, optimum %.17g", random_restricted_text(problem, text, sizeof text), n, bound[n],
               answer->table[n].value);
  }
  free(answer);
  return positive;
}

static void test_below_optima(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 8, 6, 8, 3, 60, true, true};
  struct random_stream stream = {6};
  int positive = 0;
  for (int r = 0; r < ROUNDS; r++) {
    struct random_problem problem;
    random_problem_draw(&problem, &stream, &limits);
    random_dynamic(&problem, &stream);
    const struct exact_goal mse = {EXACT_MSE, (double)INFINITY}, mae = {EXACT_MAE, (double)INFINITY};
    positive += check_bounds(&problem, &mse) + check_bounds(&problem, &mae);
    random_problem_release(&problem);
  }
  assert_true(positive > ROUNDS);
}

/* A large problem is looked at in cells: the bound is near the optimum where entries are many cells long. */
static void test_large(void **state) {
  (void)state;
  const struct random_problem problem = {.spec = {.function = function_find("tanh"),
                                                  .in_bits = 16,
                                                  .scales = {1, {0x1p-10}},
                                                  .slope = {12, 10},
                                                  .intercept = {12, 10}}};
  const struct exact_goal mse = {EXACT_MSE, (double)INFINITY};
  double bound[ENTRIES_MAX + 1];
  struct error err;
  assert_int_equal(check_bounds(&problem, &mse), ENTRIES_TRIED - ENTRIES_MIN + 1);
  assert_true(exact_bounds(&problem.spec, &mse, 1, 4, bound, &err));
  /* The optimum of four entries, by the exact engine. */
  struct exact_answer *answer = malloc(sizeof *answer);
  const struct exact_resources with = {.threads = 1};
  assert_non_null(answer);
  assert_true(exact_solve(&with, &problem.spec, &mse, 4, answer, &err));
  assert_true(bound[4] > 0.8 * answer->table[4].value);
  free(answer);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_below_optima), cmocka_unit_test(test_large)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
