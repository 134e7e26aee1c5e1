/* The errors that programs of the comparison minimise, against figures that the published way of scoring gave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "bench_point.h"
#include "close.h"

enum { GENES = 7 };

static struct bench_point *create(const char *function, enum bench_objective objective) {
  char why[256] = "";
  struct bench_point *point = bench_point_create(function, GENES + 1, objective, why);
  if (point == NULL)
    fail_msg("%s", why);
  return point;
}

/* Costs and exact scores by gqa_deap.py's loop over samples and by gqa_table.py. */
static const struct known {
  const char *function;
  double breakpoints[GENES], cost, mse;
} chords[] = {
    {"gelu",
     {-3.015625, -2.203125, -0.890625, -0.421875, 0.03125, 0.625, 2.796875},
     1.4507059271054616e-4,
     5.240927779082365e-4},
    {"div", {0.7, 0.9, 1.1, 1.5, 1.9, 2.5, 3.3}, 1.941214567061849e-4, 0.1402156362527419}, /* saturates */
    {"exp", {-6, -6, -5, -4, -2.5, -1, -0.3}, 6.365109615632787e-4, 9.164070571938954e-4},
};

static void test_chords(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof chords / sizeof chords[0]; i++) {
    const struct known *known = &chords[i];
    struct bench_point *point = create(known->function, BENCH_CHORDS);
    assert_close(bench_point_cost(point, known->breakpoints), known->cost, 1e-12 * known->cost);
    assert_close(bench_point_mse(point, known->breakpoints), known->mse, 1e-12 * known->mse);
    bench_point_free(point);
  }
}

/* gelu's proven optimum for 8 entries. */
static const double optimal[GENES] = {-2.515625, -0.875, -0.515625, 0.0625, 0.5, 0.8125, 2.234375};

static void test_lines(void **state) {
  (void)state;
  struct bench_point *point = create("gelu", BENCH_LINES);
  const double optimum = 3.3551157234338672e-05;
  for (int twice = 0; twice < 2; twice++)
    assert_close(bench_point_cost(point, optimal), optimum, 1e-12 * optimum);
  assert_close(bench_point_mse(point, optimal), optimum, 1e-12 * optimum);
  bench_point_free(point);
}

/* In any order, between the codes of the finest scale, and beyond the domain. */
static void test_rounding(void **state) {
  (void)state;
  struct bench_point *point = create("gelu", BENCH_LINES);
  const double shuffled[GENES] = {2.234375, 0.8125, -0.875, -0.515625, 0.0625, -2.515625, 0.5};
  const double near[GENES] = {-2.5140, -0.8800, -0.515625, 0.0590, 0.5, 0.8125, 2.2400};
  const double beyond[GENES] = {-4, -4, 1, 2, 3, 4, 4}, outside[GENES] = {-9, -8, 1, 2, 3, 5, 7};
  assert_true(bench_point_cost(point, shuffled) == bench_point_cost(point, optimal));
  assert_true(bench_point_cost(point, near) == bench_point_cost(point, optimal));
  assert_true(bench_point_cost(point, outside) == bench_point_cost(point, beyond));
  assert_true(bench_point_cost(point, beyond) > bench_point_cost(point, optimal));
  bench_point_free(point);
}

static void test_ranges(void **state) {
  (void)state;
  double least = 0, most = 0;
  struct bench_point *point = create("div", BENCH_CHORDS);
  bench_point_range(point, &least, &most);
  assert_true(least == 0.625 && most == 3.875);
  bench_point_free(point);
  point = create("div", BENCH_LINES);
  bench_point_range(point, &least, &most);
  assert_true(least == 0.5 && most == 4);
  bench_point_free(point);
}

static void test_refusals(void **state) {
  (void)state;
  char why[256] = "";
  assert_null(bench_point_create("no such thing", 8, BENCH_LINES, why));
  assert_true(why[0] != '\0');
  assert_null(bench_point_create("gelu", 1000, BENCH_CHORDS, why));
  bench_point_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_chords), cmocka_unit_test(test_lines),
                                     cmocka_unit_test(test_rounding), cmocka_unit_test(test_ranges),
                                     cmocka_unit_test(test_refusals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
