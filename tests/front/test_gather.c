/* Fronts and ranges of results that come in pieces: the same as of the whole. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "front/fixture.h"
#include "front/gather.h"

enum { DESIGNS = 400 };

static struct fixture fixture;
static struct weight weights[2];

static uint32_t next(uint32_t *state) {
  *state = *state * 1664525U + 1013904223U;
  return *state >> 16;
}

/* Few different figures, so that ties abound; some are NaN, some infinite. */
static double figure(uint32_t *state) {
  const uint32_t value = next(state) % 24;
  if (value == 0)
    return (double)NAN;
  return value == 1 ? (double)INFINITY : (double)(value - 2);
}

static void make_results(uint32_t seed) {
  uint32_t state = seed;
  fixture_init(&fixture, 3);
  fixture.results.weights = weights;
  fixture.results.weight_count = 2;
  for (int i = 0; i < DESIGNS; i++) {
    /* Function 0 comes last. */
    const size_t function = i < DESIGNS / 2 ? 1 + next(&state) % 2 : next(&state) % 3;
    struct scored_design *const design =
        fixture_add(&fixture, function, 8, 8, figure(&state), figure(&state), figure(&state));
    design->cost.delay_ns = figure(&state);
    const uint32_t weight = next(&state) % 3;
    fixture.points[i].spec.weight = weight == 0 ? NULL : &weights[weight - 1];
  }
}

/* The slices have functions and weights of their own, in another order. */
static void add_slice(struct gather *gather, size_t first, size_t count) {
  struct results slice;
  struct error err;
  results_init(&slice);
  for (size_t i = first; i < first + count; i++)
    assert_true(results_add_copy(&slice, &fixture.results, i, &fixture.points[i], &err));
  assert_true(gather_add(gather, &slice, first, &err));
  results_release(&slice);
}

/* In pieces of one to 40 designs; the last half first. */
static void gather_pieces(struct gather *gather, uint32_t seed) {
  uint32_t state = seed;
  for (size_t half = 2; half-- > 0;)
    for (size_t first = half * DESIGNS / 2, end = first + DESIGNS / 2; first < end;) {
      const size_t wanted = 1 + next(&state) % 40, count = wanted < end - first ? wanted : end - first;
      add_slice(gather, first, count);
      first += count;
    }
}

static const struct weight *weight_at(size_t number) { return number == SIZE_MAX ? NULL : &weights[number]; }

/* The front of one function, weight and pair of metrics by its definition. Returns the number of rows. */
static size_t expect_front(const struct front_row *row, size_t function, size_t weight, int error, int cost) {
  const struct design_filter filter = {
      .definition = &fixture.functions[function], .one_weighting = true, .weighting = weight_at(weight)};
  struct objective *items = NULL;
  size_t count = 0;
  struct error err;
  assert_true(front_objectives(&fixture.results, &filter, (enum error_metric)error, (enum cost_metric)cost, &items,
                               &count, &err));
  const size_t front = front_extract(items, count);
  for (size_t i = 0; i < front; i++) {
    assert_int_equal(row[i].design, items[i].design);
    assert_true(row[i].error_metric == error && row[i].cost_metric == cost);
    assert_true(row[i].function == function && row[i].weight == weight);
    assert_true(row[i].error == items[i].error && row[i].cost == items[i].cost);
  }
  free(items);
  return front;
}

static void expect_fronts(const struct results *tail) {
  const struct front_row *row = tail->fronts;
  for (size_t function = 0; function < 3; function++)
    for (size_t weight = SIZE_MAX; weight != 2; weight++)
      for (int error = 0; error < ERROR_METRICS; error++)
        for (int cost = 0; cost < COST_METRICS; cost++)
          row += expect_front(row, function, weight, error, cost);
  assert_int_equal(row - tail->fronts, tail->front_count);
}

static double figure_of(const struct scored_design *design, int metric) {
  return metric < ERROR_METRICS ? design_error(design, (enum error_metric)metric)
                                : design_cost(design, (enum cost_metric)(metric - ERROR_METRICS));
}

static void expect_range(const struct range_row *row, size_t function, size_t weight, int metric) {
  size_t designs = 0;
  double least = (double)INFINITY, most = -(double)INFINITY;
  for (size_t d = 0; d < fixture.results.design_count; d++) {
    const struct spec *const spec = &fixture.points[d].spec;
    const double value = figure_of(&fixture.designs[d], metric);
    if (spec->function != &fixture.functions[function] || spec->weight != weight_at(weight) || isnan(value))
      continue;
    designs++;
    least = fmin(least, value);
    most = fmax(most, value);
  }
  assert_true(row->function == function && row->weight == weight && row->metric == metric);
  assert_int_equal(row->designs, designs);
  assert_true(row->least == least && row->most == most);
}

static void expect_ranges(const struct results *tail) {
  const struct range_row *row = tail->ranges;
  for (size_t function = 0; function < 3; function++)
    for (size_t weight = SIZE_MAX; weight != 2; weight++)
      for (int metric = 0; metric < FRONT_METRICS; metric++)
        expect_range(row++, function, weight, metric);
  assert_int_equal(row - tail->ranges, tail->range_count);
}

static void test_pieces(void **unused) {
  (void)unused;
  struct error err;
  for (uint32_t seed = 1; seed <= 20; seed++) {
    make_results(seed);
    struct gather gather = gather_create(NULL);
    struct results tail;
    results_init(&tail);
    gather_pieces(&gather, seed);
    assert_true(gather_finish(&gather, &fixture.results, &tail, &err));
    expect_fronts(&tail);
    expect_ranges(&tail);
    assert_true(front_fill(&fixture.results, &err));
    assert_int_equal(fixture.results.front_count, tail.front_count);
    assert_memory_equal(fixture.results.fronts, tail.fronts, tail.front_count * sizeof *tail.fronts);
    expect_ranges(&fixture.results);
    gather_release(&gather);
    free(tail.fronts);
    free(tail.ranges);
    free(fixture.results.fronts);
    free(fixture.results.ranges);
  }
}

static bool is_even(void *context, const struct results *slice, size_t design) {
  (void)context;
  return slice->designs[design].design.entries % 2 == 0;
}

static bool is_cheap(void *context, const struct results *slice, size_t design) {
  return slice->designs[design].cost.area_um2 <= *(const double *)context;
}

static void test_scope(void **unused) {
  (void)unused;
  struct error err;
  double limit = 20;
  const struct gather_scope scope = {.accepts = is_even,
                                     .within = is_cheap,
                                     .context = &limit,
                                     .one_pair = true,
                                     .error = ERROR_MAE,
                                     .cost = COST_AREA};
  fixture_init(&fixture, 1);
  (void)fixture_add(&fixture, 0, 8, 8, 10, 1, 3);
  (void)fixture_add(&fixture, 0, 7, 8, 10, 1, 1);             /* odd */
  (void)fixture_add(&fixture, 0, 8, 8, 30, 1, 2);             /* counts, but is too dear for the front */
  (void)fixture_add(&fixture, 0, 8, 8, (double)NAN, 1, 9);    /* has no cost */
  (void)fixture_add(&fixture, 0, 8, 8, 20, (double)NAN, 2.5); /* its mse is of no interest */
  struct gather gather = gather_create(&scope);
  assert_true(gather_add(&gather, &fixture.results, 100, &err));
  assert_int_equal(gather.group_count, 1);
  const struct gather_group *const group = &gather.group[0];
  assert_int_equal(group->range[ERROR_MAE].designs, 3);
  assert_true(group->range[ERROR_MAE].most == 3 && group->range[ERROR_METRICS + COST_AREA].most == 30);
  assert_int_equal(group->range[ERROR_MSE].designs, 0);
  const struct growing_front *const front = &group->front[ERROR_MAE * COST_METRICS + COST_AREA];
  assert_int_equal(front->count, 2);
  assert_int_equal(front->item[0].design, 100);
  assert_int_equal(front->item[1].design, 104);
  gather_release(&gather);
}

static void test_unknown_function(void **unused) {
  (void)unused;
  struct error err;
  struct results head, tail;
  results_init(&head);
  results_init(&tail);
  fixture_init(&fixture, 1);
  (void)fixture_add(&fixture, 0, 8, 8, 10, 1, 3);
  struct gather gather = gather_create(NULL);
  assert_true(gather_add(&gather, &fixture.results, 0, &err));
  assert_false(gather_finish(&gather, &head, &tail, &err));
  assert_int_equal(err.kind, ERROR_INTERNAL);
  assert_null(tail.fronts);
  gather_release(&gather);
}

int main(void) {
  struct error err;
  if (!weight_from_parameters(&weights[0], "a", WEIGHT_NORMAL, (const double[]){0, 1}, &err) ||
      !weight_from_parameters(&weights[1], "b", WEIGHT_NORMAL, (const double[]){0, 2}, &err))
    return 1;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pieces),
      cmocka_unit_test(test_scope),
      cmocka_unit_test(test_unknown_function),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
