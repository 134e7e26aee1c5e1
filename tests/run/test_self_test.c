/* A device that answers wrong is refused, and the known answers are right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fake_backend.h"
#include "reference/reference.h"
#include "run/known_answers.h"
#include "run/self_test.h"

static bool try(enum fake_lie lie, struct error *err) {
  fakes_reset(1);
  fake_at(0)->lie = lie;
  struct device *device = fake_backend.open(0, 1, err);
  assert_non_null(device);
  const struct search_device on = {.backend = &fake_backend, .device = device, .threads = 1};
  const bool ok = self_test(&on, err);
  fake_backend.close(device);
  return ok;
}

static void test_honest(void **state) {
  (void)state;
  struct error err;
  if (!try(LIE_NONE, &err))
    fail_msg("%s", err.text);
}

static void check_lie(enum fake_lie lie, const char *what) {
  struct error err = {ERROR_NONE, ""};
  assert_false(try(lie, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  if (strstr(err.text, what) == NULL)
    fail_msg("'%s' does not say '%s'", err.text, what);
}

static void test_lies(void **state) {
  (void)state;
  check_lie(LIE_WORD, "draw 2");
  check_lie(LIE_LINE, "line 4");
  check_lie(LIE_BOUNDARY, "island 2");
  check_lie(LIE_FITNESS, "island 1");
}

static void test_failure(void **state) {
  (void)state;
  struct error err;
  fakes_reset(1);
  *fake_at(0) = (struct fake){.good = 0, .bad = 1, .kind = ERROR_DEVICE, .name = "fake"};
  struct device *device = fake_backend.open(0, 1, &err);
  const struct search_device on = {.backend = &fake_backend, .device = device, .threads = 1};
  assert_false(self_test(&on, &err));
  assert_string_equal(err.text, "batch 0 went wrong");
  fake_backend.close(device);
}

/* As in self_test.c. */
static struct spec known_spec(void) {
  return (struct spec){.function = function_find("hswish"),
                       .in_bits = 6,
                       .scales = {.count = 2, .scale = {0.375, 0.125}},
                       .slope = {7, 5},
                       .intercept = {6, 4},
                       .tails = TAILS_ASYMPTOTE,
                       .entries = KNOWN_ENTRIES};
}

/* Every known line scores what it says, and no other line is better; pinned ones are the tails. */
static void test_known_lines(void **state) {
  (void)state;
  const struct spec spec = known_spec();
  const uint32_t last = reference_bounds(&spec) - 1;
  int pinned = 0;
  for (int i = 0; i < KNOWN_LINES; i++) {
    const line_fit *line = &known_lines[i];
    size_t count = 0;
    struct reference_code *run = reference_run(&spec, known_runs[i][0], known_runs[i][1], &count);
    assert_true(known_runs[i][1] <= last);
    const double error = reference_line_error(&spec, run, count, line->slope, line->intercept);
    if (!(fabs(error - line->cost) <= 1e-12 * error + 1e-15))
      fail_msg("line %d costs %.17g, not %.17g", i, error, line->cost);
    if (known_runs[i][0] == 0 || known_runs[i][1] == last) {
      const struct tail *tail = known_runs[i][0] == 0 ? &spec.function->left : &spec.function->right;
      assert_int_equal(line->slope, format_code(spec.slope, tail->slope));
      assert_int_equal(line->intercept, format_code(spec.intercept, tail->intercept));
      pinned++;
    } else {
      const double minimum = reference_line_minimum(&spec, run, count);
      if (!(line->cost <= minimum * (1 + 1e-12) + 1e-15))
        fail_msg("line %d costs %.17g, the best one %.17g", i, line->cost, minimum);
    }
    free(run);
  }
  assert_in_range(pinned, 1, KNOWN_LINES - 3);
}

/* The islands' individuals are worth what is known of them. */
static void test_known_search(void **state) {
  (void)state;
  const struct spec spec = known_spec();
  struct error err;
  struct problem *problem = problem_create(&spec, &err);
  assert_non_null(problem);
  for (int i = 0; i < KNOWN_ISLANDS; i++) {
    struct design design;
    struct score score;
    problem_design(problem, known_boundaries[i], KNOWN_ENTRIES, &design);
    reference_evaluate(&spec, &design, &score);
    if (!(fabs(score.exact.mse / (double)known_fitness[i] - 1) <= 1e-6))
      fail_msg("island %d scores %.9g, not %.9g", i, score.exact.mse, (double)known_fitness[i]);
  }
  problem_free(problem);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_honest),      cmocka_unit_test(test_lies),         cmocka_unit_test(test_failure),
      cmocka_unit_test(test_known_lines), cmocka_unit_test(test_known_search),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
