/* Joining results files: order, conflicts, optima, and what stands in the way. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"
#include "made.h"
#include "run/merge_files.h"
#include "store/parts.h"
#include "store/sample.h"
#include "store/store.h"

static const char sweep[] = "name: small\n"
                            "seed: [1, 2]\n"
                            "engine: {name: islands, islands: 2, population: 16, generations: 3, epoch: 2, keep: 2}\n"
                            "grids:\n"
                            "  - {functions: [gelu, exp], in_bits: [6], scale_sets: [[2^-2, 2^-3]], entries: [3, 4]}\n";

enum { POINTS = 8, PATHS_MAX = 4 };

static char *folder;
static struct results whole;

static int set_up(void **unused) {
  (void)unused;
  folder = fixture_folder();
  made_by_run(folder, "whole.h5", sweep, &whole);
  return whole.point_count == POINTS ? 0 : -1;
}

static int tear_down(void **unused) {
  (void)unused;
  results_release(&whole);
  sample_folder_delete(folder);
  return 0;
}

struct seen {
  size_t conflicts;
  char what[32], point[33], note[512];
};

static void see_conflict(void *context, const struct weave_conflict *conflict) {
  struct seen *const seen = context;
  seen->conflicts++;
  (void)snprintf(seen->what, sizeof seen->what, "%s", conflict->what);
  (void)snprintf(seen->point, sizeof seen->point, "%s", conflict->point->id.hex);
}

static void see_note(void *context, const char *text) {
  struct seen *const seen = context;
  (void)snprintf(seen->note, sizeof seen->note, "%s", text);
}

/* `names` ends with NULL; the output comes first. */
static bool merge(const char *const *names, bool partial, struct seen *seen, struct merge_summary *summary,
                  struct error *err) {
  char text[PATHS_MAX + 1][4096];
  const char *path[PATHS_MAX + 1];
  size_t count = 0;
  for (; names[count] != NULL; count++) {
    (void)snprintf(text[count], sizeof text[count], "%s", sample_path(folder, names[count]));
    path[count] = text[count];
  }
  const struct merge_options options = {.paths = path + 1, .count = count - 1, .output = path[0], .partial = partial};
  const struct merge_observer observer = {.context = seen, .note = see_note, .conflict = see_conflict};
  *seen = (struct seen){.conflicts = 0};
  return merge_files(&options, &observer, summary, err);
}

static struct merge_summary merge_well(const char *const *names) {
  struct merge_summary summary;
  struct seen seen;
  struct error err;
  if (!merge(names, false, &seen, &summary, &err))
    fail_msg("%s", err.text);
  assert_int_equal(access(sample_path(folder, "out.h5.parts"), F_OK), -1);
  return summary;
}

static void read_file(const char *name, struct results *out) {
  struct error err;
  if (!store_read(out, sample_path(folder, name), &err))
    fail_msg("%s", err.text);
}

static void remove_file(const char *name) { (void)unlink(sample_path(folder, name)); }

static void expect_whole(void) {
  struct results out;
  read_file("out.h5", &out);
  assert_true(sample_equal(&whole, &out));
  results_release(&out);
  remove_file("out.h5");
}

static void test_disjoint(void **unused) {
  (void)unused;
  made_of(&whole, 0, 3, sweep, folder, "a.h5");
  made_of(&whole, 3, POINTS - 3, sweep, folder, "b.h5");
  const struct merge_summary summary = merge_well((const char *[]){"out.h5", "b.h5", "a.h5", NULL});
  assert_true(summary.same_sweep);
  assert_int_equal(summary.points, POINTS);
  assert_int_equal(summary.read, POINTS);
  assert_int_equal(summary.designs, whole.design_count);
  expect_whole();
}

static void test_overlapping(void **unused) {
  (void)unused;
  made_of(&whole, 0, 6, sweep, folder, "a.h5");
  made_of(&whole, 2, POINTS - 2, sweep, folder, "b.h5");
  const struct merge_summary summary = merge_well((const char *[]){"out.h5", "a.h5", "b.h5", "a.h5", NULL});
  assert_int_equal(summary.read, 6 + 6 + 6);
  assert_int_equal(summary.points, POINTS);
  expect_whole();
}

static void expect_conflict(const char *what, size_t point) {
  struct merge_summary summary;
  struct seen seen;
  struct error err;
  made_of(&whole, 2, POINTS - 2, sweep, folder, "b.h5");
  assert_false(merge((const char *[]){"out.h5", "a.h5", "b.h5", NULL}, false, &seen, &summary, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "lutdse verify"));
  assert_int_equal(seen.conflicts, 1);
  assert_int_equal(summary.conflicts, 1);
  assert_string_equal(seen.what, what);
  assert_string_equal(seen.point, whole.points[point].id.hex);
  assert_int_equal(access(sample_path(folder, "out.h5"), F_OK), -1);
  assert_int_equal(access(sample_path(folder, "out.h5.parts"), F_OK), -1);
}

static void test_conflicts(void **unused) {
  (void)unused;
  const size_t point = 4;
  made_of(&whole, 0, 6, sweep, folder, "a.h5");
  double *const area = &whole.designs[whole.outcomes[point].first_design].cost.area_um2;
  const double before = *area;
  *area = nextafter(before, 0);
  expect_conflict("figures", point);
  *area = before;
  whole.outcomes[point].evaluations++;
  expect_conflict("evaluations", point);
  whole.outcomes[point].evaluations--;
}

static void test_different_sweeps(void **unused) {
  (void)unused;
  struct results out;
  made_of(&whole, 3, POINTS - 3, "name: second\n", folder, "a.h5");
  made_of(&whole, 0, 6, "name: first", folder, "b.h5");
  const struct merge_summary summary = merge_well((const char *[]){"out.h5", "a.h5", "b.h5", NULL});
  assert_false(summary.same_sweep);
  read_file("out.h5", &out);
  assert_int_equal(out.point_count, POINTS);
  for (size_t p = 0; p < POINTS; p++)
    assert_string_equal(out.points[p].id.hex, whole.points[(p + 3) % POINTS].id.hex);
  char text[16384];
  (void)snprintf(text, sizeof text, "# from %s\nname: second\n---\n", sample_path(folder, "a.h5"));
  (void)snprintf(text + strlen(text), sizeof text - strlen(text), "# from %s\nname: first",
                 sample_path(folder, "b.h5"));
  assert_string_equal(out.sweep_text, text);
  assert_int_equal(out.run_count, whole.run_count);
  results_release(&out);
  remove_file("out.h5");
}

/* One file has no proofs, the other one only some of the points: in the end all points of a problem have the same. */
static void test_optima_agree(void **unused) {
  (void)unused;
  struct optimum optimum[POINTS];
  struct results out;
  made_of(&whole, 0, 1, "name: proven\n", folder, "a.h5");
  for (size_t p = 0; p < POINTS; p++) {
    optimum[p] = whole.outcomes[p].optimum;
    assert_int_equal(optimum[p].kind, OPTIMUM_EXACT);
    whole.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
  }
  made_of(&whole, 0, POINTS, sweep, folder, "b.h5");
  (void)merge_well((const char *[]){"out.h5", "b.h5", "a.h5", NULL});
  read_file("out.h5", &out);
  size_t proven = 0;
  for (size_t p = 0; p < POINTS; p++) {
    const struct optimum *const found = &out.outcomes[p].optimum;
    const bool same = out.points[p].spec.entries == whole.points[0].spec.entries &&
                      strcmp(out.points[p].spec.function->name, whole.points[0].spec.function->name) == 0;
    assert_int_equal(found->kind, same ? OPTIMUM_EXACT : OPTIMUM_NONE);
    assert_true(!same || found->value == optimum[0].value);
    proven += same;
    whole.outcomes[p].optimum = optimum[p];
  }
  assert_int_equal(proven, 2); /* two seeds */
  results_release(&out);
  remove_file("out.h5");
}

/* Shards of one sweep: seeds of one problem can be in different ones, of which one alone proved the optimum. */
static void test_optima_agree_over_shards(void **unused) {
  (void)unused;
  const struct optimum proven = whole.outcomes[0].optimum;
  whole.outcomes[0].optimum = (struct optimum){OPTIMUM_BOUND, proven.value / 2};
  made_of(&whole, 0, 1, sweep, folder, "a.h5");
  whole.outcomes[0].optimum = proven;
  made_of(&whole, 1, POINTS - 1, sweep, folder, "b.h5");
  (void)merge_well((const char *[]){"out.h5", "a.h5", "b.h5", NULL});
  expect_whole();
  made_of(&whole, 0, 1, sweep, folder, "a.h5");
  whole.outcomes[1].optimum = (struct optimum){OPTIMUM_NONE, 0};
  made_of(&whole, 1, POINTS - 1, sweep, folder, "b.h5");
  whole.outcomes[1].optimum = proven;
  (void)merge_well((const char *[]){"out.h5", "a.h5", "b.h5", NULL});
  expect_whole();
  remove_file("out.h5");
}

static void test_output_in_the_way(void **unused) {
  (void)unused;
  struct merge_summary summary;
  struct seen seen;
  struct error err;
  made_of(&whole, 0, POINTS, sweep, folder, "a.h5");
  assert_int_equal(symlink("a.h5", sample_path(folder, "link.h5")), 0);
  assert_false(merge((const char *[]){"link.h5", "a.h5", NULL}, false, &seen, &summary, &err));
  assert_int_equal(err.kind, ERROR_USAGE);
  made_of(&whole, 0, 1, sweep, folder, "out.h5");
  assert_true(merge((const char *[]){"out.h5", "a.h5", NULL}, false, &seen, &summary, &err));
  assert_non_null(strstr(seen.note, "out.aside-1.h5"));
  assert_int_equal(access(sample_path(folder, "out.aside-1.h5"), F_OK), 0);
  /* Again, from the same file: nothing new. */
  assert_true(merge((const char *[]){"out.h5", "a.h5", NULL}, false, &seen, &summary, &err));
  assert_string_equal(seen.note, "");
  assert_int_equal(access(sample_path(folder, "out.aside-2.h5"), F_OK), -1);
  expect_whole();
  remove_file("out.aside-1.h5");
  remove_file("link.h5");
}

static void leave_parts(const char *name, size_t first, size_t count) {
  struct parts parts;
  struct results part;
  struct error err;
  made_of(&whole, first, count, sweep, folder, "part.h5");
  read_file("part.h5", &part);
  assert_true(parts_open(&parts, sample_path(folder, name), &err));
  if (!parts_add(&parts, &part, &err))
    fail_msg("%s", err.text);
  parts_close(&parts);
  results_release(&part);
}

static void test_unfinished(void **unused) {
  (void)unused;
  struct merge_summary summary;
  struct seen seen;
  struct error err;
  made_of(&whole, 0, 6, sweep, folder, "a.h5");
  leave_parts("b.h5", 4, POINTS - 4);
  remove_file("b.h5");
  assert_false(merge((const char *[]){"out.h5", "a.h5", "b.h5", NULL}, false, &seen, &summary, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "b.h5 is not complete"));
  assert_non_null(strstr(err.text, "--partial"));
  assert_true(merge((const char *[]){"out.h5", "a.h5", "b.h5", NULL}, true, &seen, &summary, &err));
  assert_int_equal(summary.points, POINTS);
  remove_file("out.h5");
  assert_true(merge((const char *[]){"out.h5", "b.h5.parts", NULL}, true, &seen, &summary, &err));
  assert_int_equal(summary.points, POINTS - 4);
  remove_file("out.h5");
  /* Parts of another run are in the place of the output's. */
  assert_false(merge((const char *[]){"b.h5", "a.h5", NULL}, false, &seen, &summary, &err));
  assert_non_null(strstr(err.text, "unfinished run"));
  assert_false(merge((const char *[]){"b.h5", "b.h5.parts", NULL}, true, &seen, &summary, &err));
  assert_int_equal(err.kind, ERROR_USAGE);
}

int main(void) {
  fixture_watchdog(300);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_disjoint),          cmocka_unit_test(test_overlapping),
      cmocka_unit_test(test_conflicts),         cmocka_unit_test(test_different_sweeps),
      cmocka_unit_test(test_optima_agree),      cmocka_unit_test(test_optima_agree_over_shards),
      cmocka_unit_test(test_output_in_the_way), cmocka_unit_test(test_unfinished),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
