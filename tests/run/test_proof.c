/* Proofs of restricted problems: optima of restricted tables, or bounds below them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "model/evaluate.h"
#include "reference/random_restriction.h"
#include "run/proof.h"
#include "search/search.h"

enum { PROBLEMS = 60 * TEST_EFFORT };

static struct optimum prove(const struct random_problem *random, const struct exact_goal *goal,
                            enum proof_scope scope) {
  const struct exact_resources with = {.threads = 1};
  struct optimum optimum;
  struct error err;
  if (!proof_of(&with, &random->spec, goal, scope, &optimum, &err))
    fail_msg("%s", err.text);
  return optimum;
}

static void check_goal(const struct random_problem *random, const struct exact_goal *goal) {
  char text[1400];
  const struct optimum best = prove(random, goal, PROVE_ALL);
  assert_int_equal(best.kind, OPTIMUM_EXACT);
  assert_true(proof_work(&random->spec, goal, random->spec.entries, PROVE_ALL) > 0);
  if (!proof_in_scope(&random->spec, goal, PROVE_CHEAP))
    return;
  const struct optimum cheap = prove(random, goal, PROVE_CHEAP);
  const bool exact = cheap.kind == OPTIMUM_EXACT;
  if (exact ? cheap.value != best.value : cheap.kind != OPTIMUM_BOUND || cheap.value > best.value * (1 + 1e-11) + 1e-18)
    fail_msg("proven %.17g (%d), optimum %.17g: %s", cheap.value, (int)cheap.kind, best.value,
             random_restricted_text(random, text, sizeof text));
  assert_true(exact == proof_is_cheap(&random->spec, goal));
}

static void test_proofs(void **state) {
  (void)state;
  const struct random_limits limits = {4, 6, 5, 5, 8, 3, 40, true, true};
  struct random_stream stream = {1};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_restricted_draw(&random, &stream, &limits, RESTRICT_ANY);
    for (int metric = ERROR_MSE; metric <= ERROR_MAX_ABS; metric++) {
      const struct exact_goal goal = proof_goal((enum error_metric)metric);
      check_goal(&random, &goal);
    }
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_proofs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
