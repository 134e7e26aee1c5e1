/* Records of runs, and joining those of the parts of one run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "run/record.h"

static struct run_record make(const char *started, const char *device, uint64_t points, const char *finished) {
  struct run_record record;
  memset(&record, 0, sizeof record);
  (void)snprintf(record.host, sizeof record.host, "here");
  (void)snprintf(record.command, sizeof record.command, "lutdse run x.yaml");
  (void)snprintf(record.started, sizeof record.started, "%s", started);
  (void)snprintf(record.device, sizeof record.device, "%s", device);
  (void)snprintf(record.finished, sizeof record.finished, "%s", finished);
  record.points = points;
  record.evaluations = 1000 * points;
  record.seconds = 0.5 * (double)points;
  return record;
}

static void test_join(void **state) {
  (void)state;
  static const char one[] = "2026-01-01T10:00:00Z", two[] = "2026-01-01T11:00:00Z";
  struct run_record records[] = {
      make(one, "A", 1, "2026-01-01T10:00:09Z"),  make(two, "A", 2, "2026-01-01T11:00:01Z"),
      make(one, "B", 4, "2026-01-01T10:00:05Z"),  make(one, "A", 8, "2026-01-01T10:00:10Z"),
      make(one, "A", 16, "2026-01-01T10:00:02Z"), make(two, "A", 32, "2026-01-01T11:00:03Z"),
  };
  size_t count = 6;
  record_join(records, &count);
  assert_int_equal(count, 3);
  static const uint64_t points[] = {1 + 8 + 16, 2 + 32, 4};
  static const char *const finished[] = {"2026-01-01T10:00:10Z", "2026-01-01T11:00:03Z", "2026-01-01T10:00:05Z"};
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(records[i].points, points[i]);
    assert_int_equal(records[i].evaluations, 1000 * points[i]);
    assert_true(records[i].seconds == 0.5 * (double)points[i]);
    assert_string_equal(records[i].finished, finished[i]);
  }
  assert_string_equal(records[1].started, two);
  assert_string_equal(records[2].device, "B");
  record_join(records, &count);
  assert_int_equal(count, 3);
  assert_int_equal(records[0].points, points[0]);
}

/* Another host or another command is another run. */
static void test_apart(void **state) {
  (void)state;
  struct run_record records[3];
  for (size_t i = 0; i < 3; i++)
    records[i] = make("2026-01-01T10:00:00Z", "A", 1, "2026-01-01T10:00:01Z");
  (void)snprintf(records[1].host, sizeof records[1].host, "there");
  (void)snprintf(records[2].command, sizeof records[2].command, "lutdse run y.yaml");
  size_t count = 3;
  record_join(records, &count);
  assert_int_equal(count, 3);
}

static void test_none(void **state) {
  (void)state;
  size_t count = 0;
  record_join(NULL, &count);
  assert_int_equal(count, 0);
}

/* ISO 8601, UTC, of this century. */
static bool is_time(const char *text) {
  static const char form[] = "20dd-dd-ddTdd:dd:ddZ";
  for (size_t i = 0; i < sizeof form; i++)
    if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
      return false;
  return true;
}

static void test_start(void **state) {
  (void)state;
  struct device_info info = {.name = "a device", .driver = "a driver"};
  char command[3000];
  memset(command, 'c', sizeof command);
  command[sizeof command - 1] = '\0';
  struct run_record record = record_start(&info, command);
  assert_string_equal(record.device, "a device");
  assert_string_equal(record.driver, "a driver");
  assert_true(is_time(record.started));
  assert_string_equal(record.started, record.finished);
  assert_true(record.version[0] != '\0' && record.host[0] != '\0');
  /* Cut, and terminated. */
  assert_int_equal(strlen(record.command), sizeof record.command - 1);
  assert_true(record.points == 0 && record.evaluations == 0 && record.seconds == 0);
  record.finished[0] = '\0';
  record_finish(&record);
  assert_true(is_time(record.finished) && strcmp(record.finished, record.started) >= 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_join), cmocka_unit_test(test_apart),
                                     cmocka_unit_test(test_none), cmocka_unit_test(test_start)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
