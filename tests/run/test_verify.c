/* Every figure of a results file counts: each one that is changed is found, and named. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "front/front.h"
#include "made.h"
#include "run/verify_file.h"
#include "store/metric.h"
#include "store/sample.h"
#include "store/store.h"

static const char sweep[] = "name: small\n"
                            "engine: {name: islands, islands: 2, population: 16, generations: 3, epoch: 2, keep: 2}\n"
                            "grids:\n"
                            "  - functions: [gelu, exp]\n"
                            "    in_bits: [6]\n"
                            "    scale_sets: [[2^-2, 2^-3]]\n"
                            "    output: [{bits: 6, scale: 2^-4}]\n"
                            "    entries: [3, 4]\n";

static char *folder;
static struct results results;

static int set_up(void **unused) {
  (void)unused;
  folder = fixture_folder();
  made_by_run(folder, "good.h5", sweep, &results);
  return 0;
}

static int tear_down(void **unused) {
  (void)unused;
  results_release(&results);
  sample_folder_delete(folder);
  return 0;
}

struct seen {
  size_t count;
  struct verify_difference last;
  size_t reports;
};

static void see(void *context, const struct verify_difference *difference) {
  struct seen *const seen = context;
  seen->count++;
  seen->last = *difference;
}

static void see_progress(void *context, const struct verify_progress *progress) {
  struct seen *const seen = context;
  seen->reports++;
  assert_true(progress->done <= progress->designs);
}

static struct seen verify(const char *name, struct verify_summary *summary) {
  struct front_source source;
  struct seen seen = {.count = 0};
  struct error err;
  const struct verify_observer observer = {&seen, see, see_progress};
  if (!source_open(&source, sample_path(folder, name), NULL, NULL, &err) ||
      !verify_source(&source, 2, &observer, summary, &err))
    fail_msg("%s", err.text);
  source_close(&source);
  assert_int_equal(seen.count, summary->differences);
  return seen;
}

static void test_good(void **unused) {
  (void)unused;
  struct verify_summary summary;
  const struct seen seen = verify("good.h5", &summary);
  assert_int_equal(summary.differences, 0);
  assert_int_equal(summary.points, results.point_count);
  assert_int_equal(summary.designs, results.design_count);
  assert_int_equal(summary.wrong_designs, 0);
  assert_true(summary.fronts);
  assert_true(seen.reports > 0);
}

/* Designs above what is possible need no proof to be wrong: the file has to be one that can be written. */
static void forget_optima(void) {
  for (size_t p = 0; p < results.point_count; p++)
    results.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
}

static void write_tampered(void) {
  struct error err;
  if (!front_fill(&results, &err) || !store_write(&results, sample_path(folder, "bad.h5"), &err))
    fail_msg("%s", err.text);
}

/* One figure of one design is a little larger: that is one difference. */
static void expect_found(size_t design, double *figure, const char *table, const char *column) {
  struct verify_summary summary;
  const double before = *figure;
  *figure = nextafter(before, (double)INFINITY);
  write_tampered();
  const struct seen seen = verify("bad.h5", &summary);
  assert_int_equal(summary.differences, 1);
  assert_int_equal(summary.wrong_designs, 1);
  assert_string_equal(seen.last.table, table);
  assert_string_equal(seen.last.column, column);
  assert_int_equal(seen.last.row, design);
  assert_string_equal(seen.last.point, results.points[results.designs[design].point].id.hex);
  assert_true(seen.last.stored == *figure && seen.last.found == before);
  *figure = before;
}

static void expect_errors_found(size_t design, struct errors *errors, const char *table, const char *end) {
  double *const figure[] = {&errors->mse, &errors->mae, &errors->max_abs};
  static const char *const name[] = {"mse", "mae", "max_abs"};
  for (int i = 0; i < 3; i++) {
    char column[64];
    (void)snprintf(column, sizeof column, "%s%s", name[i], end);
    expect_found(design, figure[i], table, column);
  }
}

static void test_every_column(void **unused) {
  (void)unused;
  const size_t row = results.design_count / 2;
  struct scored_design *const design = &results.designs[row];
  forget_optima();
  expect_errors_found(row, &design->score.exact, "/designs", "");
  expect_errors_found(row, &design->score.requantised, "/designs", "_requantised");
  expect_errors_found(row, &design->score.exact_at[1], "/errors", " at scale 0.125");
  expect_errors_found(row, &design->score.requantised_at[0], "/errors", "_requantised at scale 0.25");
  expect_found(row, &design->cost.area_ge, "/designs", "area_ge");
  expect_found(row, &design->cost.area_um2, "/designs", "area_um2");
  expect_found(row, &design->cost.energy_pj, "/designs", "energy_pj");
  expect_found(row, &design->cost.power_mw, "/designs", "power_mw");
  expect_found(row, &design->cost.delay_ns, "/designs", "delay_ns");
}

static void test_codes(void **unused) {
  (void)unused;
  struct verify_summary summary;
  results.designs[0].score.codes[1]++;
  write_tampered();
  const struct seen seen = verify("bad.h5", &summary);
  results.designs[0].score.codes[1]--;
  assert_int_equal(summary.differences, 1);
  assert_string_equal(seen.last.column, "codes at scale 0.125");
  assert_true(seen.last.stored == seen.last.found + 1);
}

/* A slope that is another one changes many figures of one design. */
static void test_design(void **unused) {
  (void)unused;
  struct verify_summary summary;
  int32_t *const slope = &results.designs[1].design.slope[1];
  forget_optima();
  *slope += *slope > 0 ? -1 : 1;
  write_tampered();
  (void)verify("bad.h5", &summary);
  *slope += *slope > 0 ? 1 : -1;
  assert_true(summary.differences > 3);
  assert_int_equal(summary.wrong_designs, 1);
}

static void expect_row(const char *table, const char *column) {
  struct verify_summary summary;
  struct error err;
  if (!store_write(&results, sample_path(folder, "bad.h5"), &err))
    fail_msg("%s", err.text);
  const struct seen seen = verify("bad.h5", &summary);
  assert_int_equal(summary.differences, 1);
  assert_int_equal(summary.wrong_designs, 0);
  assert_string_equal(seen.last.table, table);
  assert_string_equal(seen.last.column, column);
  assert_true(front_fill(&results, &err));
}

static void test_fronts_and_ranges(void **unused) {
  (void)unused;
  results.ranges[1].most *= 2;
  expect_row("/ranges", "most");
  results.ranges[0].designs--;
  expect_row("/ranges", "designs");
  results.range_count--;
  expect_row("/ranges", "rows");
  results.front_count--;
  expect_row("/fronts", "rows");
}

int main(void) {
  fixture_watchdog(300);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_good),   cmocka_unit_test(test_every_column),      cmocka_unit_test(test_codes),
      cmocka_unit_test(test_design), cmocka_unit_test(test_fronts_and_ranges),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
