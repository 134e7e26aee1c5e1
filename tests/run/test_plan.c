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
#include "sweep_points.h"

enum { OUT_MAX = 100, ROUNDS = 40 };

struct fixture {
  struct sweep sweep;
  struct ledger known;
  struct plan plan;
};

/* Unless the test made it, with points that are known, the ledger is empty. */
static void make_plan(struct fixture *fixture) {
  struct error err;
  if (fixture->known.row == NULL)
    assert_true(ledger_create(&fixture->known, fixture->sweep.point_count, &err));
  if (!plan_create(&fixture->plan, &fixture->sweep, &fixture->known, &err))
    fail_msg("%s", err.text);
}

static void *create(void) {
  struct fixture *fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
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
  ledger_free(&fixture->known);
  sweep_release(&fixture->sweep);
  free(fixture);
}

static double work_of(const struct point *point) {
  const struct search_request request = {&point->spec, &point->engine, 0};
  return search_point_work(&request) + search_problem_work(&request);
}

/* Number `i` of a slice. */
static struct point point_of(const struct fixture *fixture, struct plan_slice slice, size_t i) {
  return point_at(&fixture->sweep, fixture->plan.point[slice.first + i]);
}

static bool same_work(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)); }

static void check_batch(const struct fixture *fixture, struct plan_slice slice, double budget) {
  for (size_t i = 0; i < slice.count; i++) {
    const struct point first = point_of(fixture, slice, 0), other = point_of(fixture, slice, i);
    const struct search_request a = {&first.spec, &first.engine, 1}, b = {&other.spec, &other.engine, 2};
    assert_true(search_batchable(&a, &b));
  }
  assert_true(slice.count == 1 || plan_slice_work(&fixture->plan, slice) <= budget * (1 + 1e-9));
}

/* What waits is what has not been handed out, in work and in points. */
static void check_waiting(const struct fixture *fixture, const struct plan_slice *out, size_t count, double done,
                          size_t done_count) {
  for (size_t i = 0; i < count; i++) {
    done += plan_slice_work(&fixture->plan, out[i]);
    done_count += out[i].count;
  }
  assert_true(fabs(fixture->plan.waiting - (fixture->plan.work - done)) <= 1e-9 * fixture->plan.work);
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
      check_batch(fixture, out[count], budget);
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
        done += plan_slice_work(&fixture->plan, slice);
        done_count += slice.count;
        for (size_t i = 0; i < slice.count; i++)
          times[fixture->plan.point[slice.first + i]]++;
      }
    }
    check_waiting(fixture, out, count, done, done_count);
  }
  for (size_t i = 0; i < fixture->sweep.point_count; i++)
    assert_int_equal(times[i], 1);
  assert_true(fabs(fixture->plan.waiting) <= 1e-9 * fixture->plan.work);
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

/* What seeds share is counted once: each point's search, and a table for each function and size. */
static void test_total(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  double work = 0;
  for (size_t i = 0; i < fixture->sweep.point_count; i++) {
    const struct point point = point_at(&fixture->sweep, i);
    const struct search_request request = {&point.spec, &point.engine, 0};
    work += search_point_work(&request) + (point.seed == 1 ? search_problem_work(&request) : 0);
  }
  assert_int_equal(fixture->plan.count, 3 * 8 * 5);
  assert_true(same_work(fixture->plan.work, work));
  release(fixture);
}

/* Each size at once where there is room enough; what shares a table together, else in the sweep's order. */
static void test_order(void **state) {
  (void)state;
  struct fixture *fixture = create_small();
  bool seen[10] = {false};
  for (int size = 2; size <= 9; size++) {
    const struct plan_slice slice = plan_next(&fixture->plan, 1e18);
    const uint32_t *const number = fixture->plan.point + slice.first;
    const int entries = point_of(fixture, slice, 0).spec.entries;
    assert_int_equal(slice.count, 3 * 5);
    assert_false(seen[entries]);
    seen[entries] = true;
    for (size_t i = 0; i < slice.count; i++) {
      assert_int_equal(point_of(fixture, slice, i).spec.entries, entries);
      assert_true(i == 0 || number[i - 1] < number[i]);
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
  const double budget = 5.5 * fixture->plan.task[0].work;
  const struct plan_slice first = plan_next(&fixture->plan, budget), second = plan_next(&fixture->plan, budget);
  assert_true(first.count > 1 && second.count > 1);
  plan_return(&fixture->plan, first);
  plan_return(&fixture->plan, second);
  struct plan_slice next = plan_next(&fixture->plan, 1e18);
  assert_int_equal(next.first, second.first);
  assert_int_equal(next.count, second.count);
  /* A smaller budget cuts what came back. */
  next = plan_next(&fixture->plan, 0);
  assert_int_equal(next.first, first.first);
  assert_int_equal(next.count, 1);
  next = plan_next(&fixture->plan, 1e18);
  assert_int_equal(next.first, first.first + 1);
  assert_int_equal(next.count, first.count - 1);
  /* Then it goes on where it was. */
  next = plan_next(&fixture->plan, 0);
  assert_int_equal(next.first, second.first + second.count);
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
  assert_true(ledger_create(&fixture->known, fixture->sweep.point_count, &err));
  for (size_t i = 0; i < fixture->sweep.point_count; i += 3)
    assert_true(ledger_note(&fixture->known, i, 1, (struct optimum){OPTIMUM_NONE, 0}));
  make_plan(fixture);
  assert_int_equal(fixture->plan.count, fixture->sweep.point_count * 2 / 3);
  size_t count = 0;
  for (struct plan_slice slice; (slice = plan_next(&fixture->plan, 1e7)).count > 0; count += slice.count)
    for (size_t i = 0; i < slice.count; i++)
      assert_int_not_equal(fixture->plan.point[slice.first + i] % 3, 0);
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
      const struct spec a = point_of(fixture, slice, 0).spec, b = point_of(fixture, slice, i).spec;
      assert_true(a.function == b.function && a.output.bits == b.output.bits);
    }
    const struct point first = point_of(fixture, slice, 0);
    work += work_of(&first);
    assert_true(same_work(plan_slice_work(&fixture->plan, slice), work_of(&first)));
  }
  assert_true(same_work(fixture->plan.work, work));
  assert_int_equal(plan_next(&fixture->plan, 0).count, 0);
  release(fixture);
}

static void test_nothing(void **state) {
  (void)state;
  struct fixture *fixture = create();
  struct error err;
  fixture_sweep(&fixture->sweep, "exp", "2, 3", 1);
  assert_true(ledger_create(&fixture->known, 2, &err));
  for (size_t i = 0; i < 2; i++)
    (void)ledger_note(&fixture->known, i, 1, (struct optimum){OPTIMUM_NONE, 0});
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
    check_batch(fixture, slice, 1e18);
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
    for (size_t i = 1; i < slice.count; i++) {
      const struct spec a = point_of(fixture, slice, i).spec, b = point_of(fixture, slice, i - 1).spec;
      problems += !problem_shared(&a, &b);
    }
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
#define COMMON                                                                                                         \
  "    functions: [hswish, gelu]\n"                                                                                    \
  "    in_bits: [6]\n"                                                                                                 \
  "    scale_sets: [[2^-2, 2^-3]]\n"                                                                                   \
  "    slope: [{bits: 7, frac: 5}]\n"                                                                                  \
  "    intercept: [{bits: 7, frac: 5}]\n"
  fixture_parse(&fixture->sweep, "name: restricted\n"
                                 "seed: [1..5]\n"
                                 "grids:\n"
                                 "  - entries: [4..9]\n" COMMON "  - entries: [8..18/2]\n"
                                 "    hardware: {symmetry: half}\n" COMMON "  - entries: [4..9]\n"
                                 "    hardware: {select: uniform}\n" COMMON);
#undef COMMON
  make_plan(fixture);
  size_t batches = 0, points = 0;
  for (struct plan_slice out = plan_next(&fixture->plan, 1e18); out.count > 0; out = plan_next(&fixture->plan, 1e18)) {
    check_batch(fixture, out, 1e18);
    batches++;
    points += out.count;
  }
  assert_int_equal(batches, 2 * 6);
  assert_int_equal(points, fixture->sweep.point_count);
  release(fixture);
}

/*
 * A large sweep is planned in rounds. Whatever has been handed out after any of them, every value of every axis has had
 * about its share, and so has every pair of values.
 */
static void test_rounds(void **state) {
  (void)state;
  struct fixture *fixture = create();
  fixture_parse(&fixture->sweep, "name: rounds\n"
                                 "engine: {islands: 1, population: 16, generations: 1}\n"
                                 "grids:\n"
                                 "  - functions: [gelu, hswish, exp, silu, tanh, sigmoid, erf, mish]\n"
                                 "    scale_sets: [[2^-2], [2^-3], [2^-4], [2^-5], [2^-6]]\n"
                                 "    slope: [{bits: 4..11, frac: 3}]\n"
                                 "    intercept: [{bits: 4..9, frac: 3}]\n"
                                 "    entries: [2..17]\n");
  enum { FUNCTIONS = 8, SIZES = 16 };
  make_plan(fixture);
  const size_t all = fixture->sweep.point_count;
  assert_int_equal(all, FUNCTIONS * 5 * 8 * 6 * SIZES);
  size_t out[FUNCTIONS][SIZES] = {{0}}, count = 0, batches = 0;
  const struct point origin = point_at(&fixture->sweep, 0);
  for (struct plan_slice slice; (slice = plan_next(&fixture->plan, 1e18)).count > 0;) {
    for (size_t i = 0; i < slice.count; i++, count++) {
      const struct point point = point_of(fixture, slice, i);
      out[point.spec.function - origin.spec.function][point.spec.entries - 2]++;
    }
    /* A round has a batch of every size. */
    if (++batches % SIZES != 0)
      continue;
    for (size_t f = 0; f < FUNCTIONS; f++)
      for (size_t n = 0; n < SIZES; n++) {
        const double share = (double)count / (FUNCTIONS * SIZES);
        assert_true(fabs((double)out[f][n] - share) <= 3 + 0.1 * share);
      }
  }
  assert_int_equal(batches, SIZES * (PLAN_ROUNDS_MAX + 1));
  assert_int_equal(count, all);
  release(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_once),       cmocka_unit_test(test_total),           cmocka_unit_test(test_order),
      cmocka_unit_test(test_least),      cmocka_unit_test(test_return),          cmocka_unit_test(test_return_many),
      cmocka_unit_test(test_known),      cmocka_unit_test(test_solved_together), cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_engines),    cmocka_unit_test(test_memory),          cmocka_unit_test(test_populations),
      cmocka_unit_test(test_restricted), cmocka_unit_test(test_rounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
