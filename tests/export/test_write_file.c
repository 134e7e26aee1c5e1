/* Files written whole or not at all. */
#include <dirent.h>
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
#include <unistd.h>

#include <cmocka.h>

#include "export/write_file.h"

static char folder[64];

static int make_folder(void **unused) {
  (void)unused;
  (void)snprintf(folder, sizeof folder, "/tmp/lutdse-test-XXXXXX");
  return mkdtemp(folder) == NULL;
}

static const char *inside(const char *name) {
  static char path[128];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static int remove_folder(void **unused) {
  (void)unused;
  (void)unlink(inside("file"));
  return rmdir(folder); /* fails if a temporary file was left behind */
}

static void expect_content(const char *path, const char *content) {
  char text[64] = "";
  FILE *in = fopen(path, "r");
  assert_non_null(in);
  const size_t size = fread(text, 1, sizeof text - 1, in);
  (void)fclose(in);
  assert_int_equal(size, strlen(content));
  assert_string_equal(text, content);
}

static void test_new_and_replaced(void **unused) {
  (void)unused;
  struct error err;
  assert_true(write_file(inside("file"), "one", 3, &err));
  expect_content(inside("file"), "one");
  assert_true(write_file(inside("file"), "second", 6, &err));
  expect_content(inside("file"), "second");
}

static void test_missing_folder(void **unused) {
  (void)unused;
  struct error err;
  assert_false(write_file(inside("no/file"), "x", 1, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "no/file: cannot create: No such file"));
}

static void test_not_a_regular_file(void **unused) {
  (void)unused;
  struct error err;
  assert_false(write_file(folder, "x", 1, &err));
  assert_false(write_file("/dev/null", "x", 1, &err));
  assert_non_null(strstr(err.text, "not a regular file"));
}

/* A file-size limit stands in for a full disk: the old content stays. */
static void test_disk_full(void **unused) {
  (void)unused;
  struct error err;
  assert_true(write_file(inside("file"), "old", 3, &err));
  static char large[8192];
  struct rlimit before;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  const struct rlimit small = {4096, before.rlim_max};
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  const bool written = write_file(inside("file"), large, sizeof large, &err);
  (void)setrlimit(RLIMIT_FSIZE, &before);
  (void)signal(SIGXFSZ, handler);
  assert_false(written);
  assert_non_null(strstr(err.text, "file: cannot write: File too large"));
  expect_content(inside("file"), "old");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_new_and_replaced, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_missing_folder, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_not_a_regular_file, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(test_disk_full, make_folder, remove_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
