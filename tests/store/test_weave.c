/* Files woven into one sequence of points: any cut of a set of results gives the set. */
#include <dirent.h>
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

#include "file.h"
#include "sample.h"
#include "store/store.h"
#include "store/weave.h"

/* Nobody pulls the plug. */
int __wrap_fsync(int descriptor);

int __wrap_fsync(int descriptor) {
  (void)descriptor;
  return 0;
}

enum { FILES_MAX = 100 };

/* Files to weave, and what came of it. */
struct weaving {
  char *folder;
  size_t files;
  char *path[FILES_MAX];
  struct results out;
  size_t slices, largest;
  size_t conflicts;
  char what[32];
  const char *between[2]; /* the files of the last conflict: some of `path` */
  bool forgive;           /* go on after conflicts */
  bool refuse;            /* fail when the first slice is taken */
};

static int setup(void **state) {
  struct weaving *weaving = calloc(1, sizeof *weaving);
  weaving->folder = sample_folder();
  *state = weaving;
  return 0;
}

static int teardown(void **state) {
  struct weaving *weaving = *state;
  for (size_t i = 0; i < weaving->files; i++)
    free(weaving->path[i]);
  results_release(&weaving->out);
  sample_folder_delete(weaving->folder);
  free(weaving);
  return 0;
}

static uint64_t random_below(uint64_t *state, uint64_t bound) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (*state >> 33) % bound;
}

static void write_results(struct weaving *weaving, const struct results *results) {
  struct error err = {0};
  char name[32];
  (void)snprintf(name, sizeof name, "file-%zu.h5", weaving->files);
  weaving->path[weaving->files] = strdup(sample_path(weaving->folder, name));
  if (!store_write(results, weaving->path[weaving->files++], &err))
    fail_msg("%s", err.text);
}

/* Write some rows of results, in the order given. */
static void write_rows(struct weaving *weaving, const struct results *from, const size_t *rows, size_t count) {
  struct results some;
  struct error err = {0};
  results_init(&some);
  for (size_t i = 0; i < count; i++)
    assert_true(results_add_copy(&some, from, rows[i], &from->points[rows[i]], &err));
  write_results(weaving, &some);
  results_release(&some);
}

static bool by_place(void *context, const struct store_key *of, uint64_t *key) {
  (void)context;
  *key = of->place;
  return true;
}

static bool every_third(void *context, const struct store_key *of, uint64_t *key) {
  (void)context;
  *key = of->place;
  return of->place % 9 == 1; /* places are 1, 4, 7, 10 ... */
}

static bool backwards(void *context, const struct store_key *of, uint64_t *key) {
  (void)context;
  *key = UINT64_MAX - of->place;
  return true;
}

static bool all_alike(void *context, const struct store_key *of, uint64_t *key) {
  (void)context;
  (void)of;
  *key = 5;
  return true;
}

static bool take(void *context, struct results *slice, struct error *err) {
  struct weaving *weaving = context;
  if (weaving->refuse)
    return error_set(err, ERROR_IO, "refused");
  assert_true(results_check(slice, ERROR_INTERNAL, err));
  weaving->slices++;
  if (slice->point_count > weaving->largest)
    weaving->largest = slice->point_count;
  for (size_t p = 0; p < slice->point_count; p++)
    if (!results_add_copy(&weaving->out, slice, p, &slice->points[p], err))
      return false;
  return true;
}

static bool conflict(void *context, const struct weave_conflict *found, struct error *err) {
  struct weaving *weaving = context;
  weaving->conflicts++;
  (void)snprintf(weaving->what, sizeof weaving->what, "%s", found->what);
  for (int f = 0; f < 2; f++)
    for (size_t i = 0; i < weaving->files; i++)
      if (strcmp(found->path[f], weaving->path[i]) == 0)
        weaving->between[f] = weaving->path[i];
  return weaving->forgive || error_set(err, ERROR_INPUT, "conflict");
}

static bool run(struct weaving *weaving, bool (*key)(void *, const struct store_key *, uint64_t *), struct error *err) {
  const struct weave weave = {.context = weaving, .key = key, .take = take, .conflict = conflict};
  *err = (struct error){0};
  return weave_files((const char *const *)weaving->path, weaving->files, weaving->folder, &weave, err);
}

static void require_run(struct weaving *weaving, bool (*key)(void *, const struct store_key *, uint64_t *)) {
  struct error err;
  if (!run(weaving, key, &err))
    fail_msg("%s", err.text);
}

/* Nothing but the files that were woven is in the folder. */
static void assert_clean(const struct weaving *weaving) {
  size_t count = 0;
  DIR *folder = opendir(weaving->folder);
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
    count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  (void)closedir(folder);
  assert_int_equal(count, weaving->files);
}

static void assert_all(struct weaving *weaving, const struct results *sample) {
  struct results *out = &weaving->out;
  struct error err = {0};
  memcpy(out->sweep_name, sample->sweep_name, sizeof out->sweep_name);
  out->sweep_text = strdup(sample->sweep_text);
  for (size_t r = 0; r < sample->run_count; r++)
    assert_true(results_add_run(out, &sample->runs[r], &err));
  assert_true(sample_equal(out, sample));
  assert_clean(weaving);
}

/*
 * Deal the rows out to files at random; every row comes to one file at least, and to one more if `twice`. They ascend
 * within each file unless they are shuffled.
 */
static void deal(struct weaving *weaving, const struct results *sample, size_t files, bool twice, bool shuffled,
                 uint64_t seed) {
  size_t *row = malloc(sample->point_count * sizeof *row);
  uint64_t state = seed, dealt = 0;
  for (size_t f = 0; f < files; f++) {
    size_t count = 0;
    for (size_t p = 0; p < sample->point_count; p++) {
      const uint64_t owner = (p * 2654435761u + seed) % files, other = (p * 40503u + seed) % files;
      if (owner == f || (twice && other == f))
        row[count++] = p;
    }
    for (size_t i = count; shuffled && i > 1; i--) {
      const size_t j = (size_t)random_below(&state, i), moved = row[i - 1];
      row[i - 1] = row[j];
      row[j] = moved;
    }
    write_rows(weaving, sample, row, count);
    dealt += count;
  }
  assert_true(dealt >= sample->point_count);
  free(row);
}

static void check_deal(struct weaving *weaving, size_t points, size_t files, bool twice, bool shuffled) {
  struct results sample;
  sample_results(&sample, 17 + (unsigned)files, points);
  deal(weaving, &sample, files, twice, shuffled, files);
  require_run(weaving, by_place);
  assert_all(weaving, &sample);
  results_release(&sample);
}

static void test_one_file(void **state) { check_deal(*state, 30, 1, false, false); }
static void test_three_files(void **state) { check_deal(*state, 100, 3, false, false); }
static void test_duplicates(void **state) { check_deal(*state, 100, 5, true, false); }
static void test_shuffled(void **state) { check_deal(*state, 100, 4, true, true); }
static void test_hundred_files(void **state) { check_deal(*state, 100, 100, false, false); }
static void test_forty_files_shuffled(void **state) { check_deal(*state, 100, 40, true, true); }

/* Some files are empty, and none at all is nothing. */
static void test_few_points(void **state) { check_deal(*state, 3, 40, false, false); }

static void test_nothing(void **state) {
  struct weaving *weaving = *state;
  struct results none;
  require_run(weaving, by_place);
  results_init(&none);
  write_results(weaving, &none);
  require_run(weaving, by_place);
  assert_int_equal(weaving->slices, 0);
  assert_clean(weaving);
}

/* More points than are sorted at a time, or handed on at a time. */
static void test_many_points(void **state) {
  struct weaving *weaving = *state;
  check_deal(weaving, 4200, 1, false, true);
  assert_true(weaving->slices > 5);
  assert_in_range(weaving->largest, 100, 1000);
}

static void test_other_orders(void **state) {
  struct weaving *weaving = *state;
  struct results sample;
  sample_results(&sample, 5, 60);
  deal(weaving, &sample, 3, true, false, 1);
  require_run(weaving, backwards);
  assert_int_equal(weaving->out.point_count, 60);
  for (size_t p = 0; p < 60; p++)
    assert_int_equal(weaving->out.points[p].place, sample.points[59 - p].place);
  results_release(&weaving->out);
  require_run(weaving, every_third);
  assert_int_equal(weaving->out.point_count, 20);
  for (size_t p = 0; p < 20; p++)
    assert_int_equal(weaving->out.points[p].place, 9 * p + 1);
  results_release(&weaving->out);
  /* Where keys say nothing, ids do. */
  require_run(weaving, all_alike);
  assert_int_equal(weaving->out.point_count, 60);
  for (size_t p = 1; p < 60; p++)
    assert_true(strcmp(weaving->out.points[p - 1].id.hex, weaving->out.points[p].id.hex) < 0);
  assert_clean(weaving);
  results_release(&sample);
}

/* Of several records of a point the best optimum counts, whichever file has it. */
static void test_optima(void **state) {
  struct weaving *weaving = *state;
  struct results sample, whole;
  sample_results(&sample, 8, 40);
  sample_results(&whole, 8, 40);
  for (int file = 0; file < 3; file++) {
    for (size_t p = 0; p < 40; p++)
      sample.outcomes[p].optimum = (int)(p % 3) == file ? whole.outcomes[p].optimum : (struct optimum){OPTIMUM_NONE, 0};
    write_results(weaving, &sample);
  }
  require_run(weaving, by_place);
  assert_all(weaving, &whole);
  results_release(&sample);
  results_release(&whole);
}

/* Syntheses of the same design by several libraries and tools come together. */
static void test_syntheses(void **state) {
  struct weaving *weaving = *state;
  struct error err = {0};
  struct results sample;
  sample_results(&sample, 9, 1);
  for (unsigned seed = 10; sample.design_count < 2; seed++) {
    results_release(&sample);
    sample_results(&sample, seed, 1);
  }
  for (int file = 0; file < 3; file++) {
    struct synthesised row = {
        .design = (size_t)file % 2, .tool = "t", .area_um2 = 1 + file, .area_ge = 1, .delay_ns = 1, .energy_pj = 1};
    (void)snprintf(row.library, sizeof row.library, "%s", file == 2 ? "b" : "a");
    sample.synthesised_count = 0;
    assert_true(results_add_synthesised(&sample, &row, &err));
    row.design = 1;
    (void)snprintf(row.library, sizeof row.library, "common");
    assert_true(results_add_synthesised(&sample, &row, &err));
    write_results(weaving, &sample);
  }
  require_run(weaving, by_place);
  const struct results *out = &weaving->out;
  assert_int_equal(out->synthesised_count, 4);
  const struct synthesised *rows = out->synthesised;
  assert_true(rows[0].design == 0 && strcmp(rows[0].library, "a") == 0 && rows[0].area_um2 == 1);
  assert_true(rows[1].design == 0 && strcmp(rows[1].library, "b") == 0 && rows[1].area_um2 == 3);
  assert_true(rows[2].design == 1 && strcmp(rows[2].library, "common") == 0 && rows[2].area_um2 == 1);
  assert_true(rows[3].design == 1 && strcmp(rows[3].library, "a") == 0 && rows[3].area_um2 == 2);
  results_release(&sample);
}

/* The first point that has what a conflict needs. */
static size_t find_point(const struct results *results, bool steps) {
  for (size_t p = 5; p < results->point_count; p++)
    if (results->outcomes[p].design_count > 0 && (!steps || results->outcomes[p].step_count > 1))
      return p;
  fail_msg("no such point");
  return 0;
}

/* Spoil one thing of a point. */
static void spoil(struct results *results, const char *what) {
  const size_t p = find_point(results, strcmp(what, "convergence") == 0);
  struct outcome *outcome = &results->outcomes[p];
  struct scored_design *design = &results->designs[outcome->first_design];
  outcome->optimum = (struct optimum){OPTIMUM_NONE, 0};
  if (strcmp(what, "designs") == 0)
    design->design.intercept[0] += design->design.intercept[0] > 0 ? -1 : 1;
  else if (strcmp(what, "figures") == 0)
    design->cost.area_um2 = nextafter(design->cost.area_um2, 7);
  else if (strcmp(what, "evaluations") == 0)
    outcome->evaluations++;
  else
    results->steps[outcome->first_step].best *= 2;
}

static void check_conflict(struct weaving *weaving, const char *what, size_t files) {
  struct results sample, other;
  struct error err;
  sample_results(&sample, 12, 30);
  sample_results(&other, 12, 30);
  spoil(&other, what);
  for (size_t f = 0; f < files; f++)
    write_results(weaving, f == files - 2 ? &other : &sample);
  assert_false(run(weaving, by_place, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_string_equal(err.text, "conflict");
  assert_int_equal(weaving->conflicts, 1);
  assert_clean(weaving);
  weaving->forgive = true;
  weaving->conflicts = 0;
  results_release(&weaving->out);
  require_run(weaving, by_place);
  assert_string_equal(weaving->what, what);
  assert_true(weaving->conflicts >= 1);
  assert_true(weaving->between[0] == weaving->path[files - 2] || weaving->between[1] == weaving->path[files - 2]);
  assert_ptr_not_equal(weaving->between[0], weaving->between[1]);
  assert_non_null(weaving->between[0]);
  assert_non_null(weaving->between[1]);
  if (files < 32)
    assert_all(weaving, &sample);
  results_release(&sample);
  results_release(&other);
}

static void test_conflict_of_designs(void **state) { check_conflict(*state, "designs", 3); }
static void test_conflict_of_figures(void **state) { check_conflict(*state, "figures", 3); }
static void test_conflict_of_evaluations(void **state) { check_conflict(*state, "evaluations", 4); }
static void test_conflict_of_convergence(void **state) { check_conflict(*state, "convergence", 3); }
static void test_conflict_among_many(void **state) { check_conflict(*state, "designs", 35); }

/* Nobody who is asked: disagreement is an error that names the files. */
static void test_conflict_unheard(void **state) {
  struct weaving *weaving = *state;
  const struct weave weave = {.context = weaving, .key = by_place, .take = take};
  struct results sample;
  struct error err = {0};
  sample_results(&sample, 12, 30);
  write_results(weaving, &sample);
  spoil(&sample, "figures");
  write_results(weaving, &sample);
  assert_false(weave_files((const char *const *)weaving->path, 2, weaving->folder, &weave, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "file-0.h5"));
  assert_non_null(strstr(err.text, "file-1.h5"));
  assert_non_null(strstr(err.text, "its figures differ"));
  results_release(&sample);
}

/* What optima and syntheses differ in is no conflict; grids and places are the first file's. */
static void test_no_conflict(void **state) {
  struct weaving *weaving = *state;
  struct results sample;
  sample_results(&sample, 13, 20);
  write_results(weaving, &sample);
  for (size_t p = 0; p < 20; p++) {
    (void)snprintf(sample.points[p].grid, sizeof sample.points[p].grid, "other");
    sample.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
  }
  sample.synthesised_count = 0;
  write_results(weaving, &sample);
  results_release(&sample);
  require_run(weaving, by_place);
  assert_int_equal(weaving->conflicts, 0);
  sample_results(&sample, 13, 20);
  assert_all(weaving, &sample);
  results_release(&sample);
}

static void test_failures(void **state) {
  struct weaving *weaving = *state;
  struct results sample;
  struct error err = {0};
  sample_results(&sample, 14, 200);
  deal(weaving, &sample, 40, false, true, 3);
  weaving->refuse = true;
  assert_false(run(weaving, by_place, &err));
  assert_string_equal(err.text, "refused");
  assert_clean(weaving);
  weaving->refuse = false;
  assert_true(file_write(weaving->path[7], "rubbish", 7, &err));
  assert_false(run(weaving, by_place, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "file-7.h5"));
  assert_clean(weaving);
  assert_int_equal(unlink(weaving->path[7]), 0);
  assert_false(run(weaving, by_place, &err));
  assert_int_equal(err.kind, ERROR_IO);
  results_release(&sample);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_one_file, setup, teardown),
      cmocka_unit_test_setup_teardown(test_three_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_duplicates, setup, teardown),
      cmocka_unit_test_setup_teardown(test_shuffled, setup, teardown),
      cmocka_unit_test_setup_teardown(test_hundred_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_forty_files_shuffled, setup, teardown),
      cmocka_unit_test_setup_teardown(test_few_points, setup, teardown),
      cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
      cmocka_unit_test_setup_teardown(test_many_points, setup, teardown),
      cmocka_unit_test_setup_teardown(test_other_orders, setup, teardown),
      cmocka_unit_test_setup_teardown(test_optima, setup, teardown),
      cmocka_unit_test_setup_teardown(test_syntheses, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_of_designs, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_of_figures, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_of_evaluations, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_of_convergence, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_among_many, setup, teardown),
      cmocka_unit_test_setup_teardown(test_conflict_unheard, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_conflict, setup, teardown),
      cmocka_unit_test_setup_teardown(test_failures, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
