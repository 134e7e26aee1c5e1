/* The status file: what it says, when it goes, and that a run does not mind if it cannot be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "run/pulse.h"

struct place {
  char folder[32], output[64], parts[80], file[128];
};

static void make_place(struct place *place) {
  (void)snprintf(place->folder, sizeof place->folder, "/tmp/lutdse-pulse-XXXXXX");
  assert_non_null(mkdtemp(place->folder));
  (void)snprintf(place->output, sizeof place->output, "%s/x.h5", place->folder);
  (void)snprintf(place->parts, sizeof place->parts, "%s.parts", place->output);
  (void)snprintf(place->file, sizeof place->file, "%s/" PULSE_FILE, place->parts);
}

static void remove_place(const struct place *place) {
  (void)unlink(place->file);
  (void)rmdir(place->parts);
  (void)unlink(place->parts);
  assert_int_equal(rmdir(place->folder), 0);
}

static struct pulse_about about(const struct place *place) {
  return (struct pulse_about){.output = place->output,
                              .sweep_name = "night",
                              .sweep_file = "night.yaml",
                              .command = "lutdse run caf\xe9.yaml",
                              .shard = 2,
                              .shards = 8};
}

static json_t *load(const struct place *place) {
  json_t *report = json_load_file(place->file, 0, NULL);
  assert_non_null(report);
  return report;
}

static const char *text(const json_t *report, const char *key) {
  const char *value = json_string_value(json_object_get(report, key));
  assert_non_null(value);
  return value;
}

static json_int_t count(const json_t *report, const char *key) {
  const json_t *value = json_object_get(report, key);
  assert_true(json_is_integer(value));
  return json_integer_value(value);
}

static void check_lists(const json_t *report) {
  const json_t *devices = json_object_get(report, "devices"), *notes = json_object_get(report, "notes");
  assert_int_equal(json_array_size(devices), 2);
  assert_string_equal(text(json_array_get(devices, 0), "id"), "cpu");
  assert_string_equal(text(json_array_get(devices, 0), "state"), "in use");
  assert_string_equal(text(json_array_get(devices, 1), "id"), "cuda:0");
  assert_string_equal(text(json_array_get(devices, 1), "state"), "retired");
  assert_string_equal(text(json_array_get(devices, 1), "message"), "it fell off the bus");
  assert_int_equal(json_array_size(notes), 20); /* the last ones */
  assert_string_equal(text(json_array_get(notes, 0), "text"), "note 5");
  assert_string_equal(text(json_array_get(notes, 19), "text"), "note 24");
}

static void test_report(void **state) {
  (void)state;
  struct place place;
  make_place(&place);
  assert_int_equal(mkdir(place.parts, 0777), 0);
  const struct pulse_about what = about(&place);
  struct pulse *pulse = pulse_begin(&what);
  assert_non_null(pulse);
  struct run_summary summary = {.devices = "cpu,cuda:0", .found_before = 10, .progress = {.points = 100, .done = 10}};
  pulse_plan(pulse, &summary);
  pulse_enter(pulse, PULSE_COMPUTING);
  pulse_retire(pulse, "cuda:0", "it fell off the bus");
  for (int i = 0; i < 25; i++) {
    char note[32];
    (void)snprintf(note, sizeof note, "note %d", i);
    pulse_note(pulse, note);
  }
  const struct run_progress progress = {.points = 100,
                                        .done = 40,
                                        .computed = 30,
                                        .evaluations = 3000,
                                        .seconds = 2,
                                        .share = 0.25,
                                        .best = "gelu",
                                        .best_mse = 1e-5};
  pulse_progress(pulse, &progress);
  pulse_end(pulse, PULSE_STOPPED, "SIGTERM");
  pulse_note(pulse, "too late");
  pulse_free(pulse);
  json_t *report = load(&place);
  assert_string_equal(text(report, "state"), "stopped");
  assert_string_equal(text(report, "reason"), "SIGTERM");
  assert_string_equal(text(report, "sweep"), "night");
  assert_string_equal(text(report, "command"), "lutdse run caf?.yaml"); /* JSON is UTF-8 */
  assert_int_equal(count(report, "pid"), getpid());
  assert_int_equal(count(report, "points"), 100);
  assert_int_equal(count(report, "done"), 40);
  assert_int_equal(count(report, "computed"), 30);
  assert_int_equal(count(report, "found_before"), 10);
  assert_int_equal(count(json_object_get(report, "shard"), "number"), 2);
  assert_int_equal(count(json_object_get(report, "shard"), "of"), 8);
  assert_true(json_number_value(json_object_get(json_object_get(report, "rate"), "points_per_s")) == 15);
  assert_true(json_is_null(json_object_get(report, "eta_s")));
  check_lists(report);
  json_decref(report);
  remove_place(&place);
}

static const char *terminated(void *context) {
  const atomic_bool *asked = context;
  return atomic_load(asked) ? "SIGTERM" : NULL;
}

/* However long a batch takes: nobody calls, and the file tells of the stop all the same. */
static void test_stop_shows(void **state) {
  (void)state;
  struct place place;
  make_place(&place);
  assert_int_equal(mkdir(place.parts, 0777), 0);
  atomic_bool asked = true;
  struct pulse_about what = about(&place);
  what.context = &asked;
  what.stopping = terminated;
  struct pulse *pulse = pulse_begin(&what);
  const struct timespec moment = {.tv_nsec = 1000000};
  json_t *report;
  while ((report = json_load_file(place.file, 0, NULL)) == NULL)
    (void)nanosleep(&moment, NULL);
  assert_string_equal(text(report, "state"), "stopping");
  assert_string_equal(text(report, "reason"), "SIGTERM");
  json_decref(report);
  pulse_enter(pulse, PULSE_PROVING); /* that does not make it go on */
  pulse_vanish(pulse);
  assert_int_not_equal(access(place.file, F_OK), 0);
  pulse_free(pulse);
  remove_place(&place);
}

static void test_bad_place(void **state) {
  (void)state;
  struct place place;
  char message[512];
  make_place(&place);
  const int file = open(place.parts, O_CREAT | O_WRONLY, 0666);
  assert_true(file >= 0);
  (void)close(file);
  const struct pulse_about what = about(&place);
  struct pulse *pulse = pulse_begin(&what);
  pulse_enter(pulse, PULSE_COMPUTING);
  pulse_end(pulse, PULSE_FAILED, "whatever");
  assert_true(pulse_failure(pulse, message, sizeof message));
  assert_non_null(strstr(message, place.file));
  assert_non_null(strstr(message, "Not a directory"));
  assert_false(pulse_failure(pulse, message, sizeof message)); /* told once */
  pulse_free(pulse);
  remove_place(&place);
}

/* The folder is gone: the run is complete. */
static void test_no_folder(void **state) {
  (void)state;
  struct place place;
  char message[512];
  make_place(&place);
  const struct pulse_about what = about(&place);
  struct pulse *pulse = pulse_begin(&what);
  pulse_end(pulse, PULSE_FAILED, "whatever");
  assert_false(pulse_failure(pulse, message, sizeof message));
  pulse_free(pulse);
  remove_place(&place);
}

/* Where memory runs out there is no pulse, and nobody has to ask. */
static void test_none(void **state) {
  (void)state;
  char message[8];
  const struct run_progress progress = {.points = 1};
  pulse_enter(NULL, PULSE_COMPUTING);
  pulse_progress(NULL, &progress);
  pulse_note(NULL, "x");
  pulse_retire(NULL, "cpu", "x");
  assert_false(pulse_failure(NULL, message, sizeof message));
  pulse_end(NULL, PULSE_STOPPED, "x");
  pulse_vanish(NULL);
  pulse_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_report), cmocka_unit_test(test_stop_shows),
                                     cmocka_unit_test(test_bad_place), cmocka_unit_test(test_no_folder),
                                     cmocka_unit_test(test_none)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
