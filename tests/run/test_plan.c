/* Every point is handed out once, in batches that can be searched together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "reference/random_problem.h"
#include "run/plan.h"
#include "search/search.h"

enum { OUT_MAX = 100, ROUNDS = 40 };

struct fixture {
  struct sweep sweep;
  struct results known;
  struct plan plan;
};

static void make_plan(struct fixture *fixture) {
  struct error err;
  if (!plan_create(&fixture->plan, &fixture->sweep, &fixture->known, &err))
    fail_msg("%s", err.text);
}

static void *create(void) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
  results_init(&fixture->known);
  return fixture;
}

static struct fixture *create_small(void) {
  struct fixture *fixture = create();
  fixture_sweep(&fixture->sweep, "hswish, gelu, exp", "2..9", 5);
  make_plan(fixture);
  return fixture;
}

static void release(struct fixture *fixture) {
  plan_free(&fixture->plan);
  results_release(&fixture->known);
  sweep_release(&fixture->sweep);
  free(fixture);
}

static double work_of(const struct point *point) {
  const struct search_request request = {&point->spec, &point->engine, 0};
  return search_point_work(&request) + search_problem_work(&request);
}

static size_t place(const struct fixture *fixture, const struct point *point) {
  assert_true(point >= fixture->sweep.points && point < fixture->sweep.points + fixture->sweep.point_count);
  return (size_t)(point - fixture->sweep.points);
}

static void check_batch(struct plan_slice slice, double budget) {
  double work = 0;
  for (size_t i = 0; i < slice.count; i++) {
    const struct search_request a = {&slice.point[0]->spec, &slice.point[0]->engine, 1};
    const struct search_request b = {&slice.point[i]->spec, &slice.point[i]->engine, 2};
    assert_true(search_batchable(&a, &b));
    work += work_of(slice.point[i]);
  }
  assert_true(slice.count == 1 || work <= budget);
  assert_true(work == plan_slice_work(slice));
}

/* What waits is what has not been handed out, in work and in points. */
static void check_waiting(const struct fixture *fixture, const struct plan_slice *out, size_t count, double done,
                          size_t done_count) {
  for (size_t i = 0; i < count; i++) {
    done += plan_slice_work(out[i]);
    done_count += out[i].count;
  }
  assert_true(fixture->plan.waiting == fixture->plan.work - done);
  assert_int_equal(fixture->plan.waiting_count, fixture->plan.count - done_count);
}

/* Hand out, return and finish at random, up to OUT_MAX batches at once. */
static void play(struct fixture *fixture, struct random_stream *stream) {
  struct plan_slice out[OUT_MAX];
  size_t count = 0, done_count = 0;
  double done = 0;
  unsigned *times = calloc(fixture->sweep.point_count, sizeof *times);
  const size_t most = (size_t)random_between(stream, 1, OUT_MAX);
  const double scale = random_real(stream, 3, 7);
  for (;;) {
    const int what = random_between(stream, 0, 5);
    const double budget = pow(10, scale) * random_real(stream, 1, 200);
    if (what < 3 && count < most) {
      out[count] = plan_next(&fixture->plan, budget);
      check_batch(out[count], budget);
      if (out[count].count > 0)
        count++;
      else if (count == 0)
        break;
    } else if (count > 0) {
      const size_t chosen = (size_t)random_between(stream, 0, (int)count - 1);
      const struct plan_slice slice = out[chosen];
      out[chosen] = out[--count];
      if (what == 3) {
        plan_return(&fixture->plan, slice);
      } else {
        done += plan_slice_work(slice);
        done_count += slice.count;
        for (size_t i = 0; i < slice.count; i++)
          times[place(fixture, slice.point[i])]++;
      }
    }
    check_waiting(fixture, out, count, done, done_count);
  }
  for (size_t i = 0; i < fixture->sweep.point_count; i++)
    assert_int_equal(times[i], 1);
  assert_true(fixture->plan.waiting == 0);
  free(times);
}

static void test_once(void **state) {
  (void)state;
  struct random_stream stream = {1};
  for (int round = 0; round < ROUNDS; round++) {
    struct fixture *fixture = create_small();
    play(fixture, &stream);
    release(fixture);
  }
}

static void test_total(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  double work = 0;
  for (size_t i = 0; i < fixture->sweep.point_count; i++)
    work += work_of(&fixture->sweep.points[i]);
  assert_int_equal(fixture->plan.count, 3 * 8 * 5);
  assert_true(fixture->plan.work == work);
  release(fixture);
}

/* By entries; among equals in the sweep's order; and with room enough all of a kind at once. */
static void test_order(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  for (int entries = 2; entries <= 9; entries++) {
    const struct plan_slice slice = plan_next(&fixture->plan, 1e18);
    assert_int_equal(slice.count, 3 * 5);
    for (size_t i = 0; i < slice.count; i++) {
      assert_int_equal(slice.point[i]->spec.entries, entries);
      assert_true(i == 0 || slice.point[i - 1] < slice.point[i]);
    }
  }
  assert_int_equal(plan_next(&fixture->plan, 1e18).count, 0);
  release(fixture);
}

/* Without room for one, it is one at a time. */
static void test_least(void **state) {
  (void)state;
  static const double budgets[] = {-1, 0, 1};
  struct fixture *fixture = create_small();
  for (size_t i = 0; i < fixture->plan.count; i++)
    assert_int_equal(plan_next(&fixture->plan, budgets[i % 3]).count, 1);
  assert_int_equal(plan_next(&fixture->plan, 0).count, 0);
  release(fixture);
}

static void test_return(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  const double budget = 5.5 * work_of(fixture->plan.point[0]);
  const struct plan_slice first = plan_next(&fixture->plan, budget), second = plan_next(&fixture->plan, budget);
  assert_true(first.count > 1 && second.count > 1);
  plan_return(&fixture->plan, first);
  plan_return(&fixture->plan, second);
  struct plan_slice next = plan_next(&fixture->plan, 1e18);
  assert_ptr_equal(next.point, second.point);
  assert_int_equal(next.count, second.count);
  /* A smaller budget cuts what came back. */
  next = plan_next(&fixture->plan, 0);
  assert_ptr_equal(next.point, first.point);
  assert_int_equal(next.count, 1);
  next = plan_next(&fixture->plan, 1e18);
  assert_ptr_equal(next.point, first.point + 1);
  assert_int_equal(next.count, first.count - 1);
  /* Then it goes on where it was. */
  next = plan_next(&fixture->plan, 0);
  assert_ptr_equal(next.point, second.point + second.count);
  release(fixture);
}

/* As many batches as any crew can have out may come back. */
static void test_return_many(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  struct plan_slice out[2 * BACKEND_DEVICES_MAX];
  size_t count = 0;
  while (count < 2 * BACKEND_DEVICES_MAX && (out[count] = plan_next(&fixture->plan, 0)).count > 0)
    count++;
  for (size_t i = 0; i < count; i++)
    plan_return(&fixture->plan, out[i]);
  assert_int_equal(fixture->plan.waiting_count, fixture->plan.count);
  struct random_stream stream = {3};
  play(fixture, &stream);
  release(fixture);
}

static void test_known(void **state) {
  (void)state;
  struct fixture *fixture = create();
  struct error err;
  fixture_sweep(&fixture->sweep, "hswish, gelu, exp", "2..9", 5);
  for (size_t i = 0; i < fixture->sweep.point_count; i += 3)
    assert_true(results_add(&fixture->known, &fixture->sweep.points[i], 0, NULL, 0, &err));
  make_plan(fixture);
  assert_int_equal(fixture->plan.count, fixture->sweep.point_count * 2 / 3);
  size_t count = 0;
  for (struct plan_slice slice; (slice = plan_next(&fixture->plan, 1e7)).count > 0; count += slice.count)
    for (size_t i = 0; i < slice.count; i++)
      assert_int_not_equal(place(fixture, slice.point[i]) % 3, 0);
  assert_int_equal(count, fixture->plan.count);
  release(fixture);
}

/* The exact engine's points of one problem are one piece of work, whatever their sizes and the room. */
static void test_solved_together(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_parse(&fixture->sweep, "name: exact\n"
                                 "seed: [1, 2]\n"
                                 "engine: [exact, {name: exact, objective: mae}]\n"
                                 "grids:\n"
                                 "  - functions: [exp, gelu]\n"
                                 "    scale_sets: [[2^-2]]\n"
                                 "    output: [none, {bits: 6, scale: 2^-3}]\n"
                                 "    entries: [2..9]\n");
  make_plan(fixture);
  double work = 0;
  for (int batch = 0; batch < 8; batch++) {
    const struct plan_slice slice = plan_next(&fixture->plan, 0);
    assert_int_equal(slice.count, 16);
    for (size_t i = 1; i < slice.count; i++) {
      const struct spec *a = &slice.point[0]->spec, *b = &slice.point[i]->spec;
      assert_true(a->function == b->function && a->output.bits == b->output.bits);
    }
    work += work_of(slice.point[0]);
    assert_true(plan_slice_work(slice) == work_of(slice.point[0]));
  }
  assert_true(fixture->plan.work == work);
  assert_int_equal(plan_next(&fixture->plan, 0).count, 0);
  release(fixture);
}

static void test_nothing(void **state) {
  (void)state;
  struct fixture *fixture = create();
  struct error err;
  fixture_sweep(&fixture->sweep, "exp", "2, 3", 1);
  for (size_t i = 0; i < 2; i++)
    assert_true(results_add(&fixture->known, &fixture->sweep.points[i], 0, NULL, 0, &err));
  make_plan(fixture);
  assert_int_equal(fixture->plan.count, 0);
  assert_true(fixture->plan.work == 0);
  assert_int_equal(plan_next(&fixture->plan, 1e18).count, 0);
  release(fixture);
}

/* Engines of the same sizes but other parameters do not mix. */
static void test_engines(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_parse(&fixture->sweep, "name: engines\n"
                                 "seed: [1..4]\n"
                                 "engine: {name: islands, islands: 2, population: 16, generations: [3, 5, 7]}\n"
                                 "grids:\n"
                                 "  - functions: [exp]\n"
                                 "    scale_sets: [[2^-2]]\n"
                                 "    entries: [2, 4]\n");
  make_plan(fixture);
  for (int batch = 0; batch < 6; batch++) {
    const struct plan_slice slice = plan_next(&fixture->plan, 1e18);
    assert_int_equal(slice.count, 4);
    check_batch(slice, 1e18);
  }
  release(fixture);
}

/* Large tables of many problems: each batch takes about a gigabyte and no more; one problem's points are not split. */
static void test_memory(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_parse(&fixture->sweep, "name: tables\n"
                                 "seed: [1..3]\n"
                                 "grids:\n"
                                 "  - functions: [hswish]\n"
                                 "    in_bits: [12]\n"
                                 "    scale_sets: [[2^-8]]\n"
                                 "    slope: [{bits: 8..16, frac: 4..16}]\n"
                                 "    intercept: [{bits: 12, frac: 8}]\n"
                                 "    entries: [8]\n");
  make_plan(fixture);
  const double table = 2051.0 * 2051 * 4;
  size_t largest = 0;
  for (struct plan_slice slice; (slice = plan_next(&fixture->plan, 1e18)).count > 0;) {
    size_t problems = 1;
    for (size_t i = 1; i < slice.count; i++)
      problems += !problem_shared(&slice.point[i]->spec, &slice.point[i - 1]->spec);
    assert_true((double)problems * table <= 1e9);
    largest = problems > largest ? problems : largest;
  }
  /* And it is used. */
  assert_true((double)largest * table >= 0.5e9);
  release(fixture);
}

/* Populations take memory as well. */
static void test_populations(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_parse(&fixture->sweep, "name: populations\n"
                                 "seed: [1..100]\n"
                                 "engine: {name: islands, islands: 4096, population: 1024, generations: 1}\n"
                                 "grids:\n"
                                 "  - functions: [hswish]\n"
                                 "    scale_sets: [[2^-3]]\n"
                                 "    entries: [16]\n");
  make_plan(fixture);
  const size_t count = plan_next(&fixture->plan, 1e18).count;
  const double bytes = (double)count * 4096 * 1024 * 15 * sizeof(uint32_t);
  assert_true(bytes > 0.5e9 && bytes <= 1e9);
  release(fixture);
}

/* Half a table is planned with whole ones of as many stored entries; those of uniform segments with their like. */
static void test_restricted(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_sweep(&fixture->sweep, "hswish, gelu", "4..9", 5);
  for (size_t i = 0; i < fixture->sweep.point_count; i++) {
    struct spec *spec = &fixture->sweep.points[i].spec;
    struct error err;
    if (i % 3 == 1) {
      spec->entries *= 2;
      spec->restriction.mirrored = true;
    }
    spec->restriction.segments = i % 3 == 2 ? SEGMENTS_UNIFORM : SEGMENTS_FREE;
    if (!spec_check(spec, &err))
      fail_msg("%s", err.text);
  }
  make_plan(fixture);
  size_t batches = 0, points = 0;
  for (struct plan_slice out = plan_next(&fixture->plan, 1e18); out.count > 0; out = plan_next(&fixture->plan, 1e18)) {
    check_batch(out, 1e18);
    batches++;
    points += out.count;
  }
  assert_int_equal(batches, 2 * 6);
  assert_int_equal(points, fixture->sweep.point_count);
  release(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_once),       cmocka_unit_test(test_total),           cmocka_unit_test(test_order),
      cmocka_unit_test(test_least),      cmocka_unit_test(test_return),          cmocka_unit_test(test_return_many),
      cmocka_unit_test(test_known),      cmocka_unit_test(test_solved_together), cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_engines),    cmocka_unit_test(test_memory),          cmocka_unit_test(test_populations),
      cmocka_unit_test(test_restricted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
