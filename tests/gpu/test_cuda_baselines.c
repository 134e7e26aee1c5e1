/* Published baselines on the fake CUDA driver: bit for bit as on the CPU, in pieces where memory is short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "baseline_fixture.h"
#include "cuda_fixture.h"

static struct device *open_on(const struct backend *backend) {
  struct error err;
  struct device *device = backend->open(0, 2, &err);
  if (device == NULL)
    fail_msg("%s", err.text);
  return device;
}

static void compare(uint64_t seed, int rounds, const char *what) {
  struct device *cpu = open_on(&cpu_backend), *cuda = open_on(&cuda_backend);
  baseline_compare(&cpu_backend, cpu, &cuda_backend, cuda, seed, rounds, what);
  cuda_backend.close(cuda);
  cpu_backend.close(cpu);
}

static void test_random(void **state) {
  (void)state;
  compare(21, 6, "cuda:0");
}

/* Each of a batch's allocations fails once; both halves of it then find memory. */
static void test_allocation_fails(void **state) {
  (void)state;
  for (int n = 1; n <= 8; n++) {
    const char text[] = {(char)('0' + n), '\0'};
    cuda_fixture_set("FAKE_CUDA_FAIL_ALLOCATION", text);
    compare(22, 1, "after a failed allocation");
  }
}

/* So little memory that both tables do not fit together: each piece has its launches. */
static void test_pieces(void **state) {
  (void)state;
  compare(23, 1, "in one piece");
  const size_t whole = cuda_fixture_events("launch");
  cuda_fixture_set("FAKE_CUDA_FREE", "3000000");
  compare(23, 1, "in pieces");
  assert_true(cuda_fixture_events("launch") > 2 * whole);
}

static void check_fails(const char *says) {
  struct device *cpu = open_on(&cpu_backend), *cuda = open_on(&cuda_backend);
  baseline_check_fails(&cuda_backend, cuda, 24, says);
  baseline_compare(&cpu_backend, cpu, &cuda_backend, cuda, 24, 1, "after it failed");
  cuda_backend.close(cuda);
  cpu_backend.close(cpu);
}

static void test_fails(void **state) {
  (void)state;
  cuda_fixture_set("FAKE_CUDA_FAIL_LAUNCH", "2");
  check_fails("cuLaunchKernel");
}

static void test_no_memory(void **state) {
  (void)state;
  cuda_fixture_set("FAKE_CUDA_FREE", "100000");
  struct device *cuda = open_on(&cuda_backend);
  baseline_check_fails(&cuda_backend, cuda, 25, "a single point takes");
  cuda_backend.close(cuda);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cuda_fixture_setup, cuda_fixture_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_random), TEST(test_allocation_fails), TEST(test_pieces),
                                     TEST(test_fails), TEST(test_no_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
