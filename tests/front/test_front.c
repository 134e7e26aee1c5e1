/* Fronts, hypervolume and knee against brute force. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "front/fixture.h"

static uint64_t state = 88172645463325252U;

/* xorshift64; a test needs no more. */
static unsigned draw(unsigned below) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 33) % below;
}

static bool dominated(const struct objective *items, size_t count, size_t i) {
  for (size_t j = 0; j < count; j++) {
    if (!(items[j].cost <= items[i].cost && items[j].error <= items[i].error))
      continue;
    if (items[j].cost < items[i].cost || items[j].error < items[i].error || items[j].design < items[i].design)
      return true;
  }
  return false;
}

static size_t draw_items(struct objective *items, unsigned values, bool with_nan) {
  const size_t count = draw(24);
  for (size_t i = 0; i < count; i++) {
    items[i] = (struct objective){draw(values), draw(values), i};
    if (with_nan && draw(5) == 0)
      items[i].cost = NAN;
    if (with_nan && draw(5) == 0)
      items[i].error = NAN;
  }
  /* Designs need not come in order. */
  for (size_t i = count; i > 1; i--) {
    const size_t j = draw((unsigned)i);
    const struct objective swap = items[i - 1];
    items[i - 1] = items[j];
    items[j] = swap;
  }
  return count;
}

static bool has_nan(const struct objective *item) { return isnan(item->cost) || isnan(item->error); }

static void check_against_reference(const struct objective *items, size_t count) {
  struct objective front[32];
  memcpy(front, items, count * sizeof *items);
  const size_t size = front_extract(front, count);
  size_t expected = 0;
  for (size_t i = 0; i < count; i++) {
    if (has_nan(&items[i]) || dominated(items, count, i))
      continue;
    expected++;
    bool found = false;
    for (size_t j = 0; j < size; j++)
      found = found || front[j].design == items[i].design;
    assert_true(found);
  }
  assert_int_equal(size, expected);
  for (size_t j = 1; j < size; j++) {
    assert_true(front[j - 1].cost < front[j].cost);
    assert_true(front[j - 1].error > front[j].error);
  }
}

static void test_extract_random(void **unused) {
  (void)unused;
  struct objective items[32];
  for (int round = 0; round < 20000; round++) {
    const size_t count = draw_items(items, 2 + draw(12), round % 3 == 0);
    check_against_reference(items, count);
  }
}

static void test_extract_edges(void **unused) {
  (void)unused;
  struct objective one[1] = {{3, 4, 7}};
  assert_int_equal(front_extract(one, 0), 0);
  assert_int_equal(front_extract(one, 1), 1);
  assert_int_equal(one[0].design, 7);
  struct objective nan[2] = {{NAN, 1, 0}, {1, NAN, 1}};
  assert_int_equal(front_extract(nan, 2), 0);
  struct objective equal[3] = {{1, 1, 5}, {1, 1, 2}, {1, 1, 9}};
  assert_int_equal(front_extract(equal, 3), 1);
  assert_int_equal(equal[0].design, 2);
}

/* On integer coordinates the dominated area is a number of unit cells. */
static double count_cells(const struct objective *items, size_t count, int cost, int error) {
  double cells = 0;
  for (int x = -4; x < cost; x++)
    for (int y = -4; y < error; y++) {
      bool covered = false;
      for (size_t i = 0; i < count; i++)
        covered = covered || (items[i].cost <= x && items[i].error <= y);
      cells += covered;
    }
  return cells;
}

static void test_hypervolume_random(void **unused) {
  (void)unused;
  struct objective items[32];
  for (int round = 0; round < 2000; round++) {
    const size_t count = draw_items(items, 12, false);
    const int cost = (int)draw(16), error = (int)draw(16);
    const double expected = count_cells(items, count, cost, error);
    const size_t size = front_extract(items, count);
    assert_true(front_hypervolume(items, size, cost, error) == expected);
  }
}

static void test_knee(void **unused) {
  (void)unused;
  const struct objective bend[4] = {{0, 1e-1, 0}, {1, 1e-4, 1}, {5, 1e-5, 2}, {10, 1e-6, 3}};
  assert_int_equal(front_knee(bend, 4), 1);
  assert_int_equal(front_knee(bend, 2), 0);
  assert_int_equal(front_knee(bend, 1), 0);
  assert_int_equal(front_knee(bend, 0), 0);
  const struct objective bulge[3] = {{0, 1e-1, 0}, {9, 5e-2, 1}, {10, 1e-6, 2}};
  assert_int_equal(front_knee(bulge, 3), 0);
  /* A perfect table at the end of the front is one decade below the best of the others. */
  const struct objective zero[4] = {{0, 1e-1, 0}, {2, 1e-3, 1}, {8, 1e-4, 2}, {10, 0, 3}};
  assert_true(front_error_floor(zero, 4) == 1e-5);
  assert_int_equal(front_knee(zero, 4), 1);
}

static void test_picks(void **unused) {
  (void)unused;
  const struct objective bend[4] = {{0, 1e-1, 0}, {1, 1e-4, 1}, {5, 1e-5, 2}, {10, 1e-6, 3}};
  assert_int_equal(front_pick(bend, 4, FRONT_PICK_KNEE), 1);
  assert_int_equal(front_pick(bend, 4, FRONT_PICK_LEAST_COST), 0);
  assert_int_equal(front_pick(bend, 4, FRONT_PICK_LEAST_ERROR), 3);
  for (int pick = 0; pick < FRONT_PICKS; pick++)
    assert_int_equal(front_pick(bend, 1, (enum front_pick)pick), 0);
  assert_string_equal(front_pick_name(FRONT_PICK_LEAST_ERROR), "least error");
}

static void test_names(void **unused) {
  (void)unused;
  for (int i = 0; i < ERROR_METRICS; i++)
    assert_int_equal(error_metric_parse(error_metric_name((enum error_metric)i)), i);
  for (int i = 0; i < COST_METRICS; i++)
    assert_int_equal(cost_metric_parse(cost_metric_name((enum cost_metric)i)), i);
  assert_int_equal(error_metric_parse("rmse"), -1);
  assert_int_equal(cost_metric_parse(""), -1);
}

static struct fixture fixture;

static void test_objectives_filter(void **unused) {
  (void)unused;
  fixture_init(&fixture, 2);
  (void)fixture_add(&fixture, 0, 8, 8, 900, 1e-3, 1e-2);
  (void)fixture_add(&fixture, 0, 16, 8, 1600, 1e-4, 3e-3);
  fixture_add(&fixture, 1, 8, 10, 1000, 1e-5, 1e-3)->score.requantised.mse = 2e-5;
  struct objective *items = NULL;
  size_t count = 0;
  struct error err;
  const struct design_filter any = {.entries = 0};
  assert_true(front_objectives(&fixture.results, &any, ERROR_MSE, COST_POWER, &items, &count, &err));
  assert_int_equal(count, 3);
  assert_true(items[2].error == 2e-5 && items[2].cost == 1.0 && items[2].design == 2);
  free(items);
  const struct design_filter filters[] = {{.entries = 16}, {.in_bits = 10}, {.function = "hswish"}, {.grid = "other"}};
  const size_t expected[] = {1, 1, 1, 0};
  for (size_t i = 0; i < 4; i++) {
    assert_true(front_objectives(&fixture.results, &filters[i], ERROR_MAE, COST_AREA, &items, &count, &err));
    assert_int_equal(count, expected[i]);
    free(items);
  }
}

static void test_datapath_filter(void **unused) {
  (void)unused;
  fixture_init(&fixture, 1);
  for (int i = 0; i < 4; i++)
    (void)fixture_add(&fixture, 0, 8, 8, 900, 1e-3, 1e-2);
  fixture.points[0].hardware = (struct hardware){.storage = STORAGE_ROM, .selector = SELECT_UNIFORM, .pipeline = 2};
  fixture.points[0].spec.restriction = (struct restriction){SEGMENTS_UNIFORM, 3, true};
  fixture.points[1].hardware.storage = STORAGE_ROM;
  fixture.points[2].spec.ranges = 4;
  const struct {
    struct datapath_filter filter;
    size_t designs;
    const char *wanted;
  } cases[] = {
      {{.storage = STORAGE_ROM, .selector = SELECT_TREE, .slope_digits = 5, .pipeline = 3}, 4, ""},
      {{.by_storage = true, .storage = STORAGE_ROM}, 2, "storage rom"},
      {{.by_storage = true}, 2, "storage enable"},
      {{.by_selector = true, .selector = SELECT_UNIFORM}, 1, "select uniform"},
      {{.by_selector = true}, 3, "select one_hot"},
      {{.by_digits = true, .slope_digits = 3}, 1, "digits 3"},
      {{.by_digits = true}, 3, "digits full"},
      {{.by_symmetry = true, .mirrored = true}, 1, "symmetry half"},
      {{.by_symmetry = true}, 3, "symmetry none"},
      {{.by_pipeline = true, .pipeline = 2}, 1, "pipeline 2"},
      {{.by_pipeline = true}, 3, "pipeline 0"},
      {{.by_ranges = true, .ranges = 1}, 3, "ranges 1"},
      {{.by_ranges = true, .ranges = 4}, 1, "ranges 4"},
      {{.by_storage = true, .by_pipeline = true, .storage = STORAGE_GATED, .pipeline = 1},
       0,
       "storage gated, pipeline 1"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const struct design_filter filter = {.datapath = cases[i].filter};
    struct objective *items = NULL;
    size_t count = 0;
    struct error err;
    assert_true(front_objectives(&fixture.results, &filter, ERROR_MAE, COST_AREA, &items, &count, &err));
    assert_int_equal(count, cases[i].designs);
    free(items);
    assert_false(front_fail_no_match(&fixture.results, &filter, &err));
    assert_non_null(strstr(err.text, cases[i].wanted));
  }
}

/* Fronts do not mix weights: uniform first, then each in order. */
static void test_weights(void **unused) {
  (void)unused;
  struct weight weights[2];
  struct error err;
  assert_true(weight_from_parameters(&weights[0], "a", WEIGHT_NORMAL, (const double[]){0, 1}, &err));
  assert_true(weight_from_parameters(&weights[1], "b", WEIGHT_NORMAL, (const double[]){0, 2}, &err));
  fixture_init(&fixture, 1);
  fixture.results.weights = weights;
  fixture.results.weight_count = 2;
  for (int i = 0; i < 3; i++)
    (void)fixture_add(&fixture, 0, 8, 8, 900, 1e-3 + i, 1e-4);
  fixture.points[0].spec.weight = &weights[1];
  fixture.points[1].spec.weight = &weights[0];
  assert_true(front_fill(&fixture.results, &err));
  assert_int_equal(fixture.results.front_count, 27);
  for (size_t i = 0; i < 27; i++)
    assert_int_equal(fixture.results.fronts[i].design, 2 - i / 9);
  free(fixture.results.fronts);
  free(fixture.results.ranges);
  const struct design_filter filters[] = {{.weight = "a"}, {.weight = "uniform"}, {.weight = "c"}};
  const size_t expected[] = {1, 1, 0};
  for (size_t i = 0; i < 3; i++) {
    struct objective *items = NULL;
    size_t count = 0;
    assert_true(front_objectives(&fixture.results, &filters[i], ERROR_MSE, COST_AREA, &items, &count, &err));
    assert_int_equal(count, expected[i]);
    if (count > 0)
      assert_int_equal(items[0].design, 1 + i);
    free(items);
  }
  assert_false(front_fail_no_match(&fixture.results, &filters[2], &err));
  assert_non_null(strstr(err.text, "no design with weight c; "));
  assert_non_null(strstr(err.text, "weights present: uniform, a, b"));
}

static void test_fill(void **unused) {
  (void)unused;
  fixture_init(&fixture, 2);
  (void)fixture_add(&fixture, 1, 8, 8, 900, 1e-3, 1e-4);
  (void)fixture_add(&fixture, 0, 8, 8, 900, 1e-3, 1e-4);
  (void)fixture_add(&fixture, 1, 16, 8, 1600, 1e-4, 1e-2);
  struct error err;
  assert_true(front_fill(&fixture.results, &err));
  assert_true(front_fill(&fixture.results, &err)); /* replaces, does not append */
  /* Function 0: one member, nine times. Function 1: two by mse, one by mae and by max_abs, three costs each. */
  assert_int_equal(fixture.results.front_count, 9 + 3 * (2 + 1 + 1));
  assert_int_equal(fixture.results.fronts[0].design, 1);
  assert_int_equal(fixture.results.fronts[9].design, 0);
  assert_int_equal(fixture.results.fronts[10].design, 2);
  assert_int_equal(fixture.results.fronts[10].error_metric, ERROR_MSE);
  assert_int_equal(fixture.results.fronts[11].cost_metric, COST_POWER);
  free(fixture.results.fronts);
  free(fixture.results.ranges);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_extract_random),
      cmocka_unit_test(test_extract_edges),
      cmocka_unit_test(test_hypervolume_random),
      cmocka_unit_test(test_knee),
      cmocka_unit_test(test_picks),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_objectives_filter),
      cmocka_unit_test(test_datapath_filter),
      cmocka_unit_test(test_weights),
      cmocka_unit_test(test_fill),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
