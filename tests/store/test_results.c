/* Results in memory: adding, growing, merging, finding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sample.h"

static void test_empty(void **state) {
  (void)state;
  struct results results;
  results_init(&results);
  const struct point_id id = {"00000000000000000000000000000000"};
  assert_int_equal(results_find(&results, &id), SIZE_MAX);
  results_release(&results);
}

static void test_functions_are_shared_and_stay_valid(void **state) {
  (void)state;
  struct results results;
  struct error err;
  sample_results(&results, 1, 200);
  assert_int_equal(results.point_count, 200);
  assert_int_equal(results.function_count, 5);
  for (size_t p = 0; p < results.point_count; p++) {
    const ptrdiff_t function = results.points[p].spec.function - results.functions;
    assert_true(function >= 0 && function < 5);
  }
  assert_true(results_check(&results, ERROR_INTERNAL, &err));
  results_release(&results);
}

/* Many different functions, so that their array moves many times under the points. */
static void test_many_functions(void **state) {
  (void)state;
  struct results sample, results;
  struct error err;
  sample_results(&sample, 2, 40);
  results_init(&results);
  for (size_t p = 0; p < sample.point_count; p++) {
    struct function function = *function_find("gelu");
    struct point point = sample.points[p];
    function.lo = -4 - 0.001 * (double)p;
    point.spec.function = &function;
    point_identify(&point);
    assert_true(results_add(&results, &point, 1, NULL, 0, &err));
  }
  assert_int_equal(results.function_count, 40);
  for (size_t p = 0; p < results.point_count; p++)
    assert_ptr_equal(results.points[p].spec.function, &results.functions[p]);
  results_release(&results);
  results_release(&sample);
}

static void test_find(void **state) {
  (void)state;
  struct results results;
  sample_results(&results, 3, 500);
  for (size_t p = 0; p < results.point_count; p++)
    assert_int_equal(results_find(&results, &results.points[p].id), p);
  const struct point_id none = {"ffffffffffffffffffffffffffffffff"};
  assert_int_equal(results_find(&results, &none), SIZE_MAX);
  results_release(&results);
}

static void test_merge_into_nothing_copies(void **state) {
  (void)state;
  struct results from, into;
  struct error err;
  sample_results(&from, 4, 50);
  results_init(&into);
  assert_true(results_merge(&into, &from, &err));
  assert_true(sample_equal(&into, &from));
  results_release(&from); /* what was copied must not refer to it */
  assert_true(results_check(&into, ERROR_INTERNAL, &err));
  for (size_t p = 0; p < into.point_count; p++)
    (void)function_value(into.points[p].spec.function, 0.5);
  results_release(&into);
}

static void test_merge_keeps_what_is_there(void **state) {
  (void)state;
  struct results first, second;
  struct error err;
  sample_results(&first, 5, 30);
  sample_results(&second, 6, 20);
  const size_t designs = first.design_count + second.design_count;
  assert_true(results_merge(&first, &second, &err));
  assert_int_equal(first.point_count, 50);
  assert_int_equal(first.design_count, designs);
  assert_int_equal(first.function_count, 5);
  assert_int_equal(first.run_count, 3); /* run 6 is in both */
  assert_string_equal(first.sweep_name, "sample 5");
  assert_true(results_merge(&first, &second, &err));
  assert_int_equal(first.point_count, 50);
  assert_int_equal(first.run_count, 3);
  assert_true(results_check(&first, ERROR_INTERNAL, &err));
  results_release(&first);
  results_release(&second);
}

static struct synthesised row_of(size_t design, const char *library, double area) {
  struct synthesised row = {.design = design,
                            .tool = "tool 1",
                            .area_um2 = area,
                            .area_ge = 1,
                            .delay_ns = (double)NAN,
                            .energy_pj = (double)NAN};
  (void)snprintf(row.library, sizeof row.library, "%s", library);
  return row;
}

/* Rows come in any order and stand by design; the same once more replaces what was there. */
static void test_synthesised_in_order(void **state) {
  (void)state;
  struct results results;
  struct error err;
  sample_results(&results, 8, 20);
  results.synthesised_count = 0;
  static const size_t designs[] = {5, 2, 9, 2, 0, 9, 5};
  static const char *const libraries[] = {"a", "b", "a", "a", "a", "a", "b"};
  for (size_t i = 0; i < 7; i++) {
    const struct synthesised row = row_of(designs[i], libraries[i], 1 + (double)i);
    assert_true(results_add_synthesised(&results, &row, &err));
  }
  static const size_t sorted[] = {0, 2, 2, 5, 5, 9};
  static const double areas[] = {5, 2, 4, 1, 7, 6};
  assert_int_equal(results.synthesised_count, 6);
  for (size_t i = 0; i < 6; i++) {
    assert_int_equal(results.synthesised[i].design, sorted[i]);
    assert_true(results.synthesised[i].area_um2 == areas[i]);
  }
  assert_int_equal(results_first_synthesised(&results, 5), 3);
  assert_int_equal(results_first_synthesised(&results, 6), 5);
  assert_int_equal(results_first_synthesised(&results, 10), 6);
  assert_true(results_check(&results, ERROR_INTERNAL, &err));
  results_release(&results);
}

/* Rows follow their designs into a file where these have other numbers. */
static void test_synthesised_follow(void **state) {
  (void)state;
  struct results from, into;
  struct error err;
  sample_results(&from, 9, 40);
  assert_true(from.synthesised_count > 10);
  results_init(&into);
  for (size_t p = from.point_count; p-- > 0;)
    assert_true(results_add_copy(&into, &from, p, &from.points[p], &err));
  assert_int_equal(into.synthesised_count, from.synthesised_count);
  for (size_t i = 0; i < from.synthesised_count; i++) {
    const struct synthesised *row = &from.synthesised[i];
    const struct scored_design *design = &from.designs[row->design];
    const size_t point = results_find(&into, &from.points[design->point].id);
    const size_t place = row->design - from.outcomes[design->point].first_design;
    const size_t other = results_first_synthesised(&into, into.outcomes[point].first_design + place);
    const size_t nth = i - results_first_synthesised(&from, row->design);
    assert_string_equal(into.synthesised[other + nth].library, row->library);
    assert_true(into.synthesised[other + nth].area_um2 == row->area_um2);
    assert_int_equal(into.synthesised[other + nth].cells, row->cells);
  }
  assert_true(results_check(&into, ERROR_INTERNAL, &err));
  results_release(&into);
  results_release(&from);
}

static double draw_value(const struct results *results, size_t point) { return results->outcomes[point].optimum.value; }

/* What is known better of the same points is taken over, and nothing else. */
static void test_merge_optima(void **state) {
  (void)state;
  struct results into, from;
  struct error err;
  sample_results(&into, 7, 40);
  sample_results(&from, 7, 40);
  for (size_t p = 0; p < into.point_count; p++) {
    into.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
    from.outcomes[p].optimum = (struct optimum){OPTIMUM_EXACT, 0};
  }
  from.outcomes[1].optimum = (struct optimum){OPTIMUM_BOUND, 0};
  into.outcomes[2].optimum = (struct optimum){OPTIMUM_BOUND, 0};
  from.outcomes[3].optimum = (struct optimum){OPTIMUM_NONE, 0};
  into.outcomes[3].optimum = (struct optimum){OPTIMUM_EXACT, 0};
  from.outcomes[4].evaluations++;
  const size_t designs = into.design_count;
  const uint64_t evaluations = into.outcomes[4].evaluations;
  assert_true(results_merge(&into, &from, &err));
  assert_int_equal(into.point_count, 40);
  assert_int_equal(into.design_count, designs);
  assert_int_equal(into.outcomes[4].evaluations, evaluations);
  for (size_t p = 0; p < into.point_count; p++) {
    assert_int_equal(into.outcomes[p].optimum.kind, p == 1 ? OPTIMUM_BOUND : OPTIMUM_EXACT);
    assert_true(draw_value(&into, p) == 0);
  }
  results_release(&into);
  results_release(&from);
}

static void test_better_optimum(void **state) {
  (void)state;
  const struct optimum none = {OPTIMUM_NONE, 0}, low = {OPTIMUM_BOUND, 1}, high = {OPTIMUM_BOUND, 2};
  const struct optimum exact = {OPTIMUM_EXACT, 3}, smaller = {OPTIMUM_EXACT, 2.5};
  assert_true(optimum_better(none, low).value == 1 && optimum_better(low, none).value == 1);
  assert_true(optimum_better(low, high).value == 2 && optimum_better(high, low).value == 2);
  assert_true(optimum_better(high, exact).value == 3 && optimum_better(exact, low).value == 3);
  assert_true(optimum_better(smaller, exact).value == 2.5 && optimum_better(exact, smaller).value == 2.5);
  assert_int_equal(optimum_better(none, none).kind, OPTIMUM_NONE);
}

static void test_gap(void **state) {
  (void)state;
  const struct optimum none = {OPTIMUM_NONE, 0}, zero = {OPTIMUM_EXACT, 0}, two = {OPTIMUM_EXACT, 2};
  assert_true(isnan(optimum_gap(&none, 1)) && isnan(optimum_gap(&two, (double)NAN)));
  assert_true(optimum_gap(&zero, 0) == 0 && isinf(optimum_gap(&zero, 1e-300)));
  assert_true(optimum_gap(&two, 2) == 0 && optimum_gap(&two, 3) == 0.5);
  assert_true(optimum_gap(&two, 2 + 1e-15) == 0 && optimum_gap(&two, 2 + 1e-11) > 0);
}

static void expect_wrong(const struct results *results, const char *message) {
  struct error err = {0};
  assert_false(results_check(results, ERROR_INPUT, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, message));
}

static size_t point_with_designs(const struct results *results) {
  size_t p = 0;
  while (results->outcomes[p].design_count < 2)
    p++;
  return p;
}

/* Many weights: the array moves, and points follow; equal ones are one, whatever the point. */
static void test_many_weights(void **state) {
  (void)state;
  struct results from, results;
  struct error err;
  sample_results(&from, 8, 4);
  results_init(&results);
  for (int w = 0; w < 40; w++) {
    struct weight weight;
    const double parameter[2] = {0.01 * (w % 20), 1};
    assert_true(weight_from_parameters(&weight, "w", WEIGHT_NORMAL, parameter, &err));
    struct point point = from.points[0];
    point.spec.weight = &weight;
    assert_true(results_add(&results, &point, 0, NULL, 0, &err));
  }
  assert_int_equal(results.weight_count, 20);
  for (size_t p = 0; p < 40; p++)
    assert_true(results.points[p].spec.weight->parameter[0] == 0.01 * (double)(p % 20));
  const struct weight elsewhere = results.weights[0];
  results.points[7].spec.weight = &elsewhere;
  assert_false(results_check(&results, ERROR_INPUT, &err));
  results_release(&results);
  results_release(&from);
}

static void test_check_finds_what_is_wrong(void **state) {
  (void)state;
  struct results results;
  sample_results(&results, 7, 20);
  const size_t p = point_with_designs(&results);
  struct scored_design *design = &results.designs[results.outcomes[p].first_design];
  results.points[p].seed++;
  expect_wrong(&results, "does not follow");
  results.points[p].seed--;
  design[1].rank = design[0].rank;
  expect_wrong(&results, "rank");
  design[1].rank++;
  design[1].point++;
  expect_wrong(&results, "belongs to point");
  design[1].point--;
  results.outcomes[p].design_count--;
  expect_wrong(&results, "range of designs");
  results.outcomes[p].design_count++;
  results.designs[results.design_count - 1].design.slope[0] = INT32_MAX;
  expect_wrong(&results, "slopes[0]");
  results_release(&results);
}

static void test_check_of_optima(void **state) {
  (void)state;
  struct results results;
  sample_results(&results, 7, 20);
  const size_t p = point_with_designs(&results);
  const double best = 2;
  struct optimum *optimum = &results.outcomes[p].optimum;
  for (size_t d = 0; d < results.outcomes[p].design_count; d++)
    results.designs[results.outcomes[p].first_design + d].score.requantised.mse = best + (double)d;
  *optimum = (struct optimum){OPTIMUM_EXACT, nextafter(best, HUGE_VAL)};
  expect_wrong(&results, "but a design of the point has");
  *optimum = (struct optimum){OPTIMUM_NONE, best};
  expect_wrong(&results, "optimum: ");
  *optimum = (struct optimum){OPTIMUM_BOUND, -1};
  expect_wrong(&results, "optimum: -1");
  *optimum = (struct optimum){OPTIMUM_KINDS, 0};
  expect_wrong(&results, "no such kind");
  *optimum = (struct optimum){OPTIMUM_EXACT, best};
  struct error err;
  assert_true(results_check(&results, ERROR_INPUT, &err));
  results.step_count--;
  expect_wrong(&results, "onvergence");
  results_release(&results);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_empty),
      cmocka_unit_test(test_functions_are_shared_and_stay_valid),
      cmocka_unit_test(test_many_functions),
      cmocka_unit_test(test_find),
      cmocka_unit_test(test_merge_into_nothing_copies),
      cmocka_unit_test(test_merge_keeps_what_is_there),
      cmocka_unit_test(test_many_weights),
      cmocka_unit_test(test_synthesised_in_order),
      cmocka_unit_test(test_synthesised_follow),
      cmocka_unit_test(test_merge_optima),
      cmocka_unit_test(test_better_optimum),
      cmocka_unit_test(test_gap),
      cmocka_unit_test(test_check_finds_what_is_wrong),
      cmocka_unit_test(test_check_of_optima),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
