/* What the CUDA back end compiles, for which device, and when it need not: the cache of kernels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cuda_fixture.h"
#include "file.h"
#include "gpu/program_cache.h"
#include "gpu/source.h"
#include "run/self_test.h"

/* The self-test compiles two programs: the kernels for problems, and those for the islands of its search. */
enum { SELF_TEST_PROGRAMS = 2 };

/* Open, test and close cuda:0; false with `err` if that fails. */
static bool try_device(struct error *err) {
  const struct search_device on = {.backend = &cuda_backend, .device = cuda_backend.open(0, 0, err), .threads = 1};
  if (on.device == NULL)
    return false;
  const bool ok = self_test(&on, err);
  cuda_backend.close(on.device);
  return ok;
}

/* The self-test passes; returns how many programs were compiled for it. */
static size_t compilations(void) {
  struct error err;
  const size_t before = cuda_fixture_events("compile");
  if (!try_device(&err))
    fail_msg("%s", err.text);
  return cuda_fixture_events("compile") - before;
}

static void test_options(void **state) {
  (void)state;
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  static const char any[] =
      "compile --gpu-architecture=sm_90 --fmad=false --device-as-default-execution-space -DPACK=1";
  assert_int_equal(cuda_fixture_events(any), 2);
  assert_true(cuda_fixture_logged(any, "-DPACK=1 -DPROBLEMS_ONLY\n"));
  assert_true(cuda_fixture_logged(any, "-DPACK=1 -DISLANDS_ONLY -DENTRIES=5 -DPOPULATION=16 -DTABLES_ONLY\n"));
}

/* Machine code where NVRTC knows the device, else PTX of the newest architecture that both know. */
static void test_architectures(void **state) {
  (void)state;
  static const struct {
    const char *capability, *archs, *loads;
  } known[] = {{"9.0", "75,80,86,89,90", "load sm_90"},
               {"8.6", "75,80,86,89,90", "load sm_86"},
               {"12.0", "75,80,86,89,90", "load compute_90"},
               {"8.7", "75,80,86,89,90", "load compute_86"},
               {"9.0", "90,75", "load sm_90"},
               {"12.1", "75,120,121,100", "load sm_121"}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    cuda_fixture_set("FAKE_CUDA_CAPABILITY", known[i].capability);
    cuda_fixture_set("FAKE_CUDA_ARCHS", known[i].archs);
    const size_t before = cuda_fixture_events(known[i].loads);
    (void)compilations();
    assert_int_equal(cuda_fixture_events(known[i].loads) - before, SELF_TEST_PROGRAMS);
    assert_int_equal(compilations(), 0);
    assert_int_equal(cuda_fixture_events(known[i].loads) - before, 2 * SELF_TEST_PROGRAMS);
  }
}

static void test_compile_error(void **state) {
  (void)state;
  struct error err;
  cuda_fixture_set("FAKE_CUDA_COMPILE_ERROR", "lutdse_kernels.cu(12): error: identifier \"u33\" is undefined");
  assert_false(try_device(&err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_non_null(strstr(err.text, "nvrtcCompileProgram failed: NVRTC_ERROR_COMPILATION"));
  assert_non_null(strstr(err.text, "(12): error: identifier \"u33\" is undefined"));
  char text[4000];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  cuda_fixture_set("FAKE_CUDA_COMPILE_ERROR", text);
  assert_false(try_device(&err));
  assert_non_null(strstr(err.text, "xxxxxxxx"));
  unsetenv("FAKE_CUDA_COMPILE_ERROR");
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
}

static void test_second_open_compiles_nothing(void **state) {
  (void)state;
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  assert_int_equal(cuda_fixture_cached(), SELF_TEST_PROGRAMS);
  assert_int_equal(compilations(), 0);
  assert_int_equal(cuda_fixture_events("load"), 2 * SELF_TEST_PROGRAMS);
}

/* Whatever an image depends on is part of its key. */
static void test_entries_are_not_shared(void **state) {
  (void)state;
  static const char *const change[][2] = {{"FAKE_CUDA_DRIVER", "12050"},
                                          {"FAKE_CUDA_NVRTC_MINOR", "1"},
                                          {"FAKE_CUDA_NAME", "Fake GPU 2"},
                                          {"FAKE_CUDA_CAPABILITY", "8.9"},
                                          {"FAKE_CUDA_ARCHS", "80"}};
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
    cuda_fixture_set(change[i][0], change[i][1]);
    assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
    assert_int_equal(compilations(), 0);
    unsetenv(change[i][0]);
    assert_int_equal(compilations(), 0);
  }
}

/* An entry of the cache by its own functions. */
static const struct program_key one_key = {"source", "options", "device", "driver"};
static const char one_image[] = "an image";

static bool is_cached(const struct program_key *key) {
  size_t size = 0;
  char *image = program_cache_load(key, &size);
  const bool same = image != NULL && size == sizeof one_image && memcmp(image, one_image, size) == 0;
  assert_true(image == NULL || same);
  free(image);
  return same;
}

/* Not file_write(), which waits for the disk. */
static void write_file(const char *path, const void *data, size_t size) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void test_damaged_file(void **state) {
  (void)state;
  program_cache_store(&one_key, one_image, sizeof one_image);
  assert_true(is_cached(&one_key));
  const char *path = cuda_fixture_cached_file();
  void *data;
  size_t size;
  struct error err;
  assert_true(file_read(path, &data, &size, &err));
  unsigned char *bytes = data;
  for (size_t i = 0; i < size; i++) {
    /* The end of the first line is not looked at: it is there for people. */
    if (i >= 27 && i < 32)
      continue;
    bytes[i] ^= 0x10;
    write_file(path, data, size);
    if (is_cached(&one_key))
      fail_msg("byte %zu of %zu may be anything", i, size);
    bytes[i] ^= 0x10;
  }
  for (size_t length = 0; length < size; length++) {
    write_file(path, data, length);
    assert_false(is_cached(&one_key));
  }
  write_file(path, data, size);
  assert_true(is_cached(&one_key));
  free(data);
}

/* One entry's file under another's name. */
static void test_foreign_file(void **state) {
  (void)state;
  const struct program_key others[] = {{"sourse", "options", "device", "driver"},
                                       {"source", "optionz", "device", "driver"},
                                       {"source", "options", "devize", "driver"},
                                       {"source", "options", "device", "drivel"}};
  program_cache_store(&one_key, one_image, sizeof one_image);
  char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s", cuda_fixture_cached_file());
  void *data;
  size_t size;
  struct error err;
  assert_true(file_read(path, &data, &size, &err));
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    assert_false(is_cached(&others[i]));
    assert_int_equal(remove(path), 0);
    program_cache_store(&others[i], "another", sizeof "another");
    (void)snprintf(path, sizeof path, "%s", cuda_fixture_cached_file());
    write_file(path, data, size);
    assert_false(is_cached(&others[i]));
  }
  free(data);
}

/* A program whose file is damaged is compiled again, and kept. */
static void test_compiled_again(void **state) {
  (void)state;
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  write_file(cuda_fixture_cached_file(), "rubbish", 7);
  assert_int_equal(compilations(), 1);
  assert_int_equal(compilations(), 0);
  assert_int_equal(cuda_fixture_cached(), SELF_TEST_PROGRAMS);
}

/* So is one whose file is whole, but whose image the driver does not take. */
static void test_refused_image(void **state) {
  (void)state;
  const struct program_key key = {gpu_kernel_source,
                                  "--gpu-architecture=sm_90 --fmad=false --device-as-default-execution-space -DPACK=1 "
                                  "-DPROBLEMS_ONLY ",
                                  "Fake GPU", "CUDA 12.4, NVRTC 13.0"};
  static const char refused[64] = "no image of the fake";
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  program_cache_store(&key, refused, sizeof refused);
  assert_int_equal(cuda_fixture_cached(), SELF_TEST_PROGRAMS);
  assert_int_equal(compilations(), 1);
  assert_int_equal(compilations(), 0);
}

/* Without a place for the cache everything works, only slower. */
static void test_no_cache(void **state) {
  (void)state;
  char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s/file", cuda_fixture_folder());
  write_file(path, "", 0);
  char folder[PATH_MAX + 16];
  (void)snprintf(folder, sizeof folder, "%s/cache", path);
  cuda_fixture_set("XDG_CACHE_HOME", folder);
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  cuda_fixture_set("XDG_CACHE_HOME", "relative");
  char *home = getenv("HOME") != NULL ? strdup(getenv("HOME")) : NULL;
  unsetenv("HOME");
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  cuda_fixture_set("HOME", cuda_fixture_folder());
  assert_int_equal(compilations(), SELF_TEST_PROGRAMS);
  assert_int_equal(compilations(), 0);
  (void)snprintf(path, sizeof path, "%s/.cache/lutdse", cuda_fixture_folder());
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  unsetenv("HOME");
  if (home != NULL)
    cuda_fixture_set("HOME", home);
  free(home);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cuda_fixture_setup, cuda_fixture_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_options),
                                     TEST(test_architectures),
                                     TEST(test_compile_error),
                                     TEST(test_second_open_compiles_nothing),
                                     TEST(test_entries_are_not_shared),
                                     TEST(test_damaged_file),
                                     TEST(test_foreign_file),
                                     TEST(test_compiled_again),
                                     TEST(test_refused_image),
                                     TEST(test_no_cache)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
