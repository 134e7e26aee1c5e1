/*
 * A disk that fills up while a results file is written, at any of the writes: a clean message, the old file, no
 * temporary one, and libhdf5 goes on working. The linker puts the functions below in the place of the system's.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <cmocka.h>

#include "sample.h"
#include "store/store.h"
#include "store/writer.h"

/* After how many calls the file system fails (0: never), for how many, and with what. */
struct weather {
  unsigned long until, times;
  int cause;
};

static struct weather writes, truncates, syncs;
static bool cut; /* whether the write that fails was first done by half */

static bool fails(struct weather *weather) {
  if (weather->until == 0 || --weather->until > 0)
    return false;
  weather->until = --weather->times > 0 ? 1 : 0;
  errno = weather->cause;
  return true;
}

/* The linker's names for what it replaced and by what. */
ssize_t __real_pwrite(int descriptor, const void *data, size_t size, off_t offset);
ssize_t __wrap_pwrite(int descriptor, const void *data, size_t size, off_t offset);
int __real_ftruncate(int descriptor, off_t size);
int __wrap_ftruncate(int descriptor, off_t size);
int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);

ssize_t __wrap_pwrite(int descriptor, const void *data, size_t size, off_t offset) {
  if (writes.until == 1 && size > 1 && !cut) {
    cut = true;
    return __real_pwrite(descriptor, data, size / 2, offset);
  }
  return fails(&writes) ? -1 : __real_pwrite(descriptor, data, size, offset);
}

int __wrap_ftruncate(int descriptor, off_t size) { return fails(&truncates) ? -1 : __real_ftruncate(descriptor, size); }

int __wrap_fsync(int descriptor) { return fails(&syncs) ? -1 : __real_fsync(descriptor); }

static int setup(void **state) {
  *state = sample_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

static void expect_content(const char *path, const struct results *results) {
  struct results found;
  struct error err = {0};
  if (!store_read(&found, path, &err))
    fail_msg("%s", err.text);
  assert_true(sample_equal(results, &found));
  results_release(&found);
}

/* Write over an old file in a storm. Returns whether it went well. */
static bool write_over(const char *folder, const struct results *old, const struct results *new, const char *message) {
  struct error err = {0};
  const char *path = sample_path(folder, "r.h5");
  cut = false;
  const bool ok = store_write(new, path, &err);
  writes.until = truncates.until = syncs.until = 0;
  assert_int_equal(sample_folder_count(folder), 1);
  expect_content(path, ok ? new : old);
  if (ok)
    return true;
  assert_int_equal(err.kind, ERROR_IO);
  if (strstr(err.text, path) == NULL || strstr(err.text, message) == NULL)
    fail_msg("expected '%s': %s", message, err.text);
  return false;
}

/* Let the first, the second, ... call fail, with those after it, until there is none left to fail. How many there were.
 */
static unsigned long try_all(const char *folder, struct weather *weather, unsigned long times, int cause,
                             const char *message) {
  struct results old, new;
  struct error err = {0};
  unsigned long failed = 0;
  sample_results(&old, 60, 2);
  sample_results(&new, 61, 25);
  assert_true(store_write(&old, sample_path(folder, "r.h5"), &err));
  do
    *weather = (struct weather){++failed, times, cause};
  while (!write_over(folder, &old, &new, message));
  results_release(&old);
  results_release(&new);
  return failed - 1;
}

static void test_full(void **state) {
  assert_true(try_all(*state, &writes, 1000000, ENOSPC, "No space left on device; free some space") > 10);
}

static void test_one_bad_write(void **state) {
  assert_true(try_all(*state, &writes, 1, EIO, "Input/output error") > 10);
  assert_true(try_all(*state, &writes, 1, EDQUOT, "free some space") > 10);
}

static void test_no_room_at_the_end(void **state) {
  assert_true(try_all(*state, &truncates, 1, ENOSPC, "No space left") <= 1);
}

static void test_lost_at_the_sync(void **state) {
  struct results old, new;
  struct error err = {0};
  sample_results(&old, 63, 2);
  sample_results(&new, 64, 2);
  assert_true(store_write(&old, sample_path(*state, "r.h5"), &err));
  syncs = (struct weather){1, 1, EIO};
  assert_false(write_over(*state, &old, &new, "Input/output error"));
  results_release(&old);
  results_release(&new);
}

/* Some chunks are in the file already. */
static void test_full_after_slices(void **state) {
  const char *path = sample_path(*state, "r.h5");
  struct results slice;
  struct error err = {0};
  struct store_writer *writer = store_writer_create(path, "", "", &err);
  assert_non_null(writer);
  sample_results(&slice, 62, 300);
  assert_true(store_writer_add(writer, &slice, &err));
  writes = (struct weather){1, 1000000, ENOSPC};
  assert_false(store_writer_add(writer, &slice, &err));
  assert_int_equal(err.kind, ERROR_IO);
  store_writer_abandon(writer);
  writes.until = 0;
  assert_int_equal(sample_folder_count(*state), 0);
  results_release(&slice);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_full, setup, teardown),
      cmocka_unit_test_setup_teardown(test_one_bad_write, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_room_at_the_end, setup, teardown),
      cmocka_unit_test_setup_teardown(test_lost_at_the_sync, setup, teardown),
      cmocka_unit_test_setup_teardown(test_full_after_slices, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
