/* Whole runs: the same results however they came about, and progress that adds up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_backend.h"
#include "fixture.h"
#include "run/run.h"
#include "store/sample.h"
#include "store/store.h"

enum { POINTS = 2 * 5 * 2, EVALUATIONS = 2 * 16 * (1 + 3 * 13), NEVER = 1000000 };

static const char all_fakes[] = "fake:0,fake:1,fake:2,fake:3";

static int setup(void **state) {
  fakes_reset(FAKES_MAX);
  *state = fixture_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

/* What a run told, and when it is to stop. */
struct observed {
  unsigned reports, stop_after, notes;
  char note[2048];
  struct run_progress last;
};

static void observe_note(void *context, const char *text) {
  struct observed *observed = context;
  observed->notes++;
  (void)snprintf(observed->note, sizeof observed->note, "%s", text);
}

static void observe_progress(void *context, const struct run_progress *progress) {
  struct observed *observed = context;
  const struct run_progress *last = &observed->last;
  if (observed->reports++ > 0) {
    assert_int_equal(progress->done - progress->computed, last->done - last->computed);
    assert_true(progress->share > last->share && progress->seconds >= last->seconds);
    assert_true(progress->computed > last->computed && progress->best_mse <= last->best_mse);
  }
  assert_true(progress->done <= progress->points && progress->computed <= progress->done);
  /* Tables have 2 to 6 entries: a child takes 4 to 12 evaluations. */
  assert_true(progress->evaluations > progress->computed * 2 * 16 * 4 &&
              progress->evaluations < progress->computed * EVALUATIONS);
  assert_true(progress->share > 0 && progress->share <= 1);
  assert_true((progress->share == 1) == (progress->done == progress->points));
  assert_non_null(progress->best);
  observed->last = *progress;
}

static bool observe_stop(void *context) {
  const struct observed *observed = context;
  return observed->reports >= observed->stop_after;
}

static bool try_run(const struct sweep *sweep, const char *folder, const char *name, const char *devices,
                    struct observed *observed, struct run_summary *summary, struct error *err) {
  char path[4096];
  (void)snprintf(path, sizeof path, "%s", sample_path(folder, name));
  const struct run_options options = {.output = path, .devices = devices, .threads = 1, .command = "a test"};
  const struct run_observer observer = {
      .context = observed, .note = observe_note, .progress = observe_progress, .stop = observe_stop};
  const bool ok = run_sweep(sweep, &options, &observer, summary, err);
  for (size_t i = 0; i < FAKES_MAX; i++)
    assert_int_equal(fake_at(i)->open, 0);
  return ok;
}

/* Run to the end, or until it is stopped. */
static struct run_summary run(const struct sweep *sweep, const char *folder, const char *name, const char *devices,
                              unsigned stop_after, struct observed *observed) {
  struct run_summary summary;
  struct error err;
  *observed = (struct observed){.stop_after = stop_after};
  if (!try_run(sweep, folder, name, devices, observed, &summary, &err))
    fail_msg("%s", err.text);
  assert_int_equal(summary.progress.done, summary.found_before + summary.progress.computed);
  assert_int_equal(summary.complete, summary.progress.done == sweep->point_count);
  return summary;
}

static void read_back(const char *folder, const char *name, struct results *out) {
  struct error err;
  if (!store_read(out, sample_path(folder, name), &err))
    fail_msg("%s", err.text);
}

static bool is_there(const char *folder, const char *name) { return access(sample_path(folder, name), F_OK) == 0; }

static bool has_parts(const char *folder, const char *name) {
  char parts[256];
  (void)snprintf(parts, sizeof parts, "%s.parts", name);
  return is_there(folder, parts);
}

/* Two results files hold the same to the last bit, but for the records of their runs. */
static void check_same(const char *folder, const char *one, const char *other) {
  struct results a, b;
  read_back(folder, one, &a);
  read_back(folder, other, &b);
  a.run_count = b.run_count = 0;
  assert_true(sample_equal(&a, &b));
  results_release(&a);
  results_release(&b);
}

static void small_sweep(struct sweep *sweep) { fixture_sweep(sweep, "hswish, gelu", "2..6", 2); }

static uint64_t recorded_points(const char *folder, const char *name, size_t *runs) {
  struct results results;
  read_back(folder, name, &results);
  uint64_t points = 0;
  for (size_t i = 0; i < results.run_count; i++)
    points += results.runs[i].points;
  *runs = results.run_count;
  results_release(&results);
  return points;
}

static void test_progress(void **state) {
  struct sweep sweep;
  struct observed observed;
  size_t runs = 0;
  small_sweep(&sweep);
  const struct run_summary summary = run(&sweep, *state, "r.h5", "fake:0", NEVER, &observed);
  assert_true(summary.complete && !has_parts(*state, "r.h5"));
  assert_string_equal(summary.devices, "fake:0");
  assert_int_equal(summary.retired, 0);
  assert_int_equal(summary.found_before, 0);
  assert_int_equal(observed.notes, 0);
  assert_int_equal(observed.last.points, POINTS);
  assert_int_equal(observed.last.computed, POINTS);
  assert_true(observed.last.share == 1);
  assert_memory_equal(&observed.last, &summary.progress, sizeof observed.last);
  assert_int_equal(recorded_points(*state, "r.h5", &runs), POINTS);
  assert_int_equal(runs, 1);
  struct results results;
  read_back(*state, "r.h5", &results);
  for (size_t d = 0; d < results.design_count; d++)
    assert_true(results.designs[d].score.exact.mse >= summary.progress.best_mse);
  results_release(&results);
  sweep_release(&sweep);
}

/* However many devices, whatever their speed, whichever of them fail at whichever batch. */
static void test_same_results(void **state) {
  static const char *const lists[] = {"fake:0", "fake:0,fake:1", "fake:0,fake:1,cpu", all_fakes};
  struct sweep sweep;
  struct observed observed;
  small_sweep(&sweep);
  (void)run(&sweep, *state, "reference.h5", "cpu", NEVER, &observed);
  for (unsigned i = 0; i < 7; i++) {
    char name[32];
    fakes_reset(FAKES_MAX);
    for (unsigned f = 0; f < FAKES_MAX; f++)
      fake_at(f)->delay = 2 * ((f + i) % FAKES_MAX);
    /* A device's first batch is its self-test. */
    if (i >= 4)
      *fake_at(i % 2) = (struct fake){.good = 1 + i % 3, .bad = FAKE_FOREVER, .kind = ERROR_DEVICE, .name = "fake"};
    (void)snprintf(name, sizeof name, "r%u.h5", i);
    const struct run_summary summary = run(&sweep, *state, name, lists[i < 4 ? i : 1 + i % 3], NEVER, &observed);
    assert_true(summary.complete);
    assert_int_equal(observed.notes, summary.retired);
    if (summary.retired > 0)
      assert_non_null(strstr(observed.note, "is not used any more: batch"));
    check_same(*state, "reference.h5", name);
  }
  sweep_release(&sweep);
}

/* Stopped after any number of batches, again and again, by other devices each time. */
static void test_interruption(void **state) {
  static const char *const lists[] = {"cpu", "fake:0", all_fakes};
  struct sweep sweep;
  struct observed observed;
  small_sweep(&sweep);
  (void)run(&sweep, *state, "reference.h5", "cpu", NEVER, &observed);
  for (unsigned after = 0; after < 3; after++) {
    char name[32];
    size_t done = 0, runs = 0;
    (void)snprintf(name, sizeof name, "r%u.h5", after);
    for (unsigned i = 0; i < 3; i++) {
      const struct run_summary summary = run(&sweep, *state, name, lists[(i + after) % 3], after, &observed);
      assert_int_equal(summary.found_before, done);
      assert_true(summary.progress.computed >= after || summary.complete);
      done = summary.progress.done;
      assert_int_equal(is_there(*state, name), summary.complete);
      assert_int_equal(has_parts(*state, name), !summary.complete && done > 0);
    }
    const struct run_summary summary = run(&sweep, *state, name, "cpu", NEVER, &observed);
    assert_true(summary.complete && !has_parts(*state, name));
    assert_int_equal(summary.found_before, done);
    check_same(*state, "reference.h5", name);
    assert_int_equal(recorded_points(*state, name, &runs), POINTS);
    assert_true(runs <= 6);
  }
  sweep_release(&sweep);
}

static void test_all_devices_fail(void **state) {
  struct sweep sweep;
  struct observed observed = {.stop_after = NEVER};
  struct run_summary summary;
  struct error err;
  small_sweep(&sweep);
  for (unsigned f = 0; f < FAKES_MAX; f++) {
    fake_at(f)->good = 2;
    fake_at(f)->bad = FAKE_FOREVER;
  }
  assert_false(try_run(&sweep, *state, "r.h5", all_fakes, &observed, &summary, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_int_equal(summary.retired, FAKES_MAX);
  assert_int_equal(observed.notes, FAKES_MAX);
  assert_false(summary.complete || is_there(*state, "r.h5"));
  assert_int_equal(observed.reports, FAKES_MAX);
  const size_t done = summary.progress.done;
  summary = run(&sweep, *state, "r.h5", "cpu", NEVER, &observed);
  assert_int_equal(summary.found_before, done);
  assert_true(summary.complete);
  sweep_release(&sweep);
}

static void test_no_device(void **state) {
  struct sweep sweep;
  struct observed observed = {.stop_after = NEVER};
  struct run_summary summary;
  struct error err;
  small_sweep(&sweep);
  fake_at(1)->shut = true;
  assert_false(try_run(&sweep, *state, "r.h5", "fake:0,fake:1", &observed, &summary, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_false(try_run(&sweep, *state, "r.h5", "nosuch", &observed, &summary, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_false(is_there(*state, "r.h5") || has_parts(*state, "r.h5"));
  assert_int_equal(observed.reports, 0);
  sweep_release(&sweep);
}

/* Nothing to do: no device is opened and the file is not touched. */
static void test_complete(void **state) {
  struct sweep sweep;
  struct observed observed;
  struct stat before, after;
  small_sweep(&sweep);
  (void)run(&sweep, *state, "r.h5", "cpu", NEVER, &observed);
  assert_int_equal(stat(sample_path(*state, "r.h5"), &before), 0);
  const struct run_summary summary = run(&sweep, *state, "r.h5", "fake:0", NEVER, &observed);
  assert_int_equal(stat(sample_path(*state, "r.h5"), &after), 0);
  assert_true(summary.complete);
  assert_string_equal(summary.devices, "");
  assert_int_equal(summary.found_before, POINTS);
  assert_int_equal(fake_at(0)->opens, 0);
  assert_int_equal(observed.reports, 0);
  assert_int_equal(before.st_ino, after.st_ino);
  assert_false(has_parts(*state, "r.h5"));
  sweep_release(&sweep);
}

/* Only what is new is computed, and what is gone is set aside. */
static void test_edited_sweep(void **state) {
  struct sweep before, now;
  struct observed observed;
  struct results results;
  fixture_sweep(&before, "hswish, gelu", "2..5", 2);
  fixture_sweep(&now, "exp, hswish", "4..6", 2);
  (void)run(&before, *state, "r.h5", "cpu", NEVER, &observed);
  const struct run_summary summary = run(&now, *state, "r.h5", "fake:0", NEVER, &observed);
  assert_int_equal(summary.found_before, 2 * 2);
  assert_int_equal(summary.progress.computed, 2 * 3 * 2 - 2 * 2);
  assert_int_equal(observed.notes, 1);
  assert_non_null(strstr(observed.note, "r.aside-1.h5"));
  read_back(*state, "r.aside-1.h5", &results);
  assert_int_equal(results.point_count, 2 * 4 * 2 - 2 * 2);
  results_release(&results);
  (void)run(&now, *state, "reference.h5", "cpu", NEVER, &observed);
  check_same(*state, "reference.h5", "r.h5");
  sweep_release(&before);
  sweep_release(&now);
}

/* A record for each device that took part. */
static void test_records(void **state) {
  static const char *const names[FAKES_MAX] = {"red", "green", "blue", "grey"};
  struct sweep sweep;
  struct observed observed;
  size_t runs = 0;
  small_sweep(&sweep);
  for (unsigned f = 0; f < FAKES_MAX; f++) {
    fake_at(f)->name = names[f];
    fake_at(f)->delay = 5;
  }
  const struct run_summary summary = run(&sweep, *state, "r.h5", all_fakes, NEVER, &observed);
  assert_string_equal(summary.devices, all_fakes);
  assert_int_equal(recorded_points(*state, "r.h5", &runs), POINTS);
  assert_in_range(runs, 2, FAKES_MAX);
  sweep_release(&sweep);
}

/* Nobody need watch. */
static void test_unobserved(void **state) {
  struct sweep sweep;
  struct run_summary summary;
  struct error err;
  const struct run_options options = {
      .output = sample_path(*state, "r.h5"), .devices = "auto", .threads = 1, .command = "a test"};
  const struct run_observer nobody = {.context = NULL};
  small_sweep(&sweep);
  fake_at(0)->good = 1;
  fake_at(0)->bad = FAKE_FOREVER;
  if (!run_sweep(&sweep, &options, &nobody, &summary, &err))
    fail_msg("%s", err.text);
  assert_true(summary.complete);
  sweep_release(&sweep);
}

static void check_steps(const struct results *results, size_t row) {
  const struct outcome *outcome = &results->outcomes[row];
  const struct convergence_step *steps = results->steps + outcome->first_step;
  assert_true(outcome->step_count > 0);
  for (size_t i = 1; i < outcome->step_count; i++)
    assert_true(steps[i].best <= steps[i - 1].best && steps[i].evaluations > steps[i - 1].evaluations);
  assert_true(steps[outcome->step_count - 1].best == optimum_best_figure(results, row));
  assert_true(steps[outcome->step_count - 1].evaluations <= outcome->evaluations);
}

/* Searches say how they converged, where they minimise what judges the point; the exact engine proves its tables. */
static void test_findings(void **state) {
  struct sweep sweep;
  struct results results;
  struct run_summary summary;
  struct error err;
  fixture_parse(
      &sweep,
      "name: findings\n"
      "engine: [{name: islands, islands: 2, generations: 12, epoch: 3}, exact,\n"
      "  {name: exact, objective: max_abs}]\n"
      "grids:\n"
      "  - {functions: [gelu, exp], entries: 2..6, scale_sets: [[2^-3]], output: [none, {bits: 6, scale: 2^-4}]}\n");
  char path[4096];
  (void)snprintf(path, sizeof path, "%s", sample_path(*state, "r.h5"));
  const struct run_options options = {.output = path, .devices = "fake:0", .threads = 1, .command = "a test"};
  const struct run_observer observer = {0};
  if (!run_sweep(&sweep, &options, &observer, &summary, &err))
    fail_msg("%s", err.text);
  read_back(*state, "r.h5", &results);
  assert_int_equal(results.point_count, 3 * 2 * 5 * 2);
  for (size_t p = 0; p < results.point_count; p++) {
    const struct point *point = &results.points[p];
    const struct outcome *outcome = &results.outcomes[p];
    if (strcmp(point->engine.engine->name, "exact") == 0) {
      assert_int_equal(outcome->optimum.kind, OPTIMUM_EXACT);
      assert_true(optimum_gap(&outcome->optimum, optimum_best_figure(&results, p)) == 0);
      assert_int_equal(outcome->step_count, 0);
    } else if (point->spec.output.bits != 0) {
      assert_int_equal(outcome->step_count, 0);
    } else {
      check_steps(&results, p);
    }
  }
  results_release(&results);
  sweep_release(&sweep);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_progress, setup, teardown),
      cmocka_unit_test_setup_teardown(test_same_results, setup, teardown),
      cmocka_unit_test_setup_teardown(test_interruption, setup, teardown),
      cmocka_unit_test_setup_teardown(test_all_devices_fail, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_device, setup, teardown),
      cmocka_unit_test_setup_teardown(test_complete, setup, teardown),
      cmocka_unit_test_setup_teardown(test_edited_sweep, setup, teardown),
      cmocka_unit_test_setup_teardown(test_records, setup, teardown),
      cmocka_unit_test_setup_teardown(test_findings, setup, teardown),
      cmocka_unit_test_setup_teardown(test_unobserved, setup, teardown),
  };
  fixture_watchdog(60);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
