/* Lists of devices: what they choose, what they refuse and how they say so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "fake_backend.h"
#include "run/devices.h"

/* What was noted. */
struct notes {
  int count;
  char last[1024];
};

static void note(void *context, const char *text) {
  struct notes *notes = context;
  notes->count++;
  (void)snprintf(notes->last, sizeof notes->last, "%s", text);
}

static struct notes notes;

/* Open a list and close it again; returns the names of what was open, or the message. */
static const char *open_list(const char *list) {
  static char names[1024];
  struct run_device device[BACKEND_DEVICES_MAX];
  struct error err = {ERROR_NONE, "no message"};
  notes = (struct notes){0, ""};
  const size_t count = devices_open(list, 1, device, note, &notes, &err);
  if (count == 0) {
    assert_int_equal(err.kind, ERROR_DEVICE);
    (void)snprintf(names, sizeof names, "%s", err.text);
  } else {
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
      length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", i > 0 ? "," : "", device[i].info.id);
    devices_close(device, count);
  }
  for (size_t i = 0; i < FAKES_MAX; i++)
    assert_int_equal(fake_at(i)->open, 0);
  return names;
}

static void check(const char *list, const char *expected) { assert_string_equal(open_list(list), expected); }

static void check_message(const char *list, const char *part) {
  const char *message = open_list(list);
  if (strstr(message, part) == NULL)
    fail_msg("--devices '%s': '%s' does not say '%s'", list, message, part);
}

static void test_names(void **state) {
  (void)state;
  fakes_reset(3);
  check("cpu", "cpu");
  check("fake:1", "fake:1");
  /* In the order of the census, each once. */
  check("cpu,fake:2,fake:0", "fake:0,fake:2,cpu");
  check("cpu,cpu", "cpu");
  check("fake:1,fake:1,fake:1", "fake:1");
  check("cpu,all,auto", "fake:0,fake:1,fake:2,cpu");
  assert_int_equal(fake_at(1)->opens, 1 + 1 + 1);
  assert_int_equal(notes.count, 0);
}

static void test_auto(void **state) {
  (void)state;
  fakes_reset(2);
  check("auto", "fake:0,fake:1");
  check("all", "fake:0,fake:1,cpu");
  fakes_reset(0);
  check("auto", "cpu");
  check("all", "cpu");
}

/* What cannot or need not be used is not in auto and all. */
static void test_left_out(void **state) {
  (void)state;
  fakes_reset(3);
  fake_at(0)->unusable = true;
  fake_at(1)->processor = true;
  check("auto", "fake:2");
  check("all", "fake:2,cpu");
  assert_int_equal(notes.count, 0);
  check("fake:1", "fake:1");
  check("fake:0", "fake:0 (fake): out of order");
}

/* Devices that fail when they are opened or tested. */
static void test_bad_devices(void **state) {
  (void)state;
  fakes_reset(3);
  fake_at(0)->shut = true;
  fake_at(2)->lie = LIE_LINE;
  check("auto", "fake:1");
  assert_int_equal(notes.count, 2);
  assert_string_equal(notes.last, "fake:2 (fake): self-test: solved line 4 is wrong; the device is not used");
  check("fake:1,fake:0", "fake:0 is shut");
  check_message("fake:1,fake:2", "self-test");
  assert_int_equal(notes.count, 0);
}

/* Where no accelerator works the processor does; but not in place of one that was named. */
static void test_fallback(void **state) {
  (void)state;
  fakes_reset(2);
  fake_at(0)->shut = true;
  fake_at(1)->lie = LIE_WORD;
  check("auto", "cpu");
  assert_int_equal(notes.count, 2);
  check("all", "cpu");
  assert_int_equal(notes.count, 2);
  check("auto,fake:0", "fake:0 is shut");
  check("fake:0", "fake:0 is shut");
}

static void test_messages(void **state) {
  (void)state;
  fakes_reset(2);
  check("cpu,nosuch", "--devices nosuch: no such device; there are: auto all fake:0 fake:1 cpu");
  check_message("CPU", "--devices CPU: no such device");
  check_message("fake:2", "no such device");
  check_message("fake:", "no such device");
  check_message(" cpu", "no such device");
  check_message("", "a name is missing; there are: auto all fake:0");
  check_message(",", "a name is missing; there are: auto all fake:0");
  check_message("cpu,", "a name is missing; there are: auto all fake:0");
  check_message(",cpu", "a name is missing; there are: auto all fake:0");
  check_message("cpu,,fake:0", "a name is missing; there are: auto all fake:0");
  /* Nothing was opened for any of these. */
  assert_int_equal(fake_at(0)->opens, 0);
  assert_int_equal(fake_at(1)->opens, 0);
}

/* Names beyond any length. */
static void test_long(void **state) {
  (void)state;
  char list[5000];
  fakes_reset(2);
  memset(list, 'x', sizeof list);
  list[sizeof list - 1] = '\0';
  check_message(list, "no such device");
  memset(list, ',', sizeof list - 1);
  check_message(list, "a name is missing; there are: auto all fake:0");
}

static void test_census(void **state) {
  (void)state;
  struct device_census census;
  fakes_reset(2);
  fake_at(1)->unusable = true;
  devices_list(&census);
  assert_int_equal(census.device_count, 3);
  assert_int_equal(census.absent_count, 0);
  assert_string_equal(census.device[0].info.id, "fake:0");
  assert_int_equal(census.device[1].index, 1);
  assert_ptr_equal(census.device[1].backend, &fake_backend);
  assert_string_equal(census.device[2].info.id, "cpu");
  fakes_reset(0);
  devices_list(&census);
  assert_int_equal(census.device_count, 1);
  assert_int_equal(census.absent_count, 1);
  assert_ptr_equal(census.absent[0].backend, &fake_backend);
  assert_string_equal(census.absent[0].reason, "no fakes today");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),       cmocka_unit_test(test_auto),     cmocka_unit_test(test_left_out),
      cmocka_unit_test(test_bad_devices), cmocka_unit_test(test_fallback), cmocka_unit_test(test_messages),
      cmocka_unit_test(test_long),        cmocka_unit_test(test_census),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
