/* Measurements of programs: what is read, and what is wrong with them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "report/benchmark.h"

static char path[] = "/tmp/lutdse-benchmark-XXXXXX";

static int set_up(void **unused) {
  (void)unused;
  const int descriptor = mkstemp(path);
  return descriptor < 0 || close(descriptor) != 0;
}

static int tear_down(void **unused) {
  (void)unused;
  return unlink(path);
}

static bool read_text(struct benchmark *out, const char *text, struct error *err) {
  FILE *const file = fopen(path, "w");
  assert_non_null(file);
  (void)fputs(text, file);
  assert_int_equal(fclose(file), 0);
  return benchmark_read(out, path, err);
}

static void test_records(void **unused) {
  (void)unused;
  struct benchmark benchmark;
  struct error err;
  assert_true(
      read_text(&benchmark,
                "{\"machine\": \"m\", \"date\": \"d\", \"records\": [{\"program\": \"a\", \"function\": \"gelu\", "
                "\"entries\": 8, \"seconds\": 1.5, \"mse\": 1e-4, \"evaluations\": null, \"more\": [1]}]}",
                &err));
  assert_int_equal(benchmark.count, 1);
  assert_string_equal(benchmark.record[0].program, "a");
  assert_true(benchmark.record[0].seconds == 1.5 && benchmark.record[0].mse == 1e-4);
  assert_true(isnan(benchmark.record[0].evaluations) && isnan(benchmark.record[0].ratio));
  assert_string_equal(benchmark.machine, "m");
  benchmark_release(&benchmark);
  assert_true(read_text(
      &benchmark,
      "[{\"program\": \"a\", \"function\": \"f\", \"entries\": 8, \"seconds\": 0, \"mse\": 0, \"ratio\": 2}]", &err));
  assert_true(benchmark.record[0].ratio == 2);
  benchmark_release(&benchmark);
}

static void test_wrong(void **unused) {
  (void)unused;
  static const struct {
    const char *text, *says;
  } wrong[] = {
      {"", ":1:"},
      {"[1, 2", ":1:"},
      {"[]", "expected a list"},
      {"{\"records\": 3}", "expected a list"},
      {"[3]", "record 1: program"},
      {"[{\"program\": \"\"}]", "record 1: program"},
      {"[{\"program\": \"a\"}]", "record 1: function"},
      {"[{\"program\": \"a\", \"function\": \"f\", \"entries\": 0}]", "record 1: entries"},
      {"[{\"program\": \"a\", \"function\": \"f\", \"entries\": 8, \"seconds\": -1}]", "record 1: seconds"},
      {"[{\"program\": \"a\", \"function\": \"f\", \"entries\": 8, \"seconds\": 1}]", "record 1: mse"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    struct benchmark benchmark;
    struct error err;
    assert_false(read_text(&benchmark, wrong[i].text, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    if (strstr(err.text, wrong[i].says) == NULL || strstr(err.text, path) == NULL)
      fail_msg("'%s' does not say '%s'", err.text, wrong[i].says);
  }
}

static void test_missing(void **unused) {
  (void)unused;
  struct benchmark benchmark;
  struct error err;
  assert_false(benchmark_read(&benchmark, "/nonexistent/file.json", &err));
  assert_int_equal(err.kind, ERROR_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_records), cmocka_unit_test(test_wrong),
                                     cmocka_unit_test(test_missing)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
