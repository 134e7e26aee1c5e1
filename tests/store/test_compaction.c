/*
 * Many small parts become one: nothing is lost and nothing counts twice, whenever the process is killed, whatever is
 * damaged, and however full the disk is. This program's own unlink() and rename() kill it where a test says so.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "file.h"
#include "gather.h"
#include "sample.h"
#include "store/parts.h"
#include "store/store.h"

enum { BATCHES = 32, POINTS = 3 };

/* The process ends before it has deleted or renamed that many files; -1: never. */
static int calls_left = -1;

static void count_call(void) {
  if (calls_left == 0)
    _exit(7);
  calls_left -= calls_left > 0;
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

int __wrap_unlink(const char *path) {
  count_call();
  return __real_unlink(path);
}

int __wrap_rename(const char *from, const char *to) {
  count_call();
  return __real_rename(from, to);
}

/* Nobody pulls the plug. */
int __wrap_fsync(int descriptor);

int __wrap_fsync(int descriptor) {
  (void)descriptor;
  return 0;
}

struct place {
  char *folder, *template; /* where the test runs; where the first 31 batches are ready */
};

/* Batch number b: its points, and a record that counts them. */
static void make_batch(struct results *batch, unsigned b) {
  sample_results(batch, 100 + b, POINTS);
  batch->run_count = 1;
  batch->runs[0].points = POINTS;
  batch->runs[0].seconds = b; /* so that no two are the same */
}

static void add_batch(const struct parts *parts, unsigned b) {
  struct results batch;
  struct error err = {0};
  make_batch(&batch, b);
  if (!parts_add(parts, &batch, &err))
    fail_msg("%s", err.text);
  results_release(&batch);
}

static int group_setup(void **state) {
  struct place *place = calloc(1, sizeof *place);
  struct parts parts;
  struct complaints complaints;
  place->template = sample_folder();
  gather_open(&parts, place->template, &complaints);
  for (unsigned b = 0; b < BATCHES - 1; b++)
    add_batch(&parts, b);
  parts_close(&parts);
  *state = place;
  return 0;
}

static int group_teardown(void **state) {
  struct place *place = *state;
  sample_folder_delete(place->template);
  free(place);
  return 0;
}

/* A folder with the 31 batches. */
static int setup(void **state) {
  struct place *place = *state;
  char from[4096], to[4096];
  place->folder = sample_folder();
  (void)snprintf(from, sizeof from, "%s/r.h5.parts", place->template);
  (void)snprintf(to, sizeof to, "%s/r.h5.parts", place->folder);
  assert_int_equal(mkdir(to, 0777), 0);
  DIR *folder = opendir(from);
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
    if (strncmp(entry->d_name, "part-", 5) == 0) {
      struct error err = {0};
      char source[8192], target[8192];
      void *data;
      size_t size;
      (void)snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
      (void)snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
      assert_true(file_read(source, &data, &size, &err));
      FILE *file = fopen(target, "w");
      assert_int_equal(fwrite(data, 1, size, file), size);
      assert_int_equal(fclose(file), 0);
      free(data);
    }
  (void)closedir(folder);
  return 0;
}

static int teardown(void **state) {
  struct place *place = *state;
  sample_folder_delete(place->folder);
  return 0;
}

/* The path of the first part. */
static void first_part(const struct parts *parts, char path[8192]) {
  struct dirent **names;
  const int count = scandir(parts->folder, &names, NULL, alphasort);
  path[0] = '\0';
  for (int i = 0; i < count; i++) {
    if (path[0] == '\0' && strncmp(names[i]->d_name, "part-", 5) == 0)
      (void)snprintf(path, 8192, "%s/%s", parts->folder, names[i]->d_name);
    free(names[i]);
  }
  free(names);
}

/* So many points, each once and in order, and records that count just these. */
static void check_points(const struct parts *parts, size_t points) {
  struct results out;
  struct error err = {0};
  if (!gather(parts, &out, &err))
    fail_msg("%s", err.text);
  assert_int_equal(out.point_count, points);
  assert_true(results_check(&out, ERROR_INTERNAL, &err));
  for (size_t p = 1; p < points; p++)
    assert_true(out.points[p - 1].place <= out.points[p].place);
  assert_int_equal(out.run_count, points > 0);
  if (points > 0)
    assert_int_equal(out.runs[0].points, points);
  results_release(&out);
}

static void test_compaction(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct results all;
  struct error err = {0};
  gather_open(&parts, place->folder, &complaints);
  add_batch(&parts, BATCHES - 1);
  assert_int_equal(gather_count(parts.folder, "part-"), 1);
  assert_int_equal(gather_count(parts.folder, "-1.h5"), 1);
  check_points(&parts, BATCHES * POINTS);
  assert_int_equal(gather_count(parts.folder, "-1.h5"), 1);
  add_batch(&parts, 0); /* is in there already */
  assert_int_equal(gather_count(parts.folder, "part-"), 2);
  check_points(&parts, BATCHES * POINTS);
  assert_int_equal(gather_count(parts.folder, "part-"), 1);
  add_batch(&parts, BATCHES);
  check_points(&parts, (BATCHES + 1) * POINTS);
  assert_true(gather(&parts, &all, &err));
  assert_int_equal(all.point_count, (BATCHES + 1) * POINTS);
  for (unsigned b = 0; b <= BATCHES; b++) {
    struct results batch;
    make_batch(&batch, b);
    for (size_t p = 0; p < POINTS; p++) {
      const size_t found = results_find(&all, &batch.points[p].id);
      assert_int_not_equal(found, SIZE_MAX);
      assert_int_equal(all.outcomes[found].evaluations, batch.outcomes[p].evaluations);
      assert_int_equal(all.outcomes[found].design_count, batch.outcomes[p].design_count);
    }
    results_release(&batch);
  }
  results_release(&all);
  assert_int_equal(complaints.count, 0);
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(parts.folder, F_OK), -1);
}

/* The same batches again, in the next run of the same sweep: the name is taken. */
static void test_same_names(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  gather_open(&parts, place->folder, &complaints);
  add_batch(&parts, BATCHES - 1);
  for (unsigned b = 0; b < BATCHES; b++)
    add_batch(&parts, b);
  assert_int_equal(gather_count(parts.folder, "-1.h5"), 2);
  check_points(&parts, BATCHES * POINTS);
  assert_int_equal(gather_count(parts.folder, "-1.h5"), 1);
  assert_int_equal(complaints.count, 0);
  parts_close(&parts);
}

/* A batch is written in the order of places. */
static void test_order(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct results batch;
  struct error err = {0};
  gather_open(&parts, place->folder, &complaints);
  make_batch(&batch, 50);
  for (size_t p = 0; p < POINTS; p++)
    batch.points[p].place = 1000 - p;
  assert_true(parts_add(&parts, &batch, &err));
  results_release(&batch);
  check_points(&parts, BATCHES * POINTS);
  parts_close(&parts);
}

/* The first batch in which some optimum is known: without it, it has another name. */
static unsigned find_proven(void) {
  for (unsigned b = 0;; b++) {
    struct results batch;
    bool proven = false;
    make_batch(&batch, b);
    for (size_t p = 0; p < POINTS; p++)
      proven = proven || batch.outcomes[p].optimum.kind != OPTIMUM_NONE;
    results_release(&batch);
    if (proven)
      return b;
  }
}

/* A point that moved in its sweep between two batches that have it is one point all the same. */
static void test_moved_point(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct results batch;
  struct error err = {0};
  gather_open(&parts, place->folder, &complaints);
  const unsigned moved = find_proven();
  assert_in_range(moved, 0, BATCHES - 2);
  make_batch(&batch, moved);
  for (size_t p = 0; p < POINTS; p++) {
    batch.points[p].place = 7000 + p;
    batch.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
  }
  batch.run_count = 0;
  assert_true(parts_add(&parts, &batch, &err));
  results_release(&batch);
  assert_int_equal(gather_count(parts.folder, "part-"), 1);
  check_points(&parts, (BATCHES - 1) * POINTS);
  assert_int_equal(complaints.count, 0);
  parts_close(&parts);
}

/* Killed before it has deleted or renamed so many files. Returns whether it came to that. */
static bool killed(const struct place *place, int calls) {
  int status;
  const pid_t child = fork();
  if (child == 0) {
    struct parts parts;
    struct complaints complaints;
    gather_open(&parts, place->folder, &complaints);
    calls_left = calls;
    add_batch(&parts, BATCHES - 1);
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 7);
  return WEXITSTATUS(status) == 7;
}

static void test_killed(void **state) {
  struct place *place = *state;
  int rounds = 0;
  for (int calls = 0;; calls += calls < 6 ? 1 : 14, rounds++) {
    struct parts parts;
    struct complaints complaints;
    const bool dead = killed(place, calls);
    gather_open(&parts, place->folder, &complaints);
    assert_non_null(strstr(parts.note, "ended without notice; going on from its parts"));
    assert_int_equal(gather_count(parts.folder, ".tmp"), 0);
    const bool last_is_there =
        gather_count(parts.folder, "-1.h5") == 1 || gather_count(parts.folder, "part-") == BATCHES;
    check_points(&parts, (last_is_there ? BATCHES : BATCHES - 1) * POINTS);
    if (!last_is_there) {
      add_batch(&parts, BATCHES - 1);
      check_points(&parts, BATCHES * POINTS);
    }
    assert_int_equal(complaints.count, 0);
    parts_close(&parts);
    if (!dead)
      break;
    teardown(state);
    setup(state);
  }
  assert_true(rounds > 6);
}

static void test_damaged_batch(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  char path[8192];
  gather_open(&parts, place->folder, &complaints);
  first_part(&parts, path);
  assert_int_equal(truncate(path, 3000), 0);
  add_batch(&parts, BATCHES - 1);
  assert_int_equal(complaints.count, 1);
  assert_non_null(strstr(complaints.last, path));
  assert_non_null(strstr(complaints.last, "renamed to"));
  assert_int_equal(gather_count(parts.folder, ".bad"), 1);
  assert_int_equal(gather_count(parts.folder, "-1.h5"), 1);
  check_points(&parts, (BATCHES - 1) * POINTS);
  parts_close(&parts);
}

/* A folder in the place of a part is out of the way, so that the part can be written again. */
static void test_folder_for_a_batch(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct error err = {0};
  char path[8192];
  gather_open(&parts, place->folder, &complaints);
  first_part(&parts, path);
  assert_int_equal(unlink(path), 0);
  assert_int_equal(mkdir(path, 0777), 0);
  check_points(&parts, (BATCHES - 2) * POINTS);
  assert_int_equal(complaints.count, 1);
  assert_non_null(strstr(complaints.last, "renamed to"));
  for (unsigned b = 0; b < BATCHES; b++)
    add_batch(&parts, b);
  check_points(&parts, BATCHES * POINTS);
  assert_true(parts_finish(&parts, &err));
  assert_int_equal(access(parts.folder, F_OK), -1);
}

/* What may not be read today keeps its name, and is not deleted with the others. */
static void test_unreadable_batch(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  char path[8192];
  gather_open(&parts, place->folder, &complaints);
  first_part(&parts, path);
  assert_int_equal(chmod(parts.folder, 0777), 0);
  assert_int_equal(chmod(place->folder, 0777), 0);
  assert_int_equal(chmod(path, 0), 0);
  const bool root = geteuid() == 0;
  if (root)
    assert_int_equal(seteuid(65534), 0);
  add_batch(&parts, BATCHES - 1);
  const int there = access(path, F_OK);
  if (root)
    assert_int_equal(seteuid(0), 0);
  assert_int_equal(complaints.count, 1);
  assert_non_null(strstr(complaints.last, "Permission denied"));
  assert_int_equal(there, 0);
  assert_int_equal(gather_count(parts.folder, "part-"), 2);
  assert_int_equal(chmod(path, 0600), 0);
  check_points(&parts, BATCHES * POINTS);
  parts_close(&parts);
}

static void limit_files(rlim_t size) {
  struct rlimit limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = size;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* No room for the joined part: the batch is kept, and what is there stays as it is. */
static void test_full_disk(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct stat status;
  char path[8192];
  rlim_t largest = 0;
  gather_open(&parts, place->folder, &complaints);
  DIR *folder = opendir(parts.folder);
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    (void)snprintf(path, sizeof path, "%s/%s", parts.folder, entry->d_name);
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode) && (rlim_t)status.st_size > largest)
      largest = (rlim_t)status.st_size;
  }
  (void)closedir(folder);
  (void)signal(SIGXFSZ, SIG_IGN);
  limit_files(largest + 1000);
  add_batch(&parts, BATCHES - 1);
  limit_files(RLIM_INFINITY);
  assert_int_equal(complaints.count, 1);
  assert_non_null(strstr(complaints.last, "could not be joined"));
  assert_non_null(strstr(complaints.last, "File too large"));
  assert_int_equal(gather_count(parts.folder, "part-"), BATCHES);
  assert_int_equal(gather_count(parts.folder, ".tmp"), 0);
  check_points(&parts, BATCHES * POINTS);
  parts_close(&parts);
}

/* A kill between the final rename and the deletion of the parts: they tell nothing new. */
static void test_parts_of_the_file(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct results all;
  struct error err = {0};
  gather_open(&parts, place->folder, &complaints);
  assert_true(gather(&parts, &all, &err));
  all.sweep_text = strdup("name: all\n");
  assert_true(store_write(&all, parts.path, &err));
  results_release(&all);
  check_points(&parts, (BATCHES - 1) * POINTS);
  assert_int_equal(gather_count(parts.folder, "part-"), 0);
  /* The sweep comes from the file. */
  assert_true(gather(&parts, &all, &err));
  assert_string_equal(all.sweep_text, "name: all\n");
  results_release(&all);
  parts_close(&parts);
}

/* A bad results file is an error and stays as it is, and so do the parts. */
static void test_bad_file(void **state) {
  const struct place *place = *state;
  struct parts parts;
  struct complaints complaints;
  struct results all;
  struct error err = {0};
  gather_open(&parts, place->folder, &complaints);
  assert_true(file_write(parts.path, "rubbish", 7, &err));
  assert_false(gather(&parts, &all, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_int_equal(access(parts.path, F_OK), 0);
  assert_int_equal(gather_count(parts.folder, "part-"), BATCHES - 1);
  assert_int_equal(complaints.count, 0);
  parts_close(&parts);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_compaction, setup, teardown),
      cmocka_unit_test_setup_teardown(test_same_names, setup, teardown),
      cmocka_unit_test_setup_teardown(test_order, setup, teardown),
      cmocka_unit_test_setup_teardown(test_moved_point, setup, teardown),
      cmocka_unit_test_setup_teardown(test_killed, setup, teardown),
      cmocka_unit_test_setup_teardown(test_damaged_batch, setup, teardown),
      cmocka_unit_test_setup_teardown(test_folder_for_a_batch, setup, teardown),
      cmocka_unit_test_setup_teardown(test_unreadable_batch, setup, teardown),
      cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parts_of_the_file, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bad_file, setup, teardown),
  };
  return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
