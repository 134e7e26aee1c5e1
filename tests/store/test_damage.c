/* Truncated and damaged files are refused with one clear message, whatever was hit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "file.h"
#include "sample.h"
#include "store/store.h"

/* A valid file in memory, and a place to write damaged copies of it. */
struct subject {
  char *folder;
  unsigned char *data;
  size_t size;
};

static int setup(void **state) {
  struct subject *subject = calloc(1, sizeof *subject);
  struct results results;
  struct error err;
  void *data;
  subject->folder = sample_folder();
  sample_results(&results, 20, 30);
  sample_fronts(&results, 20, 10);
  if (!store_write(&results, sample_path(subject->folder, "good.h5"), &err) ||
      !file_read(sample_path(subject->folder, "good.h5"), &data, &subject->size, &err))
    return -1;
  subject->data = data;
  results_release(&results);
  *state = subject;
  return 0;
}

static int teardown(void **state) {
  struct subject *subject = *state;
  sample_folder_delete(subject->folder);
  free(subject->data);
  free(subject);
  return 0;
}

/* Not by file_write(), which waits for the disk. */
static void write_damaged(const char *path, const void *data, size_t size) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void expect_refused(const struct subject *subject, size_t size, const char *message) {
  struct results results;
  struct error err = {0};
  const char *path = sample_path(subject->folder, "bad.h5");
  write_damaged(path, subject->data, size);
  assert_false(store_read(&results, path, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, path) == NULL || strstr(err.text, message) == NULL)
    fail_msg("size %zu: expected '%s': %s", size, message, err.text);
}

static void test_truncated(void **state) {
  const struct subject *subject = *state;
  for (size_t size = 23; size < 600; size += 7)
    expect_refused(subject, size, "truncated");
  for (size_t size = 600; size < subject->size; size += subject->size / 97)
    expect_refused(subject, size, "truncated");
  expect_refused(subject, subject->size - 1, "truncated");
  expect_refused(subject, 1, "not a results file");
}

static void test_flipped_content(void **state) {
  struct subject *subject = *state;
  srand(1);
  for (int i = 0; i < 300; i++) {
    const size_t at = 512 + (size_t)rand() % (subject->size - 512);
    const unsigned char mask = (unsigned char)(1u << (rand() % 8));
    subject->data[at] ^= mask;
    expect_refused(subject, subject->size, "damaged: its checksum differs");
    subject->data[at] ^= mask;
  }
}

static void test_flipped_seal(void **state) {
  struct subject *subject = *state;
  for (size_t at = 0; at < 512; at++) {
    subject->data[at] ^= 4;
    expect_refused(subject, subject->size, "");
    subject->data[at] ^= 4;
  }
}

static void test_more_behind_the_end(void **state) {
  struct subject *subject = *state;
  unsigned char *longer = calloc(subject->size + 1, 1);
  memcpy(longer, subject->data, subject->size);
  const struct subject padded = {subject->folder, longer, subject->size + 1};
  expect_refused(&padded, padded.size, "damaged");
  free(longer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_truncated, setup, teardown),
      cmocka_unit_test_setup_teardown(test_flipped_content, setup, teardown),
      cmocka_unit_test_setup_teardown(test_flipped_seal, setup, teardown),
      cmocka_unit_test_setup_teardown(test_more_behind_the_end, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
