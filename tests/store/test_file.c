/* Atomic files: after any failure the old file is there, whole, and nothing else. */
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
#include "sample.h"
#include "store/store.h"

static int setup(void **state) {
  *state = sample_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

static void expect_content(const char *path, const char *content) {
  void *data;
  size_t size;
  struct error err;
  assert_true(file_read(path, &data, &size, &err));
  assert_int_equal(size, strlen(content));
  assert_memory_equal(data, content, size);
  free(data);
}

static void expect_failure(const char *path, const char *message) {
  struct error err = {0};
  assert_false(file_write(path, "new", 3, &err));
  assert_int_equal(err.kind, ERROR_IO);
  if (strstr(err.text, path) == NULL || strstr(err.text, message) == NULL)
    fail_msg("expected '%s': %s", message, err.text);
}

static void test_write_and_replace(void **state) {
  struct error err;
  const char *path = sample_path(*state, "f");
  assert_true(file_write(path, "old", 3, &err));
  expect_content(path, "old");
  assert_true(file_write(path, "", 0, &err));
  expect_content(path, "");
  assert_int_equal(sample_folder_count(*state), 1);
}

static void test_relative_path(void **state) {
  struct error err;
  char *before = getcwd(NULL, 0);
  assert_int_equal(chdir(*state), 0);
  assert_true(file_write("f", "old", 3, &err));
  expect_content("f", "old");
  assert_int_equal(chdir(before), 0);
  free(before);
}

static void test_link_is_followed(void **state) {
  struct error err;
  struct stat status;
  char target[256], *folder = *state;
  (void)snprintf(target, sizeof target, "%s/target", folder);
  const char *link_path = sample_path(folder, "link");
  assert_true(file_write(target, "old", 3, &err));
  assert_int_equal(symlink("target", link_path), 0);
  assert_true(file_write(link_path, "new", 3, &err));
  expect_content(target, "new");
  assert_int_equal(lstat(link_path, &status), 0);
  assert_true(S_ISLNK(status.st_mode));
}

/* The first of two links leads to the second, and that to a file yet to be. */
static void test_link_to_nothing(void **state) {
  struct error err;
  struct stat status;
  char target[256], second[256], *folder = *state;
  (void)snprintf(target, sizeof target, "%s/target", folder);
  (void)snprintf(second, sizeof second, "%s/second", folder);
  const char *first = sample_path(folder, "first");
  assert_int_equal(symlink("second", first), 0);
  assert_int_equal(symlink(target, second), 0);
  assert_true(file_write(first, "new", 3, &err));
  expect_content(target, "new");
  assert_int_equal(lstat(first, &status), 0);
  assert_true(S_ISLNK(status.st_mode));
  assert_int_equal(sample_folder_count(folder), 3);
}

static void test_links_in_circles(void **state) {
  const char *link_path = sample_path(*state, "link");
  assert_int_equal(symlink("link", link_path), 0);
  expect_failure(link_path, "symbolic links");
  assert_int_equal(sample_folder_count(*state), 1);
}

static void test_not_a_regular_file(void **state) {
  expect_failure("/dev/null", "not a regular file");
  expect_failure(*state, "not a regular file");
  expect_failure(sample_path(*state, ""), "not a regular file");
  const char *fifo = sample_path(*state, "fifo");
  assert_int_equal(mkfifo(fifo, 0600), 0);
  expect_failure(fifo, "not a regular file");
  void *data;
  size_t size;
  struct error err;
  assert_false(file_read(fifo, &data, &size, &err)); /* and does not wait for a writer */
  assert_non_null(strstr(err.text, "not a regular file"));
}

static void test_no_such_folder(void **state) {
  expect_failure(sample_path(*state, "none/f"), "No such file or directory");
  expect_failure("", "No such file or directory");
}

static void test_name_too_long(void **state) {
  char name[300] = {0};
  memset(name, 'n', 250);
  expect_failure(sample_path(*state, name), "too long");
  memset(name, 'n', 299);
  expect_failure(sample_path(*state, name), "too long");
  assert_int_equal(sample_folder_count(*state), 0);
}

/* Run `body` in a child, so that what it gives up does not matter; its exit status must be 0. */
static void in_child(void (*body)(const char *folder), const char *folder) {
  const pid_t child = fork();
  int status = 0;
  assert_true(child >= 0);
  if (child == 0) {
    body(folder);
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
}

static void write_without_permission(const char *folder) {
  struct error err = {0};
  if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
    _exit(2);
  if (file_write(sample_path(folder, "f"), "new", 3, &err) || err.kind != ERROR_IO)
    _exit(3);
  if (strstr(err.text, "Permission denied; change the permissions") == NULL)
    _exit(4);
}

static void test_unwritable_folder(void **state) {
  struct error err;
  assert_true(file_write(sample_path(*state, "f"), "old", 3, &err));
  assert_int_equal(chmod(*state, 0555), 0);
  in_child(write_without_permission, *state);
  assert_int_equal(chmod(*state, 0755), 0);
  expect_content(sample_path(*state, "f"), "old");
  assert_int_equal(sample_folder_count(*state), 1);
}

/* A limit on file sizes stands in for a full disk: write() fails half-way. */
static void write_too_much(const char *folder) {
  const struct rlimit limit = {5000, 5000};
  struct results results;
  struct error err = {0};
  sample_results(&results, 30, 50);
  (void)signal(SIGXFSZ, SIG_IGN);
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
    _exit(2);
  const char *path = sample_path(folder, "r.h5");
  if (store_write(&results, path, &err) || err.kind != ERROR_IO)
    _exit(3);
  if (strstr(err.text, path) == NULL || strstr(err.text, "File too large") == NULL)
    _exit(4);
  results_release(&results);
}

static void test_full_disk(void **state) {
  struct results before, after;
  struct error err;
  sample_results(&before, 31, 10);
  assert_true(store_write(&before, sample_path(*state, "r.h5"), &err));
  in_child(write_too_much, *state);
  assert_int_equal(sample_folder_count(*state), 1);
  assert_true(store_read(&after, sample_path(*state, "r.h5"), &err));
  assert_true(sample_equal(&before, &after));
  results_release(&before);
  results_release(&after);
}

enum { BIG = 4 << 20 };

/* Fill a file with one letter, then another, until killed. */
static void write_for_ever(const char *path) {
  static char data[BIG];
  struct error err;
  for (int i = 0;; i++) {
    memset(data, 'a' + i % 26, sizeof data);
    if (!file_write(path, data, sizeof data, &err))
      _exit(1);
  }
}

static void expect_one_letter(const char *path) {
  void *data;
  size_t size;
  struct error err;
  assert_true(file_read(path, &data, &size, &err));
  assert_int_equal(size, BIG);
  assert_memory_equal(data, (char *)data + 1, size - 1);
  free(data);
}

static void test_killed_writer(void **state) {
  const char *path = sample_path(*state, "f");
  srand(3);
  for (int round = 0; round < 10; round++) {
    int status;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
      write_for_ever(path);
    for (int wait = 0; access(path, F_OK) != 0 && wait < 5000; wait++)
      (void)usleep(1000);
    (void)usleep((unsigned)rand() % 20000);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    expect_one_letter(path);
    file_clean(path);
    assert_int_equal(sample_folder_count(*state), 1);
  }
}

static void test_clean(void **state) {
  struct error err;
  assert_true(file_write(sample_path(*state, ".f.123.tmp"), "", 0, &err));
  assert_true(file_write(sample_path(*state, ".f.g.123.tmp"), "", 0, &err));
  assert_true(file_write(sample_path(*state, ".f.12x.tmp"), "", 0, &err));
  assert_true(file_write(sample_path(*state, "f"), "", 0, &err));
  file_clean(sample_path(*state, "f"));
  assert_int_equal(sample_folder_count(*state), 3);
  assert_int_equal(access(sample_path(*state, ".f.123.tmp"), F_OK), -1);
}

/* Temporary files lie beside what a link leads to. */
static void test_clean_behind_link(void **state) {
  struct error err;
  char other[256];
  (void)snprintf(other, sizeof other, "%s/other", (const char *)*state);
  assert_int_equal(symlink("other", sample_path(*state, "link")), 0);
  assert_true(file_write(other, "", 0, &err));
  assert_true(file_write(sample_path(*state, ".other.123.tmp"), "", 0, &err));
  file_clean(sample_path(*state, "link"));
  assert_int_equal(access(sample_path(*state, ".other.123.tmp"), F_OK), -1);
  assert_int_equal(access(other, F_OK), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_write_and_replace, setup, teardown),
      cmocka_unit_test_setup_teardown(test_relative_path, setup, teardown),
      cmocka_unit_test_setup_teardown(test_link_is_followed, setup, teardown),
      cmocka_unit_test_setup_teardown(test_link_to_nothing, setup, teardown),
      cmocka_unit_test_setup_teardown(test_links_in_circles, setup, teardown),
      cmocka_unit_test_setup_teardown(test_not_a_regular_file, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_such_folder, setup, teardown),
      cmocka_unit_test_setup_teardown(test_name_too_long, setup, teardown),
      cmocka_unit_test_setup_teardown(test_unwritable_folder, setup, teardown),
      cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
      cmocka_unit_test_setup_teardown(test_killed_writer, setup, teardown),
      cmocka_unit_test_setup_teardown(test_clean, setup, teardown),
      cmocka_unit_test_setup_teardown(test_clean_behind_link, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
