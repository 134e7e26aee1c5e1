/* Engines on tables of several input ranges: as good as their optima, and never better. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "model/evaluate.h"
#include "reference/random_ranges.h"
#include "search/exact_engine.h"
#include "search/islands.h"

enum { PROBLEMS = 40 * TEST_EFFORT };

static void search(const struct search_request *request, struct search_answer *answer) {
  struct error err;
  double seconds = 0;
  const struct search_device on = {.backend = &cpu_backend, .device = cpu_backend.open(0, 1, &err), .threads = 1};
  assert_non_null(on.device);
  if (!search_run(&on, request, 1, answer, &seconds, &err))
    fail_msg("%s", err.text);
  cpu_backend.close(on.device);
}

static double error_of(const struct random_problem *random, const struct design *design) {
  struct error err;
  struct score score;
  char text[1400];
  if (!design_check(design, &random->spec, &err))
    fail_msg("%s: %s", err.text, random_ranged_text(random, text, sizeof text));
  evaluate(&random->spec, design, &score);
  return score.exact.mse;
}

static double best_of(const struct random_problem *random, const struct engine_description *engine, uint64_t key) {
  const struct engine_settings settings = engine_defaults(engine);
  const struct search_request request = {&random->spec, &settings, key};
  struct search_answer answer;
  search(&request, &answer);
  assert_true(answer.count > 0);
  double best = HUGE_VAL;
  for (size_t d = 0; d < answer.count; d++)
    best = fmin(best, error_of(random, &answer.designs[d]));
  search_release(&answer, 1);
  return best;
}

static void test_islands(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 8, 12, 3, 120, true, false};
  struct random_stream stream = {1};
  int found = 0;
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_ranged_draw(&random, &stream, &limits);
    const double optimum = best_of(&random, &exact_engine, 1), slack = 1e-9 * optimum + 1e-15;
    const double islands = best_of(&random, &islands_engine, random_bits(&stream));
    char text[1400];
    if (!(islands >= optimum - slack))
      fail_msg("%.17g beats %.17g: %s", islands, optimum, random_ranged_text(&random, text, sizeof text));
    found += islands <= optimum * (1 + 1e-5) + slack;
    random_problem_release(&random);
  }
  assert_true(found >= PROBLEMS * 9 / 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_islands)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
