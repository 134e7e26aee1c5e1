/* The log: lines appended whole, and nothing that goes wrong with it ends anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/journal.h"

static void test_path(void **state) {
  (void)state;
  static const char *const paths[][2] = {{"x.h5", "x.log"},        {"a/b.h5", "a/b.log"},  {"x", "x.log"},
                                         {"x.hdf5", "x.hdf5.log"}, {"a/.h5", "a/.h5.log"}, {".h5", ".h5.log"}};
  char path[64];
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    journal_path(paths[i][0], path, sizeof path);
    assert_string_equal(path, paths[i][1]);
  }
}

static void read_all(const char *path, char *text, size_t size) {
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  text[fread(text, 1, size - 1, file)] = '\0';
  (void)fclose(file);
}

static void make_name(char name[32]) {
  (void)snprintf(name, 32, "/tmp/lutdse-journal-XXXXXX");
  const int file = mkstemp(name);
  assert_true(file >= 0);
  (void)close(file);
}

static void test_lines(void **state) {
  (void)state;
  char name[32], text[16384], big[8000];
  struct error err;
  struct journal one, other;
  make_name(name);
  assert_true(journal_open(&one, name, true, &err));
  assert_true(journal_open(&other, name, false, &err));
  journal_write(&one, "start", "%d points", 7);
  journal_write(&other, "note", "two\nlines\tand %s", "\x1b[31mmore");
  memset(big, 'x', sizeof big - 1);
  big[sizeof big - 1] = '\0';
  journal_write(&one, "note", "%s", big);
  journal_write(&one, "stopped", "by");
  journal_close(&one);
  journal_close(&other);
  journal_write(&one, "late", "nothing");
  read_all(name, text, sizeof text);
  const char *const expected[] = {"] start: 7 points", "] note: two lines and  [31mmore", "] note: xxx",
                                  "] stopped: by"};
  size_t lines = 0;
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
    assert_true(lines < 4);
    assert_true(strlen(line) <= 4096);
    assert_int_equal(line[10], 'T');
    assert_int_equal(line[19], 'Z');
    const char *event = strchr(line, ']');
    assert_non_null(event);
    assert_memory_equal(event, expected[lines], strlen(expected[lines]));
  }
  assert_int_equal(lines, 4);
  (void)unlink(name);
}

/* Refused, or taken and lost: never more than that. */
static void test_bad_places(void **state) {
  (void)state;
  struct error err;
  struct journal journal;
  assert_false(journal_open(&journal, "/dev/null/x.log", true, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "/dev/null/x.log"));
  journal_write(&journal, "start", "nobody listens");
  journal_close(&journal);
  assert_false(journal_open(&journal, "/tmp/lutdse-no-such-journal", false, &err));
  assert_int_not_equal(access("/tmp/lutdse-no-such-journal", F_OK), 0);
  assert_true(journal_open(&journal, "/dev/full", true, &err));
  journal_write(&journal, "start", "the disk is full");
  journal_write(&journal, "start", "and stays full");
  journal_close(&journal);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_path), cmocka_unit_test(test_lines),
                                     cmocka_unit_test(test_bad_places)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
