/* Picking one design under bounds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "front/fixture.h"
#include "front/pick.h"

static struct fixture fixture;

/* Function 0 has four designs, of which number 3 is no better than number 1; function 1 has one. */
static int set_up(void **unused) {
  (void)unused;
  fixture_init(&fixture, 2);
  (void)fixture_add(&fixture, 0, 8, 8, 900, 1e-3, 2e-2);
  (void)fixture_add(&fixture, 0, 16, 8, 1200, 1e-5, 3e-3);
  (void)fixture_add(&fixture, 0, 32, 8, 3000, 1e-6, 1e-3);
  (void)fixture_add(&fixture, 0, 16, 8, 1200, 1e-5, 4e-3);
  (void)fixture_add(&fixture, 1, 8, 8, 100, 1e-9, 1e-5);
  return 0;
}

static struct pick_request request_for(const char *function) {
  struct pick_request request = pick_request_default();
  request.filter.function = function;
  return request;
}

static void expect(const struct pick_request *request, size_t design) {
  size_t found = SIZE_MAX;
  struct error err;
  assert_true(pick_design(&fixture.results, request, &found, &err));
  assert_int_equal(found, design);
}

static void test_cheapest(void **unused) {
  (void)unused;
  struct pick_request request = request_for("gelu");
  expect(&request, 0);
  request.max_error[ERROR_MSE] = 1e-5; /* inclusive; of the two equal designs the first */
  expect(&request, 1);
  request.max_error[ERROR_MSE] = 9.99e-6;
  expect(&request, 2);
  request.filter.function = "hswish";
  expect(&request, 4);
}

static void test_second_bound_excludes(void **unused) {
  (void)unused;
  struct pick_request request = request_for("gelu");
  request.max_error[ERROR_MSE] = 1e-3;
  request.max_error[ERROR_MAX_ABS] = 2e-3;
  expect(&request, 2);
}

static void test_accurate(void **unused) {
  (void)unused;
  struct pick_request request = request_for("gelu");
  request.goal = PICK_ACCURATE;
  expect(&request, 2);
  request.max_cost[COST_AREA] = 2999;
  expect(&request, 1);
  request.max_cost[COST_POWER] = 0.9;
  expect(&request, 0);
}

static void test_knee(void **unused) {
  (void)unused;
  struct pick_request request = request_for("gelu");
  request.goal = PICK_KNEE;
  expect(&request, 1);
  request.max_cost[COST_DELAY] = 1.09;
  expect(&request, 0);
}

static void expect_failure(const struct pick_request *request, const char *const *words) {
  size_t found = 0;
  struct error err = {.kind = ERROR_NONE};
  assert_false(pick_design(&fixture.results, request, &found, &err));
  assert_int_equal(err.kind, ERROR_NOTHING_FOUND);
  for (; *words != NULL; words++)
    if (strstr(err.text, *words) == NULL)
      fail_msg("no '%s' in '%s'", *words, err.text);
}

static void test_nearest_miss(void **unused) {
  (void)unused;
  struct pick_request request = request_for("gelu");
  request.max_error[ERROR_MSE] = 5e-7;
  expect_failure(&request,
                 (const char *const[]){"nearest miss is gelu with 32 entries", "mse 1e-06 (bound 5e-07)", NULL});
  request.max_cost[COST_AREA] = 400;
  expect_failure(&request, (const char *const[]){"32 entries", "area 3000 um^2 (bound 400)", NULL});
  request.max_cost[COST_AREA] = INFINITY;
  request.max_error[ERROR_MSE] = 0; /* nothing is nearer than anything else, but there is still an answer */
  expect_failure(&request, (const char *const[]){"nearest miss", "(bound 0)", NULL});
}

static void test_no_match(void **unused) {
  (void)unused;
  struct pick_request request = request_for("tanh");
  expect_failure(&request, (const char *const[]){"no design with function tanh", "present: gelu, hswish", NULL});
  request = request_for("gelu");
  request.filter.entries = 7;
  request.filter.in_bits = 9;
  request.filter.grid = "fine";
  expect_failure(&request, (const char *const[]){"grid fine", "in_bits 9", "7 entries", NULL});
}

static void test_one_function_at_a_time(void **unused) {
  (void)unused;
  struct pick_request request = pick_request_default();
  size_t found = 0;
  struct error err;
  assert_false(pick_design(&fixture.results, &request, &found, &err));
  assert_int_equal(err.kind, ERROR_USAGE);
  assert_non_null(strstr(err.text, "several functions match (gelu on [-4, 4], hswish"));
  request.filter.definition = &fixture.functions[1];
  expect(&request, 4);
}

static void test_one_weight_at_a_time(void **unused) {
  (void)unused;
  static struct weight weight;
  struct error err;
  size_t found = 0;
  assert_true(weight_from_parameters(&weight, "act", WEIGHT_NORMAL, (const double[]){0, 1}, &err));
  struct pick_request request = request_for("gelu");
  request.goal = PICK_ACCURATE;
  fixture.points[2].spec.weight = &weight;
  assert_false(pick_design(&fixture.results, &request, &found, &err));
  assert_int_equal(err.kind, ERROR_USAGE);
  assert_non_null(strstr(err.text, "several weights match (uniform, act)"));
  request.filter.weight = "act";
  expect(&request, 2);
  request.filter.weight = "uniform";
  expect(&request, 1);
}

static void test_nan_is_never_picked(void **unused) {
  (void)unused;
  fixture.designs[0].score.requantised.mse = NAN;
  fixture.designs[1].cost.area_um2 = NAN;
  const struct pick_request request = request_for("gelu");
  expect(&request, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_cheapest, set_up),
      cmocka_unit_test_setup(test_second_bound_excludes, set_up),
      cmocka_unit_test_setup(test_accurate, set_up),
      cmocka_unit_test_setup(test_knee, set_up),
      cmocka_unit_test_setup(test_nearest_miss, set_up),
      cmocka_unit_test_setup(test_no_match, set_up),
      cmocka_unit_test_setup(test_one_function_at_a_time, set_up),
      cmocka_unit_test_setup(test_one_weight_at_a_time, set_up),
      cmocka_unit_test_setup(test_nan_is_never_picked, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
