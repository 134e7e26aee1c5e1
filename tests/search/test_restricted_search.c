/* Engines on restricted tables: designs keep to the restriction, and are as good as their optima allow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "model/evaluate.h"
#include "model/restriction.h"
#include "model/segments.h"
#include "reference/random_restriction.h"
#include "search/exact_engine.h"
#include "search/islands.h"

enum { PROBLEMS = 60 * TEST_EFFORT };

static const struct random_limits limits = {4, 8, 10, 8, 12, 3, 120, true, true};

static void search(const struct search_request *requests, size_t count, struct search_answer *answers) {
  struct error err;
  double seconds = 0;
  const struct search_device on = {.backend = &cpu_backend, .device = cpu_backend.open(0, 1, &err), .threads = 1};
  assert_non_null(on.device);
  if (!search_run(&on, requests, count, answers, &seconds, &err))
    fail_msg("%s", err.text);
  cpu_backend.close(on.device);
}

static double optimum_of(const struct spec *spec) {
  struct exact_answer *answer = malloc(sizeof *answer);
  const struct exact_resources with = {.threads = 1};
  const struct exact_goal goal = {EXACT_MSE, (double)INFINITY};
  struct spec plain = *spec;
  struct error err;
  plain.output.bits = 0;
  assert_non_null(answer);
  if (!exact_solve(&with, &plain, &goal, spec->entries, answer, &err))
    fail_msg("%s", err.text);
  const double value = answer->table[spec->entries].value;
  assert_true(answer->table[spec->entries].bound == value);
  free(answer);
  return value;
}

static double error_of(const struct random_problem *random, const struct design *design) {
  struct error err;
  struct score score;
  char text[1400];
  if (!design_check(design, &random->spec, &err))
    fail_msg("%s: %s", err.text, random_restricted_text(random, text, sizeof text));
  evaluate(&random->spec, design, &score);
  return score.exact.mse;
}

static uint64_t sets_of(const struct spec *spec) {
  int32_t breakpoint[ENTRIES_MAX];
  uint64_t count = 0;
  struct segments_walk walk =
      segments_walk_of(spec->restriction.segments, restriction_candidates(spec), restriction_stored_entries(spec) - 1);
  while (segments_walk_next(&walk, breakpoint))
    count++;
  return count;
}

static void check_tried(const struct random_problem *random, const struct search_answer *answer, double optimum) {
  assert_int_equal(answer->count, 1);
  assert_int_equal(answer->evaluations, sets_of(&random->spec));
  assert_int_equal(answer->epoch_count, 0);
  assert_int_equal(answer->proof, random->spec.output.bits == 0 ? SEARCH_PROVES_OPTIMUM : SEARCH_PROVES_NOTHING);
  const double error = error_of(random, &answer->designs[0]);
  assert_true(fabs(error - optimum) <= 1e-9 * optimum + 1e-15);
}

static void test_islands(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&islands_engine);
  struct random_stream stream = {1};
  int best = 0, bred = 0;
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct search_answer answer;
    random_restricted_draw(&random, &stream, &limits, RESTRICT_ANY);
    const struct search_request request = {&random.spec, &settings, random_bits(&stream)};
    search(&request, 1, &answer);
    const double optimum = optimum_of(&random.spec), slack = 1e-9 * optimum + 1e-15;
    if (search_tries_all(&random.spec)) {
      check_tried(&random, &answer, optimum);
    } else {
      bred++;
      for (size_t d = 0; d < answer.count; d++)
        assert_true(error_of(&random, &answer.designs[d]) >= optimum - slack);
      best += error_of(&random, &answer.designs[0]) <= optimum * (1 + 1e-5) + slack;
    }
    search_release(&answer, 1);
    random_problem_release(&random);
  }
  assert_true(bred > PROBLEMS / 4);
  assert_true(best >= bred * 9 / 10);
}

/* Dynamic fixed point: designs are of codes there are, and mostly the best. */
static void test_dynamic(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&islands_engine);
  struct random_stream stream = {2};
  int best = 0;
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct search_answer answer;
    random_dynamic_draw(&random, &stream, &limits, 0, 8);
    const struct search_request request = {&random.spec, &settings, random_bits(&stream)};
    search(&request, 1, &answer);
    const double optimum = optimum_of(&random.spec), slack = 1e-9 * optimum + 1e-15;
    for (size_t d = 0; d < answer.count; d++)
      assert_true(error_of(&random, &answer.designs[d]) >= optimum - slack);
    best += error_of(&random, &answer.designs[0]) <= optimum * (1 + 1e-5) + slack;
    search_release(&answer, 1);
    random_problem_release(&random);
  }
  assert_true(best >= PROBLEMS * 9 / 10);
}

/* Half a table of 8 entries shares launches with a whole one of 4, and both get what they get alone. */
static void test_batches(void **state) {
  (void)state;
  const struct engine_settings islands = engine_defaults(&islands_engine), exact = engine_defaults(&exact_engine);
  struct spec whole = {.function = function_find("silu"),
                       .in_bits = 8,
                       .scales = {1, {0.0625}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .entries = 4};
  struct spec half = whole, tried = whole, digits = whole, dynamic = whole;
  half.entries = 8;
  half.restriction.mirrored = true;
  tried.restriction.segments = SEGMENTS_POWER2;
  digits.restriction.slope_digits = 1;
  dynamic.slope_significant = dynamic.intercept_significant = 3;
  const struct search_request requests[] = {
      {&whole, &islands, 1}, {&half, &islands, 2}, {&digits, &islands, 3}, {&dynamic, &islands, 7}};
  const struct search_request other = {&tried, &islands, 4}, all = {&tried, &exact, 5}, free_all = {&whole, &exact, 6};
  assert_true(search_batchable(&requests[0], &requests[1]) && search_batchable(&requests[0], &requests[2]));
  assert_true(search_batchable(&requests[0], &requests[3]) && !search_shares(&requests[0], &requests[3]));
  assert_false(search_batchable(&requests[0], &other) || search_shares(&requests[0], &requests[1]));
  assert_false(search_batchable(&all, &free_all));
  half.entries = 4;
  assert_false(search_batchable(&requests[0], &requests[1]));
  half.entries = 8;
  struct search_answer together[4], alone;
  search(requests, 4, together);
  for (int i = 0; i < 4; i++) {
    search(&requests[i], 1, &alone);
    assert_int_equal(alone.evaluations, together[i].evaluations);
    assert_memory_equal(&alone.designs[0], &together[i].designs[0], sizeof alone.designs[0]);
    assert_int_equal(alone.designs[0].entries, requests[i].spec->entries);
    search_release(&alone, 1);
  }
  search_release(together, 4);
}

/* Requests that differ in the output stage share a solution, but not what it proves. */
static void test_shared_proofs(void **state) {
  (void)state;
  const struct engine_settings islands = engine_defaults(&islands_engine);
  struct spec plain = {.function = function_find("silu"),
                       .in_bits = 6,
                       .scales = {1, {0.125}},
                       .slope = {8, 6},
                       .intercept = {8, 6},
                       .entries = 4,
                       .restriction = {.segments = SEGMENTS_UNIFORM}};
  struct spec staged = plain;
  staged.output.bits = 4;
  staged.output.scale = 0.25;
  const struct search_request requests[] = {{&plain, &islands, 1}, {&staged, &islands, 2}, {&plain, &islands, 3}};
  struct search_answer answers[3];
  for (size_t first = 0; first < 2; first++) {
    search(requests + first, 2, answers);
    assert_int_equal(answers[first].proof, SEARCH_PROVES_OPTIMUM);
    assert_int_equal(answers[1 - first].proof, SEARCH_PROVES_NOTHING);
    assert_memory_equal(&answers[0].designs[0], &answers[1].designs[0], sizeof answers[0].designs[0]);
    search_release(answers, 2);
  }
}

static void test_exact(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&exact_engine);
  const struct random_limits plain = {4, 8, 10, 8, 12, 3, 120, true, false};
  struct random_stream stream = {2};
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    struct search_answer answer;
    random_restricted_draw(&random, &stream, &plain, RESTRICT_ANY);
    const struct search_request request = {&random.spec, &settings, 1};
    search(&request, 1, &answer);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.proof, SEARCH_PROVES_OPTIMUM);
    const double error = error_of(&random, &answer.designs[0]), optimum = optimum_of(&random.spec);
    assert_true(fabs(error - optimum) <= 1e-9 * optimum + 1e-15);
    search_release(&answer, 1);
    random_problem_release(&random);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_islands), cmocka_unit_test(test_dynamic),
                                     cmocka_unit_test(test_batches), cmocka_unit_test(test_shared_proofs),
                                     cmocka_unit_test(test_exact)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
