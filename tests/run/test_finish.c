/* The last step of a run: order, fronts, records, and what the sweep no longer has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "front/front.h"
#include "run/finish.h"
#include "run/record.h"
#include "run/scored_batch.h"
#include "store/sample.h"
#include "store/store.h"
#include "sweep_points.h"

static int setup(void **state) {
  *state = fixture_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

/* Compute a sweep's points and append them, with a record for every batch. */
static void compute(const struct sweep *sweep, struct results *out) {
  struct error err;
  const struct device_info info = {.name = "a device"};
  struct device *device = cpu_backend.open(0, 1, &err);
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = 1};
  struct ledger none;
  struct plan plan;
  assert_true(ledger_create(&none, sweep->point_count, &err));
  assert_true(plan_create(&plan, sweep, &none, &err));
  for (struct plan_slice slice; (slice = plan_next(&plan, 1e18)).count > 0;) {
    struct scored_batch batch;
    struct run_record record = record_start(&info, "a test");
    record.points = slice.count;
    record.seconds = (double)out->point_count;
    assert_true(scored_batch_compute(&batch, &on, &plan, slice, &err));
    assert_true(scored_batch_add(&batch, out, &err));
    assert_true(results_add_run(out, &record, &err));
    scored_batch_release(&batch);
  }
  plan_free(&plan);
  ledger_free(&none);
  cpu_backend.close(device);
}

static void open_parts(struct parts *parts, const char *folder) {
  struct error err;
  if (!parts_open(parts, sample_path(folder, "r.h5"), &err))
    fail_msg("%s", err.text);
}

/* What is known, as a part; perhaps with a folder in the way of the results file. */
static bool try_finish(const struct sweep *sweep, const struct results *known, const char *folder, bool obstacle,
                       char aside[5000], struct error *err) {
  struct parts parts;
  struct collection collection;
  open_parts(&parts, folder);
  assert_true(parts_add(&parts, known, err));
  assert_true(collection_create(&collection, sweep, err) && collection_scan(&collection, &parts, err));
  assert_int_equal(collection.ledger.known, sweep->point_count);
  if (obstacle)
    assert_int_equal(mkdir(sample_path(folder, "r.h5"), 0777), 0);
  const bool ok = finish_run(&(struct finish){&collection, NULL}, &parts, aside, 5000, err);
  collection_free(&collection);
  return ok;
}

static void finish(const struct sweep *sweep, const struct results *known, const char *folder, char aside[5000]) {
  struct error err;
  if (!try_finish(sweep, known, folder, false, aside, &err))
    fail_msg("%s", err.text);
  assert_int_equal(access(sample_path(folder, "r.h5.parts"), F_OK), -1);
}

static void read_back(const char *path, struct results *out) {
  struct error err;
  if (!store_read(out, path, &err))
    fail_msg("%s", err.text);
}

/* Fronts are those of exactly these points. */
static void check_fronts(struct results *results) {
  struct error err;
  const size_t count = results->front_count;
  struct front_row *fronts = results->fronts;
  assert_true(count > 0);
  results->fronts = NULL;
  results->front_count = 0;
  assert_true(front_fill(results, &err));
  assert_int_equal(results->front_count, count);
  for (size_t i = 0; i < count; i++)
    assert_memory_equal(&results->fronts[i], &fronts[i], sizeof fronts[i]);
  free(fronts);
}

/* A point of a results file is what was known of it. */
static void check_point(const struct results *results, size_t index, const struct results *known) {
  const size_t from = results_find(known, &results->points[index].id);
  assert_int_not_equal(from, SIZE_MAX);
  const struct outcome *a = &results->outcomes[index], *b = &known->outcomes[from];
  assert_int_equal(a->evaluations, b->evaluations);
  assert_int_equal(a->design_count, b->design_count);
  for (size_t d = 0; d < a->design_count; d++) {
    const struct scored_design *x = &results->designs[a->first_design + d], *y = &known->designs[b->first_design + d];
    assert_int_equal(x->rank, d);
    assert_memory_equal(x->design.slope, y->design.slope, (size_t)x->design.entries * sizeof(int32_t));
    assert_true(x->score.exact.mse == y->score.exact.mse);
    assert_true(d == 0 || x[-1].score.exact.mse <= x->score.exact.mse);
  }
}

static void check_sweep(const struct results *results, const struct sweep *sweep, const struct results *known) {
  assert_string_equal(results->sweep_name, sweep->name);
  assert_string_equal(results->sweep_text, sweep->text);
  assert_int_equal(results->point_count, sweep->point_count);
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point point = point_at(sweep, i);
    assert_string_equal(results->points[i].id.hex, point.id.hex);
    assert_string_equal(results->points[i].grid, point.grid);
    assert_string_equal(results->points[i].spec.function->name, point.spec.function->name);
    assert_int_equal(results->points[i].place, i);
    check_point(results, i, known);
  }
}

/* The plan computes by entries; the file has the sweep's order and names, and one record of the run. */
static void test_order(void **state) {
  struct sweep sweep;
  struct results known, results;
  char aside[5000];
  fixture_sweep(&sweep, "gelu, exp", "5, 2..4", 2);
  results_init(&known);
  compute(&sweep, &known);
  (void)strcpy(known.functions[1].name, "as_it_was_called");
  finish(&sweep, &known, *state, aside);
  assert_string_equal(aside, "");
  read_back(sample_path(*state, "r.h5"), &results);
  check_sweep(&results, &sweep, &known);
  check_fronts(&results);
  assert_int_equal(results.run_count, 1);
  assert_int_equal(results.runs[0].points, sweep.point_count);
  results_release(&results);
  results_release(&known);
  sweep_release(&sweep);
}

/* Points that the sweep no longer has go to a file of their own, the next free one, with fronts of their own. */
static void test_aside(void **state) {
  struct sweep before, now;
  struct results known, results;
  char aside[5000];
  fixture_sweep(&before, "gelu, exp", "2..5", 2);
  fixture_sweep(&now, "exp, hswish", "4, 3", 3);
  results_init(&known);
  compute(&before, &known);
  compute(&now, &known);
  const size_t all = 2 * 4 * 2 + 2 * 2 * 3, shared = 2 * 2;
  assert_int_equal(known.point_count, all);
  struct results once;
  struct error err;
  results_init(&once);
  assert_true(results_merge(&once, &known, &err));
  finish(&now, &once, *state, aside);
  assert_string_equal(aside, sample_path(*state, "r.aside-1.h5"));
  read_back(sample_path(*state, "r.h5"), &results);
  check_sweep(&results, &now, &once);
  check_fronts(&results);
  results_release(&results);
  read_back(aside, &results);
  assert_int_equal(results.point_count, all - shared - now.point_count);
  for (size_t i = 0; i < results.point_count; i++) {
    check_point(&results, i, &once);
    assert_int_equal(sweep_find(&now, &results.points[i].id), SIZE_MAX);
  }
  check_fronts(&results);
  results_release(&results);
  finish(&now, &once, *state, aside);
  assert_string_equal(aside, sample_path(*state, "r.aside-2.h5"));
  results_release(&once);
  results_release(&known);
  sweep_release(&before);
  sweep_release(&now);
}

/* A results file that cannot be written: nothing is set aside, and the parts stay. */
static void test_failure(void **state) {
  struct sweep before, now;
  struct results known;
  struct error err;
  char aside[5000];
  fixture_sweep(&before, "gelu", "2..5", 1);
  fixture_sweep(&now, "gelu", "2..3", 1);
  results_init(&known);
  compute(&before, &known);
  assert_false(try_finish(&now, &known, *state, true, aside, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "r.h5"));
  assert_int_equal(access(sample_path(*state, "r.aside-1.h5"), F_OK), -1);
  assert_int_equal(access(sample_path(*state, "r.h5.parts"), F_OK), 0);
  /* Unlocked. */
  assert_int_equal(rmdir(sample_path(*state, "r.h5")), 0);
  finish(&now, &known, *state, aside);
  assert_string_equal(aside, sample_path(*state, "r.aside-1.h5"));
  results_release(&known);
  sweep_release(&before);
  sweep_release(&now);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_order, setup, teardown),
      cmocka_unit_test_setup_teardown(test_aside, setup, teardown),
      cmocka_unit_test_setup_teardown(test_failure, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
