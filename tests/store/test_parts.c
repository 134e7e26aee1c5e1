/* Part files: resume, merge, one writer at a time, and kill -9 at any moment. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "file.h"
#include "gather.h"
#include "sample.h"
#include "store/parts.h"
#include "store/store.h"

static int setup(void **state) {
  *state = sample_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

static void add_sample(const struct parts *parts, unsigned seed, size_t points) {
  struct results batch;
  struct error err = {0};
  sample_results(&batch, seed, points);
  if (!parts_add(parts, &batch, &err))
    fail_msg("%s", err.text);
  results_release(&batch);
}

/* The number of points that are there. */
static size_t collect(const struct parts *parts, struct complaints *complaints) {
  struct results results;
  struct error err = {0};
  *complaints = (struct complaints){0};
  if (!gather(parts, &results, &err))
    fail_msg("%s", err.text);
  const size_t points = results.point_count;
  assert_true(results_check(&results, ERROR_INTERNAL, &err));
  results_release(&results);
  return points;
}

static void test_resume(void **state) {
  struct parts parts;
  struct complaints complaints;
  gather_open(&parts, *state, &complaints);
  assert_int_equal(collect(&parts, &complaints), 0);
  add_sample(&parts, 1, 10);
  add_sample(&parts, 2, 5);
  add_sample(&parts, 2, 5); /* the same batch again is the same part */
  assert_int_equal(gather_count(parts.folder, "part-"), 2);
  parts_close(&parts);
  gather_open(&parts, *state, &complaints);
  assert_int_equal(collect(&parts, &complaints), 15);
  assert_int_equal(complaints.count, 0);
  parts_close(&parts);
}

static void test_finish(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct results results;
  struct error err = {0};
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 3, 4);
  assert_true(gather(&parts, &results, &err));
  assert_true(store_write(&results, parts.path, &err));
  results_release(&results);
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(parts.folder, F_OK), -1);
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 4, 6);
  assert_int_equal(collect(&parts, &complaints), 10); /* the file's points and the new ones */
  parts_close(&parts);
}

/* Killed between writing the results file and deleting the parts: neither points nor records count twice. */
static void test_parts_of_the_file(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct results results;
  struct error err = {0};
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 3, 4);
  assert_true(gather(&parts, &results, &err));
  const size_t runs = results.run_count;
  assert_true(runs > 0);
  results.runs[0].points += 7; /* as if it had been joined with those of other parts */
  assert_true(store_write(&results, parts.path, &err));
  results_release(&results);
  assert_true(gather(&parts, &results, &err));
  assert_int_equal(results.point_count, 4);
  assert_int_equal(results.run_count, runs);
  results_release(&results);
  parts_close(&parts);
}

/* A part whose points are known already stays for what it knows of their optima. */
static void test_parts_with_optima(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct results results, optima;
  struct error err = {0};
  gather_open(&parts, *state, &complaints);
  sample_results(&results, 3, 4);
  sample_results(&optima, 3, 4);
  for (size_t p = 0; p < results.point_count; p++) {
    const bool negative = optimum_best_figure(&optima, p) < 0; /* random figures may be */
    results.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
    optima.outcomes[p].optimum = (struct optimum){negative ? OPTIMUM_NONE : OPTIMUM_BOUND, 0};
  }
  assert_true(parts_add(&parts, &results, &err) && parts_add(&parts, &optima, &err));
  assert_int_equal(gather_count(parts.folder, "part-"), 2);
  results_release(&results);
  results_release(&optima);
  assert_true(gather(&parts, &results, &err));
  assert_int_equal(results.point_count, 4);
  size_t bounds = 0;
  for (size_t p = 0; p < results.point_count; p++)
    bounds += results.outcomes[p].optimum.kind == OPTIMUM_BOUND;
  assert_true(bounds > 0);
  results_release(&results);
  parts_close(&parts);
}

static void test_finish_spares_other_files(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char mine[5000];
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 3, 4);
  (void)snprintf(mine, sizeof mine, "%s/notes.txt", parts.folder);
  assert_true(file_write(mine, "mine", 4, &err));
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(mine, F_OK), 0);
  assert_int_equal(gather_count(parts.folder, "part-"), 0);
}

static void test_bad_part_is_set_aside(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char bad[5000];
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 5, 3);
  (void)snprintf(bad, sizeof bad, "%s/part-0123456789abcdef.h5", parts.folder);
  assert_true(file_write(bad, "rubbish", 7, &err));
  assert_int_equal(collect(&parts, &complaints), 3);
  assert_int_equal(complaints.count, 1);
  assert_non_null(strstr(complaints.last, "not a results file"));
  assert_non_null(strstr(complaints.last, "renamed to"));
  assert_int_equal(gather_count(parts.folder, ".h5.bad"), 1);
  assert_int_equal(collect(&parts, &complaints), 3);
  assert_int_equal(complaints.count, 0);
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(parts.folder, F_OK), -1);
}

static void test_bad_results_file_is_an_error(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct results results;
  struct error err = {0};
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 6, 3);
  assert_true(file_write(parts.path, "rubbish", 7, &err));
  assert_false(gather(&parts, &results, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_null(results.points);
  parts_close(&parts);
}

static void test_two_writers(void **state) {
  struct parts first, second;
  struct complaints complaints;
  struct error err = {0};
  gather_open(&first, *state, &complaints);
  assert_false(parts_open(&second, sample_path(*state, "r.h5"), &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "another run of lutdse"));
  parts_close(&first);
  gather_open(&second, *state, &complaints);
  parts_close(&second);
}

/* Moved aside under the lock, with what lies beside the parts; the way is free for new ones. */
static void test_set_aside(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char aside[4096];
  bool moved;
  (void)snprintf(aside, sizeof aside, "%s/old.h5", (const char *)*state);
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 3, 4);
  assert_true(file_write(parts.path, "results", 7, &err));
  assert_true(parts_set_aside(&parts, aside, &moved, &err));
  assert_true(moved);
  assert_int_equal(access(parts.path, F_OK), -1);
  assert_int_equal(access(parts.folder, F_OK), -1);
  assert_int_equal(gather_count(*state, "old.h5"), 2);
  gather_open(&parts, *state, &complaints);
  assert_true(parts_set_aside(&parts, aside, &moved, &err));
  assert_false(moved);
  assert_int_equal(access(parts.folder, F_OK), -1);
  assert_true(unlink(aside) == 0 && parts_open(&parts, aside, &err));
  assert_string_equal(parts.note, "");
  parts.complain = gather_complaint;
  parts.context = &complaints;
  assert_int_equal(collect(&parts, &complaints), 4);
  parts_close(&parts);
}

/* Proofs are worth keeping without any part, a sign of life is not; both go when all is done. */
static void test_other_files(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char path[5000];
  gather_open(&parts, *state, &complaints);
  (void)snprintf(path, sizeof path, "%s/%s", parts.folder, lock_pulse);
  assert_true(file_write(path, "{}", 2, &err));
  parts_close(&parts);
  assert_int_equal(access(parts.folder, F_OK), -1);
  gather_open(&parts, *state, &complaints);
  (void)snprintf(path, sizeof path, "%s/%s", parts.folder, parts_proofs);
  assert_true(file_write(path, "proof", 5, &err));
  parts_close(&parts);
  assert_int_equal(access(path, F_OK), 0);
  gather_open(&parts, *state, &complaints);
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(parts.folder, F_OK), -1);
}

static void test_folder_cannot_be_made(void **state) {
  struct parts parts;
  struct error err = {0};
  assert_false(parts_open(&parts, sample_path(*state, "none/r.h5"), &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "No such file"));
  assert_false(parts_open(&parts, "", &err));
  assert_true(file_write(sample_path(*state, "r.h5.parts"), "", 0, &err));
  assert_false(parts_open(&parts, sample_path(*state, "r.h5"), &err));
  assert_int_equal(err.kind, ERROR_IO);
}

static void test_empty_folder_goes(void **state) {
  struct parts parts;
  struct complaints complaints;
  gather_open(&parts, *state, &complaints);
  assert_int_equal(access(parts.folder, F_OK), 0);
  parts_close(&parts);
  assert_int_equal(access(parts.folder, F_OK), -1);
}

/* What a writer leaves that was killed between creating and renaming. */
static void test_leftovers_are_deleted(void **state) {
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char leftover[5000];
  gather_open(&parts, *state, &complaints);
  add_sample(&parts, 7, 2);
  parts_close(&parts);
  (void)snprintf(leftover, sizeof leftover, "%s/.part-0123456789abcdef.h5.99.tmp", parts.folder);
  assert_true(file_write(leftover, "half", 4, &err));
  assert_true(file_write(sample_path(*state, ".r.h5.99.tmp"), "half", 4, &err));
  gather_open(&parts, *state, &complaints);
  assert_int_equal(gather_count(parts.folder, ".tmp"), 0);
  assert_int_equal(gather_count(*state, ".tmp"), 0);
  parts_close(&parts);
}

/* Write parts and now and then their merge, until killed. Stops the test if the writing itself fails. */
static void write_for_ever(const char *folder) {
  struct results batch[8];
  struct parts parts;
  struct error err;
  for (unsigned b = 0; b < 8; b++)
    sample_results(&batch[b], 100 + b, 5);
  if (!parts_open(&parts, sample_path(folder, "r.h5"), &err))
    _exit(1);
  for (unsigned i = 0;; i++)
    if (!parts_add(&parts, &batch[i % 8], &err) || !store_write(&batch[(i + 3) % 8], parts.path, &err))
      _exit(2);
}

static void test_killed_writer(void **state) {
  srand(7);
  for (int round = 0; round < 12; round++) {
    struct parts parts;
    struct complaints complaints;
    int status;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
      write_for_ever(*state);
    (void)usleep(20000 + (unsigned)rand() % 40000);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    gather_open(&parts, *state, &complaints); /* the dead writer's lock is gone */
    assert_int_equal(gather_count(*state, ".tmp"), 0);
    assert_int_equal(gather_count(parts.folder, ".tmp"), 0);
    assert_int_equal(collect(&parts, &complaints) % 5, 0);
    assert_int_equal(complaints.count, 0);
    parts_close(&parts);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_resume, setup, teardown),
      cmocka_unit_test_setup_teardown(test_finish, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parts_of_the_file, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parts_with_optima, setup, teardown),
      cmocka_unit_test_setup_teardown(test_finish_spares_other_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bad_part_is_set_aside, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bad_results_file_is_an_error, setup, teardown),
      cmocka_unit_test_setup_teardown(test_two_writers, setup, teardown),
      cmocka_unit_test_setup_teardown(test_set_aside, setup, teardown),
      cmocka_unit_test_setup_teardown(test_other_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_folder_cannot_be_made, setup, teardown),
      cmocka_unit_test_setup_teardown(test_empty_folder_goes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_leftovers_are_deleted, setup, teardown),
      cmocka_unit_test_setup_teardown(test_killed_writer, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
