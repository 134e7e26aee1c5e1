/* Crews of devices that are slow, that fail, that stop: every point is done once, or kept for later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_backend.h"
#include "fixture.h"
#include "run/crew.h"

enum { POINTS = 2 * 8 * 3, NEVER = 1000000 };

/* A crew, and what its master saw. Nothing here is atomic: the crew promises one call at a time. */
struct fixture {
  struct sweep sweep;
  struct ledger known;
  struct plan plan;
  struct run_device device[FAKES_MAX];
  size_t device_count;
  unsigned times[POINTS];         /* done, per point */
  unsigned batches, asked;        /* done, and calls of stop */
  unsigned batches_of[FAKES_MAX]; /* per device */
  unsigned retired_of[FAKES_MAX];
  char reason[1024]; /* of the last one that retired */
  unsigned give_up_after, stop_after;
};

static bool done(void *context, const struct run_device *device, const struct scored_batch *batch, struct error *err) {
  struct fixture *fixture = context;
  if (fixture->batches == fixture->give_up_after)
    return error_set(err, ERROR_IO, "the disk is full");
  fixture->batches++;
  fixture->batches_of[device - fixture->device]++;
  for (size_t i = 0; i < batch->count; i++) {
    const size_t place = batch->number[i];
    assert_true(place < POINTS && batch->points[i].design_count > 0);
    fixture->times[place]++;
  }
  return true;
}

static void retired(void *context, const struct run_device *device, const struct error *err) {
  struct fixture *fixture = context;
  fixture->retired_of[device - fixture->device]++;
  (void)snprintf(fixture->reason, sizeof fixture->reason, "%s", err->text);
}

static bool stop(void *context) {
  struct fixture *fixture = context;
  fixture->asked++;
  return fixture->batches >= fixture->stop_after;
}

static struct fixture *create(const char *functions) {
  struct error err;
  struct fixture *fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
  fixture->give_up_after = fixture->stop_after = NEVER;
  fixture_sweep(&fixture->sweep, functions, "2..9", 3);
  assert_true(fixture->sweep.point_count <= POINTS);
  assert_true(ledger_create(&fixture->known, fixture->sweep.point_count, &err));
  if (!plan_create(&fixture->plan, &fixture->sweep, &fixture->known, &err))
    fail_msg("%s", err.text);
  return fixture;
}

static void release(struct fixture *fixture) {
  plan_free(&fixture->plan);
  ledger_free(&fixture->known);
  sweep_release(&fixture->sweep);
  free(fixture);
}

static void open_devices(struct fixture *fixture, size_t count) {
  struct error err;
  fixture->device_count = count;
  for (size_t i = 0; i < count; i++) {
    struct device *device = fake_backend.open(i, 1, &err);
    assert_non_null(device);
    fixture->device[i] = (struct run_device){.info = {.accelerator = true},
                                             .on = {.backend = &fake_backend, .device = device, .threads = 1}};
  }
}

/* Run `count` devices, which fakes_reset() made and the test may have changed. */
static bool run(struct fixture *fixture, size_t count, size_t *retired_count, struct error *err) {
  const struct crew_master master = {fixture, done, retired, stop};
  *err = (struct error){ERROR_NONE, ""};
  open_devices(fixture, count);
  const bool ok = crew_run(&fixture->plan, fixture->device, count, &master, retired_count, err);
  for (size_t i = 0; i < count; i++) {
    assert_null(fixture->device[i].on.turn);
    fake_backend.close(fixture->device[i].on.device);
    assert_int_equal(fake_at(i)->open, 0);
  }
  return ok;
}

/* Points done; none of them twice. */
static size_t points_done(const struct fixture *fixture) {
  size_t count = 0;
  for (size_t i = 0; i < fixture->sweep.point_count; i++) {
    assert_true(fixture->times[i] <= 1);
    count += fixture->times[i];
  }
  /* What is not done waits. */
  assert_int_equal(fixture->plan.waiting_count, fixture->sweep.point_count - count);
  return count;
}

static void check_all_done(struct fixture *fixture, size_t count, size_t expect_retired) {
  struct error err;
  size_t retired_count = 99;
  if (!run(fixture, count, &retired_count, &err))
    fail_msg("%s", err.text);
  assert_int_equal(points_done(fixture), fixture->sweep.point_count);
  assert_int_equal(retired_count, expect_retired);
}

static void test_speeds(void **state) {
  (void)state;
  for (size_t count = 1; count <= FAKES_MAX; count++) {
    struct fixture *fixture = create("hswish, gelu");
    fakes_reset(count);
    for (unsigned i = 0; i < count; i++)
      fake_at(i)->delay = 3 * i * i;
    check_all_done(fixture, count, 0);
    for (size_t i = 0; i < count; i++)
      assert_int_equal(fixture->batches_of[i], fake_at(i)->runs);
    release(fixture);
  }
}

/* A device fails at its first batch, its second, its third ...: it retires once, and the others do its work. */
static void test_failure(void **state) {
  (void)state;
  for (size_t count = 2; count <= FAKES_MAX; count++)
    for (unsigned good = 0; good < 4; good++) {
      struct fixture *fixture = create("hswish, gelu");
      fakes_reset(count);
      for (unsigned i = 0; i < count; i++)
        fake_at(i)->delay = 1;
      fake_at(good % count)->good = good;
      fake_at(good % count)->bad = FAKE_FOREVER;
      size_t retired_count = 0;
      struct error err;
      if (!run(fixture, count, &retired_count, &err))
        fail_msg("%s", err.text);
      assert_int_equal(points_done(fixture), fixture->sweep.point_count);
      /* Unless the others left it nothing to fail at. */
      assert_int_equal(retired_count, fake_at(good % count)->runs > good);
      assert_int_equal(fixture->retired_of[good % count], retired_count);
      if (retired_count == 1)
        assert_non_null(strstr(fixture->reason, "went wrong"));
      release(fixture);
    }
}

/* The first device is the one whose worker is the calling thread. */
static void test_first_fails(void **state) {
  (void)state;
  struct fixture *fixture = create("hswish, gelu");
  fakes_reset(3);
  fake_at(0)->good = 0;
  fake_at(0)->bad = FAKE_FOREVER;
  check_all_done(fixture, 3, 1);
  assert_int_equal(fixture->retired_of[0], 1);
  assert_int_equal(fixture->batches_of[0], 0);
  release(fixture);
}

/* A slow device fails with the last batches when the others have nothing left to do: they must wait for them. */
static void test_late_failure(void **state) {
  (void)state;
  struct fixture *fixture = create("hswish, gelu");
  fakes_reset(2);
  fake_at(1)->delay = 150;
  fake_at(1)->good = 0;
  fake_at(1)->bad = FAKE_FOREVER;
  check_all_done(fixture, 2, 1);
  assert_int_equal(fixture->retired_of[1], 1);
  release(fixture);
}

/* All but one fail. */
static void test_survivor(void **state) {
  (void)state;
  struct fixture *fixture = create("hswish, gelu");
  fakes_reset(4);
  for (unsigned i = 0; i < 4; i++) {
    fake_at(i)->good = 0;
    fake_at(i)->bad = i == 2 ? 0 : FAKE_FOREVER;
    fake_at(i)->delay = i == 2 ? 20 : 0;
  }
  check_all_done(fixture, 4, 3);
  release(fixture);
}

static void test_all_fail(void **state) {
  (void)state;
  for (size_t count = 1; count <= FAKES_MAX; count++) {
    struct fixture *fixture = create("hswish, gelu");
    struct error err;
    size_t retired_count = 0;
    fakes_reset(count);
    for (unsigned i = 0; i < count; i++) {
      fake_at(i)->good = i % 3;
      fake_at(i)->bad = FAKE_FOREVER;
      fake_at(i)->delay = 5 * i;
    }
    assert_false(run(fixture, count, &retired_count, &err));
    assert_int_equal(err.kind, ERROR_DEVICE);
    assert_non_null(strstr(err.text, "kept"));
    assert_int_equal(retired_count, count);
    assert_true(points_done(fixture) < fixture->sweep.point_count);
    for (size_t i = 0; i < count; i++)
      assert_int_equal(fixture->retired_of[i], 1);
    /* What is left can be done by a crew that works. */
    fakes_reset(2);
    check_all_done(fixture, 2, 0);
    release(fixture);
  }
}

static void test_gives_up(void **state) {
  (void)state;
  for (size_t count = 1; count <= FAKES_MAX; count++)
    for (unsigned after = 0; after < 6; after += 2) {
      struct fixture *fixture = create("hswish, gelu");
      struct error err;
      size_t retired_count = 0;
      fakes_reset(count);
      fixture->give_up_after = after;
      assert_false(run(fixture, count, &retired_count, &err));
      assert_int_equal(err.kind, ERROR_IO);
      assert_string_equal(err.text, "the disk is full");
      assert_int_equal(retired_count, 0);
      assert_int_equal(fixture->batches, after);
      /* Each worker finishes at most what it had. */
      unsigned runs = 0;
      for (size_t i = 0; i < count; i++)
        runs += fake_at(i)->runs;
      assert_in_range(runs, after, after + 2 * count);
      release(fixture);
    }
}

static void test_stop(void **state) {
  (void)state;
  for (size_t count = 1; count <= FAKES_MAX; count++)
    for (unsigned after = 0; after < 6; after += 2) {
      struct fixture *fixture = create("hswish, gelu");
      struct error err;
      size_t retired_count = 0;
      fakes_reset(count);
      fixture->stop_after = after;
      if (!run(fixture, count, &retired_count, &err))
        fail_msg("%s", err.text);
      /* Batches under way are finished, and kept. */
      assert_in_range(fixture->batches, after, after + 2 * count);
      const size_t before = points_done(fixture);
      assert_true(after > 0 || before == 0);
      fixture->stop_after = NEVER;
      check_all_done(fixture, count, 0);
      release(fixture);
    }
}

/* A master without stop, and one that says so no more after it did. */
static bool stop_once(void *context) {
  struct fixture *fixture = context;
  return fixture->asked++ == 3;
}

static void test_stop_once(void **state) {
  (void)state;
  struct fixture *fixture = create("hswish, gelu");
  struct error err;
  size_t retired_count = 0;
  fakes_reset(2);
  open_devices(fixture, 2);
  struct crew_master master = {fixture, done, retired, stop_once};
  assert_true(crew_run(&fixture->plan, fixture->device, 2, &master, &retired_count, &err));
  assert_true(points_done(fixture) < fixture->sweep.point_count);
  assert_int_equal(fixture->asked, 4);
  master.stop = NULL;
  assert_true(crew_run(&fixture->plan, fixture->device, 2, &master, &retired_count, &err));
  assert_int_equal(points_done(fixture), fixture->sweep.point_count);
  for (size_t i = 0; i < 2; i++)
    fake_backend.close(fixture->device[i].on.device);
  release(fixture);
}

/* Other failures than a device's end the run: another device would fail as well. */
static void test_other_failures(void **state) {
  (void)state;
  static const enum error_kind kinds[] = {ERROR_INPUT, ERROR_INTERNAL};
  for (size_t k = 0; k < 2; k++) {
    struct fixture *fixture = create("hswish, gelu");
    struct error err;
    size_t retired_count = 0;
    fakes_reset(3);
    fake_at(1)->good = 1;
    fake_at(1)->bad = FAKE_FOREVER;
    fake_at(1)->kind = kinds[k];
    fake_at(0)->delay = fake_at(2)->delay = 10;
    assert_false(run(fixture, 3, &retired_count, &err));
    assert_int_equal(err.kind, kinds[k]);
    assert_string_equal(err.text, "batch 1 went wrong");
    assert_int_equal(retired_count, 0);
    assert_true(fixture->batches > 0);
    release(fixture);
  }
}

/* A function without a value somewhere: no device is to blame. */
static void test_input(void **state) {
  (void)state;
  struct fixture *fixture = create("hswish, log");
  struct error err;
  size_t retired_count = 0;
  fakes_reset(2);
  for (size_t f = 0; f < fixture->sweep.function_count; f++)
    if (strcmp(fixture->sweep.functions[f].name, "log") == 0)
      fixture->sweep.functions[f].lo = 0;
  assert_false(run(fixture, 2, &retired_count, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "log"));
  assert_int_equal(retired_count, 0);
  release(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_speeds),         cmocka_unit_test(test_failure),  cmocka_unit_test(test_first_fails),
      cmocka_unit_test(test_late_failure),   cmocka_unit_test(test_survivor), cmocka_unit_test(test_all_fail),
      cmocka_unit_test(test_gives_up),       cmocka_unit_test(test_stop),     cmocka_unit_test(test_stop_once),
      cmocka_unit_test(test_other_failures), cmocka_unit_test(test_input),
  };
  fixture_watchdog(60);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
