/* What more freedom must do: more entries, wider formats and looser limits never hurt. And threads change nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exact/exact.h"
#include "reference/random_problem.h"

enum { PROBLEMS = 8 * TEST_EFFORT, ENTRIES = 6 };

static const struct random_limits limits = {5, 7, 7, 6, ENTRIES, 3, 40, true, true};

static struct exact_answer *solve(const struct spec *spec, struct exact_goal goal, unsigned threads) {
  struct exact_answer *answer = malloc(sizeof *answer);
  struct error err;
  assert_non_null(answer);
  const struct exact_resources resources = {.threads = threads};
  if (!exact_solve(&resources, spec, &goal, ENTRIES, answer, &err))
    fail_msg("%s", err.text);
  return answer;
}

static double value(const struct exact_answer *answer, int entries) {
  return answer->table[entries].feasible ? answer->table[entries].value : (double)INFINITY;
}

/* Every table of the one with more freedom is at least as good as that of the other. Frees both. */
static void check_order(struct exact_answer *more, struct exact_answer *less, const char *what,
                        const struct random_problem *random) {
  char text[1024];
  for (int n = ENTRIES_MIN; n <= ENTRIES; n++)
    if (!(value(more, n) <= value(less, n) * (1 + 1e-12) + 1e-15))
      fail_msg("%s, %d entries: %.17g, else %.17g: %s", what, n, value(more, n), value(less, n),
               random_problem_text(random, text, sizeof text));
  free(more);
  free(less);
}

static struct exact_goal draw_goal(struct random_stream *stream) {
  struct exact_goal goal = {(enum exact_objective)random_between(stream, 0, EXACT_OBJECTIVES - 1), INFINITY};
  if (goal.objective == EXACT_MSE)
    goal.max_abs_limit = random_real(stream, 0.01, 0.6);
  return goal;
}

static void test_entries(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    char text[1024];
    random_problem_draw(&random, &stream, &limits);
    struct exact_answer *answer = solve(&random.spec, draw_goal(&stream), 1);
    for (int n = ENTRIES_MIN + 1; n <= ENTRIES; n++)
      if (!(value(answer, n) <= value(answer, n - 1) * (1 + 1e-12)))
        fail_msg("%d entries: %.17g, one less: %.17g: %s", n, value(answer, n), value(answer, n - 1),
                 random_problem_text(&random, text, sizeof text));
    free(answer);
    random_problem_release(&random);
  }
}

static bool rounds_intercepts(const struct spec *spec) {
  struct error err;
  struct problem *problem = problem_create(spec, &err);
  assert_non_null(problem);
  const bool rounds = problem->line.scales != 0;
  problem_free(problem);
  return rounds;
}

/* A wider range with the same step; where no scale rounds intercepts, a finer step as well. Tails are rounded: none. */
static void test_formats(void **state) {
  (void)state;
  struct random_stream stream = {2};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct random_limits drawn = limits;
    drawn.inexact = i % 2 == 0;
    random_problem_draw(&random, &stream, &drawn);
    if (random.spec.tails == TAILS_ASYMPTOTE)
      random.spec.tails = TAILS_FREE;
    const struct exact_goal goal = draw_goal(&stream);
    struct spec wider = random.spec;
    const int finer = drawn.inexact || rounds_intercepts(&wider) ? 0 : 1;
    wider.slope = (struct format){wider.slope.bits + 1, wider.slope.frac + finer};
    wider.intercept = (struct format){wider.intercept.bits + 1, wider.intercept.frac + finer};
    struct exact_answer *more = solve(&wider, goal, 1);
    check_order(more, solve(&random.spec, goal, 1), "wider", &random);
    random_problem_release(&random);
  }
}

static void test_limits(void **state) {
  (void)state;
  struct random_stream stream = {3};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, &limits);
    const double limit = random_real(&stream, 0.02, 0.5);
    struct exact_answer *loose = solve(&random.spec, (struct exact_goal){EXACT_MSE, 1.5 * limit}, 1);
    check_order(loose, solve(&random.spec, (struct exact_goal){EXACT_MSE, limit}, 1), "looser", &random);
    struct exact_answer *none = solve(&random.spec, (struct exact_goal){EXACT_MSE, 1e30}, 1);
    check_order(none, solve(&random.spec, (struct exact_goal){EXACT_MSE, limit}, 1), "no limit", &random);
    random_problem_release(&random);
  }
}

static void test_threads(void **state) {
  (void)state;
  for (int objective = 0; objective < EXACT_OBJECTIVES; objective++) {
    const struct spec spec = {.function = function_find("tanh"),
                              .in_bits = 7,
                              .scales = {2, {0.125, 0.0625}},
                              .slope = {8, 6},
                              .intercept = {8, 6},
                              .output = {8, 0.0078125},
                              .entries = ENTRIES};
    const struct exact_goal goal = {(enum exact_objective)objective, 0.1};
    struct exact_answer *one = solve(&spec, goal, 1), *four = solve(&spec, goal, 4);
    for (int n = ENTRIES_MIN; n <= ENTRIES; n++) {
      assert_true(one->table[n].feasible == four->table[n].feasible);
      assert_true(value(one, n) == value(four, n));
      assert_memory_equal(&one->table[n].design, &four->table[n].design, sizeof one->table[n].design);
    }
    free(one);
    free(four);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_entries), cmocka_unit_test(test_formats),
                                     cmocka_unit_test(test_limits), cmocka_unit_test(test_threads)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
