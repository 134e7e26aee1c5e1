/* Shards: every point in exactly one, problems together, work even; and what sweeps keep of their points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/search.h"
#include "store/posed.h"
#include "sweep/id_table.h"
#include "sweep_points.h"

static const char many[] = "name: many\n"
                           "seed: [1, 2]\n"
                           "engine: [islands, exact]\n"
                           "hardware: {storage: [enable, rom], symmetry: [none, half]}\n"
                           "grids:\n"
                           "  - functions: [gelu, silu, tanh]\n"
                           "    slope: [{bits: 6..9, frac: 4}]\n"
                           "    intercept: [{bits: 6..9, frac: 4}]\n"
                           "    in_bits: [6, 8]\n"
                           "    entries: [4..10/2]\n"
                           "  - functions: [silu, tanh, gelu]\n"
                           "    slope: [{bits: 8, frac: 4}]\n"
                           "    intercept: [{bits: 8..10, frac: 4}]\n"
                           "    entries: [4..12/2]\n";

/* One problem: there is nothing to divide but seeds, sizes and repeats. */
static const char one[] = "name: one\n"
                          "seed: [1..20]\n"
                          "repeats: 2\n"
                          "hardware: {storage: [enable, gated, rom]}\n"
                          "grids:\n"
                          "  - functions: gelu\n"
                          "    entries: [4..11]\n";

static void load(struct sweep *sweep, const char *text, unsigned index, unsigned count) {
  struct error err;
  if (!sweep_parse_limited(sweep, text, strlen(text), "t.yaml", (struct shard){index, count}, 100000, &err))
    fail_msg("%s", err.text);
}

static double work_of(const struct sweep *sweep) {
  double work = 0;
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point point = point_at(sweep, i);
    const struct search_request request = {&point.spec, &point.engine, point.key};
    work += search_point_work(&request) + search_problem_work(&request) / (double)sweep->point_count;
  }
  return work;
}

/* Returns the largest shard's work over the mean. */
static double check_shards(const char *text, unsigned shards) {
  struct sweep whole, part;
  load(&whole, text, 0, 0);
  size_t points = 0;
  double most = 0, sum = 0;
  unsigned char *seen = calloc(whole.point_count, 1);
  for (unsigned s = 1; s <= shards; s++) {
    load(&part, text, s, shards);
    uint64_t last = 0;
    for (size_t i = 0; i < part.point_count; i++) {
      const struct point point = point_at(&part, i);
      const size_t number = sweep_find(&whole, &point.id);
      assert_int_not_equal(number, SIZE_MAX);
      const struct point same = point_at(&whole, number);
      assert_true(same.place == point.place && same.key == point.key && strcmp(same.grid, point.grid) == 0);
      assert_true(i == 0 || point.place > last);
      assert_int_equal(seen[number]++, 0);
      last = point.place;
    }
    points += part.point_count;
    const double work = work_of(&part);
    sum += work;
    most = fmax(most, work);
    sweep_release(&part);
  }
  assert_int_equal(points, whole.point_count);
  free(seen);
  sweep_release(&whole);
  return most / (sum / shards);
}

static void test_partition(void **state) {
  (void)state;
  for (unsigned shards = 1; shards <= 9; shards += 2) {
    assert_true(check_shards(many, shards) < 1.25);
    assert_true(check_shards(one, shards) < 1.1);
  }
  /* More shards than work: some are empty, none is wrong. */
  (void)check_shards(one, 400);
}

/* Points of one problem are in one shard, whatever their engines, sizes, seeds and storages. */
static void test_problems_together(void **state) {
  (void)state;
  struct sweep whole, part;
  struct posed posed;
  struct error err;
  load(&whole, many, 0, 0);
  unsigned *shard_of = calloc(whole.point_count, sizeof *shard_of);
  for (unsigned s = 1; s <= 4; s++) {
    load(&part, many, s, 4);
    for (size_t i = 0; i < part.point_count; i++) {
      const struct point point = point_at(&part, i);
      shard_of[sweep_find(&whole, &point.id)] = s;
    }
    sweep_release(&part);
  }
  posed_init(&posed);
  for (size_t i = 0; i < whole.point_count; i++) {
    const struct point point = point_at(&whole, i);
    assert_true(posed_add(&posed, &point, &err));
  }
  assert_true(posed_group(&posed, &err));
  assert_true(posed.count > 50);
  for (size_t problem = 0; problem < posed.count; problem++)
    for (size_t i = posed.start[problem]; i < posed.start[problem + 1]; i++)
      assert_int_equal(shard_of[posed.point[i]], shard_of[posed.point[posed.start[problem]]]);
  posed_free(&posed);
  free(shard_of);
  sweep_release(&whole);
}

static void test_parse(void **state) {
  (void)state;
  struct shard shard;
  assert_true(shard_parse("1/1", &shard) && shard.index == 1 && shard.count == 1);
  assert_true(shard_parse("17/1000", &shard) && shard.index == 17 && shard.count == 1000);
  static const char *const bad[] = {
      "",     "1",   "0/4",  "5/4",  "1/0", "-1/4", "1/-4",  " 1/4",  "1/4 ",     "1 /4",
      "1/+4", "a/4", "1/4x", "1//4", "/4",  "1/",   "0x1/4", "1.0/4", "1/100001", "1/18446744073709551617"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    assert_false(shard_parse(bad[i], &shard));
}

/* Identities by position, and positions by identity, against a list. */
static void test_id_table(void **state) {
  (void)state;
  enum { COUNT = 3000 };
  struct id_table table = {.keys = {.count = 0}};
  struct point_id missing = {"ffffffffffffffffffffffffffffffff"}, wrong = {"0123"}, upper;
  memcpy(upper.hex, "0000000000000000000000000000000A", sizeof upper.hex);
  assert_int_equal(id_table_find(&table, &missing), SIZE_MAX);
  for (unsigned i = 0; i < COUNT; i++) {
    struct point_id id;
    size_t position;
    bool added;
    /* Equal starts, which is what the table looks at first, and equal ends. */
    (void)snprintf(id.hex, sizeof id.hex, "%016x%08x%08x", i % 7, i, i % 3);
    for (int twice = 0; twice < 2; twice++) {
      assert_true(id_table_add(&table, &id, &position, &added));
      assert_true(added == (twice == 0) && position == i);
    }
  }
  assert_int_equal(table.keys.count, COUNT);
  for (unsigned i = 0; i < COUNT; i++) {
    const struct point_id id = id_table_at(&table, i);
    assert_int_equal(id_table_find(&table, &id), i);
    assert_int_equal(strtoul(id.hex + 24, NULL, 16), i % 3);
  }
  assert_int_equal(id_table_find(&table, &missing), SIZE_MAX);
  assert_int_equal(id_table_find(&table, &wrong), SIZE_MAX);
  assert_int_equal(id_table_find(&table, &upper), SIZE_MAX);
  id_table_release(&table);
}

/* Points below any threshold are about as many as it says, of all and of each value of each axis. */
static void test_spread(void **state) {
  (void)state;
  struct sweep sweep;
  load(&sweep, many, 0, 0);
  for (double t = 0.0625; t <= 1; t *= 2) {
    size_t all = 0, below = 0, of[3] = {0}, below_of[3] = {0};
    const struct function *first = point_at(&sweep, 0).spec.function;
    for (size_t i = 0; i < sweep.point_count; i++) {
      const double u = sweep_spread(&sweep, i);
      const size_t f = (size_t)(point_at(&sweep, i).spec.function - first) % 3;
      assert_true(u >= 0 && u < 1);
      all++;
      of[f]++;
      below += u < t;
      below_of[f] += u < t;
    }
    assert_true(fabs((double)below / (double)all - t) < 0.05 * t + 0.01);
    for (size_t f = 0; f < 3; f++)
      assert_true(fabs((double)below_of[f] / (double)of[f] - t) < 0.15 * t + 0.01);
  }
  sweep_release(&sweep);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_partition), cmocka_unit_test(test_problems_together),
      cmocka_unit_test(test_parse),     cmocka_unit_test(test_id_table),
      cmocka_unit_test(test_spread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
