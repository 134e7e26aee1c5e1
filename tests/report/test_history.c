/* Histories of searches as lines. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "front/fixture.h"
#include "report/history.h"

static struct fixture fixture;
static struct convergence_step steps[1200];
static const struct design_filter any;

static void add(const char *engine, size_t first_step, size_t step_count, uint64_t evaluations) {
  (void)fixture_add(&fixture, 0, 8, 8, 500, 1e-3, 1e-2);
  const size_t i = fixture.results.point_count - 1;
  fixture.points[i].engine = engine_defaults(engine_find(engine));
  fixture.points[i].key = i + 1;
  fixture.outcomes[i].evaluations = evaluations;
  fixture.outcomes[i].first_step = first_step;
  fixture.outcomes[i].step_count = step_count;
}

static int set_up(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  fixture.results.steps = steps;
  fixture.results.step_count = sizeof steps / sizeof steps[0];
  return 0;
}

struct corners {
  size_t count;
  double evaluations[600], error[600];
};

static void take(void *context, double evaluations, double error) {
  struct corners *const corners = context;
  assert_true(corners->count < 600);
  corners->evaluations[corners->count] = evaluations;
  corners->error[corners->count++] = error;
}

static struct corners line(void) {
  struct corners corners = {.count = 0};
  struct study study;
  struct error err;
  assert_true(study_make(&study, &fixture.results, &any, ERROR_MSE, &err));
  assert_true(history_line(&study, &study.setting[0], 8, 0, take, &corners, &err));
  study_release(&study);
  return corners;
}

/* The median of two begins when both have begun, and goes on to the median of their evaluations. */
static void test_median(void **unused) {
  (void)unused;
  const struct convergence_step two[] = {{10, 8}, {100, 4}, {20, 2}, {1000, 1}};
  memcpy(steps, two, sizeof two);
  add("islands", 0, 2, 3000);
  add("islands", 2, 2, 5000);
  const struct corners corners = line();
  assert_int_equal(corners.count, 4);
  const double evaluations[] = {20, 100, 1000, 4000}, error[] = {5, 3, 2.5, 2.5};
  for (size_t i = 0; i < 4; i++)
    assert_true(corners.evaluations[i] == evaluations[i] && corners.error[i] == error[i]);
}

/* Searches without a history, and those that minimise something else, do not count. */
static void test_others(void **unused) {
  (void)unused;
  add("islands", 0, 0, 100);
  assert_int_equal(line().count, 0);
  steps[0] = (struct convergence_step){10, 8};
  add("islands", 0, 1, 10);
  assert_int_equal(line().count, 2); /* the step, and the end */
}

/* What cannot be told apart on a page is one corner. */
static void test_thinned(void **unused) {
  (void)unused;
  for (size_t i = 0; i < 1200; i++)
    steps[i] = (struct convergence_step){1 + i, 1.0 / (double)(1 + i)};
  add("islands", 0, 1200, 1200);
  const struct corners corners = line();
  assert_in_range(corners.count, 60, 120);
  assert_true(corners.evaluations[corners.count - 1] == 1200 && corners.error[corners.count - 1] == 1.0 / 1200);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test_setup(test_median, set_up),
                                     cmocka_unit_test_setup(test_others, set_up),
                                     cmocka_unit_test_setup(test_thinned, set_up)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
