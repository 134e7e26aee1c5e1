/*
 * Every accelerator of this machine against the CPU, bit for bit, whatever its driver. The one test that needs a GPU;
 * run it under compute-sanitizer, too: docs/gpu.md says how.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#include "baseline_fixture.h"
#include "batch_fixture.h"
#include "optimum_fixture.h"
#include "run/devices.h"

enum { ROUNDS = 24 * TEST_EFFORT, SKIPPED = 77 };

static void compare(const struct run_device *device, struct device *cpu, const struct batch *batch) {
  struct batch_result expected = batch_result_create(batch), found = batch_result_create(batch);
  struct error err;
  if (!cpu_backend.run(cpu, batch, &expected, &err) || !device->on.backend->run(device->on.device, batch, &found, &err))
    fail_msg("%s: %s", device->info.id, err.text);
  batch_result_compare(batch, &expected, &found, device->info.id);
  batch_result_free(&expected);
  batch_result_free(&found);
}

static void test_random_batches(void **state) {
  const struct run_device *device = *state;
  const struct random_limits limits = {4, 16, 12, 12, 64, 4, 300, true, false};
  struct random_stream stream = {3};
  struct error err;
  struct device *cpu = cpu_backend.open(0, 0, &err);
  assert_non_null(cpu);
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    batch_fixture_create(&fixture, &stream, &limits);
    compare(device, cpu, &fixture.batch);
    batch_fixture_free(&fixture);
  }
  cpu_backend.close(cpu);
}

static void test_optimum(void **state) {
  const struct run_device *device = *state;
  struct error err;
  struct device *cpu = cpu_backend.open(0, 0, &err);
  assert_non_null(cpu);
  optimum_compare(&cpu_backend, cpu, device->on.backend, device->on.device, 8, ROUNDS, device->info.id);
  cpu_backend.close(cpu);
}

static void test_baselines(void **state) {
  const struct run_device *device = *state;
  struct error err;
  struct device *cpu = cpu_backend.open(0, 0, &err);
  assert_non_null(cpu);
  baseline_compare(&cpu_backend, cpu, device->on.backend, device->on.device, 9, ROUNDS, device->info.id);
  cpu_backend.close(cpu);
}

static bool is_accelerator(const struct run_device *device) { return device->info.accelerator; }

int main(void) {
  struct run_device devices[BACKEND_DEVICES_MAX];
  struct error err;
  const size_t count = devices_open("auto", 0, devices, NULL, NULL, &err);
  if (count == 0) {
    (void)fprintf(stderr, "%s\n", err.text);
    return 1;
  }
  if (!is_accelerator(&devices[0])) {
    devices_close(devices, count);
    (void)printf("skipped: this machine has no accelerator\n");
    return SKIPPED;
  }
  int failed = 0;
  for (size_t i = 0; i < count; i++) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(test_random_batches, &devices[i]),
                                       cmocka_unit_test_prestate(test_optimum, &devices[i]),
                                       cmocka_unit_test_prestate(test_baselines, &devices[i])};
    (void)printf("%s: %s\n", devices[i].info.id, devices[i].info.name);
    failed += cmocka_run_group_tests(tests, NULL, NULL);
  }
  devices_close(devices, count);
  return failed;
}
