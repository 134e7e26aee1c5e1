/* The exact engine: every request gets the optimum of its own problem and size, whatever else is in the batch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "reference/random_problem.h"
#include "search/exact_engine.h"

enum { POINTS = 12, ENTRIES_TRIED = 6 };

static void search(const struct search_request *requests, size_t count, struct search_answer *answers) {
  struct error err;
  double seconds = 0;
  const struct search_device on = {.backend = &cpu_backend, .device = cpu_backend.open(0, 2, &err), .threads = 2};
  assert_non_null(on.device);
  if (!search_run(&on, requests, count, answers, &seconds, &err))
    fail_msg("%s", err.text);
  cpu_backend.close(on.device);
}

static void check_answer(const struct search_request *request, const struct search_answer *answer) {
  static struct exact_answer solved;
  const struct exact_resources with = {.threads = 1};
  const struct exact_goal goal = exact_engine_goal(request->settings);
  struct error err;
  if (!exact_solve(&with, request->spec, &goal, ENTRIES_MAX, &solved, &err))
    fail_msg("%s", err.text);
  const struct exact_table *table = &solved.table[request->spec->entries];
  assert_int_equal(answer->count, table->feasible ? 1 : 0);
  if (table->feasible)
    assert_memory_equal(&answer->designs[0], &table->design, sizeof table->design);
}

static void test_batch(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 10, 8, 12, 4, 60, true, false};
  struct random_stream stream = {5};
  struct random_problem random[POINTS / 3];
  struct spec spec[POINTS];
  struct search_request requests[POINTS];
  struct search_answer answers[POINTS];
  const struct engine_settings settings = engine_defaults(&exact_engine);
  for (int i = 0; i < POINTS; i++) {
    if (i % 3 == 0)
      random_problem_draw(&random[i / 3], &stream, &limits);
    spec[i] = random[i / 3].spec;
    spec[i].entries = random_between(&stream, ENTRIES_MIN, ENTRIES_TRIED);
    requests[i] = (struct search_request){&spec[i], &settings, random_bits(&stream)};
    assert_true(search_batchable(&requests[0], &requests[i]));
  }
  search(requests, POINTS, answers);
  for (int i = 0; i < POINTS; i++)
    check_answer(&requests[i], &answers[i]);
  search_release(answers, POINTS);
  for (int i = 0; i < POINTS / 3; i++)
    random_problem_release(&random[i]);
}

static void test_shares(void **state) {
  (void)state;
  const struct engine_settings exact = engine_defaults(&exact_engine), islands = engine_defaults(engine_builtin(0));
  struct spec a = {.function = function_find("gelu"), .in_bits = 8, .scales = {1, {0.25}}, .entries = 8}, b = a;
  const struct search_request exact_a = {&a, &exact, 1}, exact_b = {&b, &exact, 2};
  const struct search_request islands_a = {&a, &islands, 1}, islands_b = {&b, &islands, 2};
  assert_true(search_shares(&exact_a, &exact_b) && search_shares(&islands_a, &islands_b));
  assert_false(search_shares(&exact_a, &islands_b));
  b.entries = 9;
  assert_true(search_shares(&exact_a, &exact_b));
  assert_false(search_shares(&islands_a, &islands_b));
  b.entries = 8;
  b.output = (struct output_stage){8, 0.5};
  assert_false(search_shares(&exact_a, &exact_b));
  assert_true(search_shares(&islands_a, &islands_b));
}

static void test_check(void **state) {
  (void)state;
  struct error err;
  struct engine_settings settings = engine_defaults(&exact_engine);
  settings.value[EXACT_PARAMETER_MAX_ABS] = 0.5;
  assert_true(engine_check(&settings, &err));
  settings.value[EXACT_PARAMETER_OBJECTIVE] = EXACT_MAE;
  assert_false(engine_check(&settings, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
}

static void test_text(void **state) {
  (void)state;
  char text[ENGINE_VALUE_TEXT];
  const struct engine_settings settings = engine_defaults(&exact_engine);
  const struct engine_parameter *parameter = exact_engine.parameter;
  assert_string_equal(engine_value_text(&parameter[0], settings.value[0], 6, text), "mse");
  assert_string_equal(engine_value_text(&parameter[1], settings.value[1], 6, text), "none");
  assert_string_equal(engine_value_text(&parameter[1], 0.125, 6, text), "0.125");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_batch), cmocka_unit_test(test_shares),
                                     cmocka_unit_test(test_check), cmocka_unit_test(test_text)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
