/* Published baselines on each of the processor's instruction sets, bit for bit, and with any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "baseline_fixture.h"
#include "cpu/baseline.h"
#include "cpu_islands.h"

enum { ROUNDS = 8 * TEST_EFFORT };

/* A processor as a back end of one instruction set. */
struct device {
  const struct cpu_kernels *kernels;
  unsigned threads;
};

static bool run(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                struct error *err) {
  return cpu_baseline(device->kernels, device->threads, batch, result, err);
}

static void test_sets(void **state) {
  (void)state;
  const struct backend backend = {.name = "set", .baseline = run};
  const struct cpu_kernels *kernels[CPU_KERNELS_MAX];
  const size_t count = cpu_kernels_usable(kernels);
  struct device plain = {kernels[0], 1};
  for (size_t k = 0; k < count; k++) {
    struct device other = {kernels[k], 3};
    baseline_compare(&backend, &plain, &backend, &other, 31 + k, ROUNDS, kernels[k]->name);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sets)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
