/* The fake CUDA driver sees what it is there to see: otherwise its silence would mean nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "cuda_fixture.h"
#include "gpu/cuda_api.h"

/* A context on device 0; the fake is unloaded by finish(). */
static void start(struct cuda_api *api) {
  char reason[160];
  cuda_context context;
  if (!cuda_api_open(api, reason, sizeof reason))
    fail_msg("%s", reason);
  assert_int_equal(api->context_retain(&context, 0), CUDA_SUCCESS);
  assert_int_equal(api->context_set(context), CUDA_SUCCESS);
}

static void finish(struct cuda_api *api) {
  (void)api->context_release(0);
  cuda_api_close(api);
}

static cuda_memory allocate(const struct cuda_api *api, size_t bytes) {
  cuda_memory memory = 0;
  assert_int_equal(api->memory_allocate(&memory, bytes), CUDA_SUCCESS);
  return memory;
}

/* One complaint with `says` in it, and no other; then the log is emptied for the teardown. */
static void expect(const char *event, const char *says) {
  char path[256];
  assert_int_equal(cuda_fixture_events("violation") + cuda_fixture_events("leak"), 1);
  assert_true(cuda_fixture_logged(event, says));
  (void)snprintf(path, sizeof path, "%s/log", cuda_fixture_folder());
  assert_int_equal(remove(path), 0);
}

static void test_clean(void **state) {
  (void)state;
  struct cuda_api api;
  char bytes[16] = "sixteen bytes";
  start(&api);
  const cuda_memory memory = allocate(&api, sizeof bytes);
  assert_int_equal(api.copy_in(memory, bytes, sizeof bytes), CUDA_SUCCESS);
  assert_int_equal(api.copy_out(bytes, memory + 8, 8), CUDA_SUCCESS);
  assert_string_equal(bytes, "bytes");
  assert_int_equal(api.memory_free(memory), CUDA_SUCCESS);
  finish(&api);
}

static void test_leak(void **state) {
  (void)state;
  struct cuda_api api;
  start(&api);
  (void)allocate(&api, 1234);
  finish(&api);
  expect("leak", "1234 bytes");
}

static void test_context_leak(void **state) {
  (void)state;
  struct cuda_api api;
  start(&api);
  cuda_api_close(&api);
  expect("leak", "the context");
}

static void test_double_free(void **state) {
  (void)state;
  struct cuda_api api;
  start(&api);
  const cuda_memory memory = allocate(&api, 64);
  assert_int_equal(api.memory_free(memory), CUDA_SUCCESS);
  assert_int_not_equal(api.memory_free(memory), CUDA_SUCCESS);
  expect("violation", "double free");
  assert_int_not_equal(api.memory_free(memory + 4), CUDA_SUCCESS);
  expect("violation", "no allocation");
  finish(&api);
}

static void test_use_after_free(void **state) {
  (void)state;
  struct cuda_api api;
  char byte = 0;
  start(&api);
  const cuda_memory memory = allocate(&api, 64);
  assert_int_equal(api.memory_free(memory), CUDA_SUCCESS);
  assert_int_not_equal(api.copy_in(memory, &byte, 1), CUDA_SUCCESS);
  expect("violation", "after its free");
  finish(&api);
}

static void test_out_of_bounds(void **state) {
  (void)state;
  struct cuda_api api;
  char bytes[65] = "";
  start(&api);
  const cuda_memory memory = allocate(&api, 64);
  assert_int_not_equal(api.copy_in(memory, bytes, 65), CUDA_SUCCESS);
  expect("violation", "out of bounds");
  assert_int_not_equal(api.copy_out(bytes, memory + 60, 5), CUDA_SUCCESS);
  expect("violation", "out of bounds");
  assert_int_equal(api.memory_free(memory), CUDA_SUCCESS);
  finish(&api);
}

static void test_no_context(void **state) {
  (void)state;
  struct cuda_api api;
  cuda_memory memory = 0;
  start(&api);
  assert_int_equal(api.context_set(NULL), CUDA_SUCCESS);
  assert_int_not_equal(api.memory_allocate(&memory, 8), CUDA_SUCCESS);
  expect("violation", "without a context");
  finish(&api);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cuda_fixture_setup, cuda_fixture_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_clean),       TEST(test_leak),           TEST(test_context_leak),
                                     TEST(test_double_free), TEST(test_use_after_free), TEST(test_out_of_bounds),
                                     TEST(test_no_context)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
