/* The CUDA back end's host code, on a driver that runs on the host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch_fixture.h"
#include "cuda_fixture.h"
#include "gpu/layout.h"
#include "gpu/optimum.h"
#include "optimum_fixture.h"
#include "run/self_test.h"

enum { ROUNDS = 6 * TEST_EFFORT };

static size_t list(struct device_info info[BACKEND_DEVICES_MAX], char reason[160]) {
  reason[0] = '\0';
  return cuda_backend.list(info, BACKEND_DEVICES_MAX, reason, 160);
}

/* No device, and the reason is one line with `says` in it. */
static void check_absent(const char *says) {
  struct device_info info[BACKEND_DEVICES_MAX];
  char reason[160];
  struct error err;
  assert_int_equal(list(info, reason), 0);
  if (strstr(reason, says) == NULL || strchr(reason, '\n') != NULL)
    fail_msg("'%s' does not say '%s' in one line", reason, says);
  assert_null(cuda_backend.open(0, 0, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
}

static void test_no_driver(void **state) {
  (void)state;
  cuda_fixture_libraries("none");
  check_absent("no NVIDIA driver");
}

static void test_no_compiler(void **state) {
  (void)state;
  cuda_fixture_libraries("no_nvrtc");
  check_absent("no NVRTC");
}

static void test_old_driver(void **state) {
  (void)state;
  cuda_fixture_libraries("old_driver");
  check_absent("the NVIDIA driver is too old (it lacks cuDevicePrimaryCtxRelease_v2)");
}

static void test_old_compiler(void **state) {
  (void)state;
  cuda_fixture_libraries("old_nvrtc");
  check_absent("NVRTC is too old (it lacks nvrtcGetSupportedArchs)");
}

static void test_driver_does_not_start(void **state) {
  (void)state;
  static const struct {
    const char *code, *says;
  } known[] = {{"34", "the toolkit's stub"},
               {"100", "finds no device"},
               {"803", "differ in version"},
               {"719", "unspecified launch failure"},
               {"998", "does not start (cuInit: error 998)"}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    cuda_fixture_set("FAKE_CUDA_INIT", known[i].code);
    check_absent(known[i].says);
  }
}

static void test_devices(void **state) {
  (void)state;
  struct device_info info[BACKEND_DEVICES_MAX];
  char reason[160];
  cuda_fixture_set("FAKE_CUDA_DEVICES", "0");
  check_absent("the NVIDIA driver finds no device");
  cuda_fixture_set("FAKE_CUDA_DEVICES", "3");
  cuda_fixture_set("FAKE_CUDA_DRIVER", "13010");
  cuda_fixture_set("FAKE_CUDA_CAPABILITY", "8.6");
  cuda_fixture_set("FAKE_CUDA_MEMORY", "12345678");
  assert_int_equal(list(info, reason), 3);
  assert_string_equal(reason, "");
  for (int i = 0; i < 3; i++) {
    char id[16];
    (void)snprintf(id, sizeof id, "cuda:%d", i);
    assert_string_equal(info[i].id, id);
    assert_string_equal(info[i].name, "Fake GPU");
    assert_string_equal(info[i].platform, "CUDA, compute capability 8.6");
    assert_string_equal(info[i].driver, "CUDA 13.1");
    assert_int_equal(info[i].units, 3);
    assert_int_equal(info[i].memory, 12345678);
    assert_true(info[i].accelerator && info[i].usable && !info[i].twin);
  }
  /* No more than there is room for, and yet all are counted. */
  info[1].id[0] = '\0';
  assert_int_equal(cuda_backend.list(info, 1, reason, sizeof reason), 3);
  assert_string_equal(info[1].id, "");
  struct error err;
  assert_null(cuda_backend.open(3, 0, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
}

/* Listed, so that numbers stay what they are, but not to be chosen. */
static void check_unusable(const char *says) {
  struct device_info info[BACKEND_DEVICES_MAX];
  char reason[160];
  struct error err;
  assert_int_equal(list(info, reason), 1);
  assert_string_equal(info[0].id, "cuda:0");
  assert_false(info[0].usable);
  assert_non_null(strstr(info[0].why_not, says));
  assert_null(cuda_backend.open(0, 0, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_non_null(strstr(err.text, says));
}

static void test_unusable(void **state) {
  (void)state;
  cuda_fixture_set("FAKE_CUDA_CAPABILITY", "6.1");
  check_unusable("this NVRTC does not compile for compute capability 6.1");
  cuda_fixture_set("FAKE_CUDA_NO_DESCRIPTION", "1");
  check_unusable("the driver does not describe it");
}

static struct device *open_cuda(size_t index) {
  struct error err;
  struct device *device = cuda_backend.open(index, 0, &err);
  if (device == NULL)
    fail_msg("%s", err.text);
  return device;
}

static struct device *open_cpu(void) {
  struct error err;
  struct device *device = cpu_backend.open(0, 2, &err);
  assert_non_null(device);
  return device;
}

static void run(const struct backend *backend, struct device *device, const struct batch *batch,
                struct batch_result *result) {
  struct error err;
  if (!backend->run(device, batch, result, &err))
    fail_msg("%s", err.text);
}

/* The device finds what the CPU finds. */
static void compare(struct device *cuda, const struct batch *batch, const char *what) {
  struct device *cpu = open_cpu();
  struct batch_result expected = batch_result_create(batch), found = batch_result_create(batch);
  run(&cpu_backend, cpu, batch, &expected);
  run(&cuda_backend, cuda, batch, &found);
  batch_result_compare(batch, &expected, &found, what);
  batch_result_free(&expected);
  batch_result_free(&found);
  cpu_backend.close(cpu);
}

/* The batch fails with ERROR_DEVICE and a message that has `says` in it. */
static void check_fails(struct device *cuda, const struct batch *batch, const char *says) {
  struct batch_result result = batch_result_create(batch);
  struct error err;
  assert_false(cuda_backend.run(cuda, batch, &result, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  if (strstr(err.text, says) == NULL)
    fail_msg("'%s' does not say '%s'", err.text, says);
  batch_result_free(&result);
}

static const struct random_limits limits = {4, 16, 12, 12, 24, 4, 300, true, false};

static void draw_batch(struct batch_fixture *fixture, uint64_t seed) {
  struct random_stream stream = {seed};
  batch_fixture_create(fixture, &stream, &limits);
}

static void test_self_test(void **state) {
  (void)state;
  cuda_fixture_set("FAKE_CUDA_DEVICES", "2");
  const struct search_device on = {.backend = &cuda_backend, .device = open_cuda(1), .threads = 1};
  struct error err;
  if (!self_test(&on, &err))
    fail_msg("%s", err.text);
  cuda_backend.close(on.device);
  assert_true(cuda_fixture_logged("launch probe", "of cuda:1,"));
  assert_false(cuda_fixture_logged("launch", "of cuda:0,"));
}

static void test_random_batches(void **state) {
  (void)state;
  struct random_stream stream = {1};
  struct device *cuda = open_cuda(0);
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    batch_fixture_create(&fixture, &stream, &limits);
    compare(cuda, &fixture.batch, "random batch");
    fixture.batch.work = BATCH_SCORE;
    compare(cuda, &fixture.batch, "scores of founders");
    batch_fixture_free(&fixture);
  }
  cuda_backend.close(cuda);
}

/* Two problems, of which one has more boundaries than a cost table may have. */
static void test_without_table(void **state) {
  (void)state;
  const struct spec spec = {.function = function_find("tanh"),
                            .in_bits = 16,
                            .scales = {2, {0.001, 0.0025}},
                            .slope = {10, 8},
                            .intercept = {10, 8},
                            .tails = TAILS_ASYMPTOTE,
                            .entries = 2};
  struct error err;
  struct batch_fixture fixture;
  draw_batch(&fixture, 2);
  struct problem *large = problem_create(&spec, &err);
  assert_non_null(large);
  assert_true(large->line.bounds > PROBLEM_TABLE_BOUNDS_MAX);
  const struct problem *both[2] = {fixture.problems[0], large};
  const uint32_t large_only = 0, small_and_large[2] = {0, 1};
  fixture.batch.settings.generations = 3;
  fixture.batch.settings.islands = 2;
  fixture.batch.problems = both;
  fixture.batch.problem_count = 2;
  fixture.batch.point_count = 2;
  fixture.batch.problem_of = small_and_large;
  struct device *cuda = open_cuda(0);
  compare(cuda, &fixture.batch, "with and without a table");
  assert_false(cuda_fixture_logged("compile", "-DTABLES_ONLY"));
  fixture.batch.problems = both + 1;
  fixture.batch.problem_count = fixture.batch.point_count = 1;
  fixture.batch.problem_of = &large_only;
  compare(cuda, &fixture.batch, "without a table");
  cuda_backend.close(cuda);
  problem_free(large);
  batch_fixture_free(&fixture);
}

/* Kernels that take many registers run in smaller groups. */
static void test_few_threads(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_batch(&fixture, 3);
  fixture.batch.settings.population = 128;
  cuda_fixture_set("FAKE_CUDA_KERNEL_THREADS", "48");
  struct device *cuda = open_cuda(0);
  compare(cuda, &fixture.batch, "48 threads");
  cuda_backend.close(cuda);
  assert_true(cuda_fixture_logged("launch islands_epoch", "groups of 48"));
  batch_fixture_free(&fixture);
}

/* A batch without much to compute, whose points each take a known share of the device's memory. */
static void draw_small_batch(struct batch_fixture *fixture) {
  draw_batch(fixture, 4);
  fixture->batch.settings.generations = 4;
  fixture->batch.settings.islands = 2;
}

/* What the device needs for the first `points` points of a batch, all of the same problem. */
static size_t memory_for(const struct batch *batch, size_t points) {
  struct layout layout;
  struct error err;
  struct batch part = *batch;
  part.point_count = points;
  assert_true(layout_create(&layout, &part, &err));
  const size_t groups = layout.group_count, genes = layout.genes, population = layout.parameters.population;
  const size_t bytes = layout.problem_count * sizeof(problem_view) + layout.double_count * sizeof(double) +
                       layout.cost_count * sizeof(float) + sizeof(islands_parameters) +
                       points * (sizeof(islands_point) + sizeof(u32)) + groups * (genes + 1) * (population + 2) * 4;
  layout_free(&layout);
  return bytes;
}

/* Every point poses the first problem. */
static void pose_one_problem(struct batch_fixture *fixture) {
  static const uint32_t zero[FIXTURE_POINTS];
  fixture->batch.problem_count = 1;
  fixture->batch.problem_of = zero;
}

static void set_free_memory(size_t bytes) {
  char text[32];
  (void)snprintf(text, sizeof text, "%zu", (bytes + 9) / 9 * 10 + 10); /* a tenth is left to others */
  cuda_fixture_set("FAKE_CUDA_FREE", text);
}

static void check_pieces(const struct batch *batch, size_t points, size_t pieces) {
  set_free_memory(memory_for(batch, points));
  struct device *cuda = open_cuda(0);
  const size_t tables = cuda_fixture_events("launch cost_table");
  compare(cuda, batch, "in pieces");
  cuda_backend.close(cuda);
  assert_int_equal(cuda_fixture_events("launch cost_table") - tables, pieces);
}

static void test_batch_is_split(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  pose_one_problem(&fixture);
  assert_int_equal(FIXTURE_POINTS, 5);
  check_pieces(&fixture.batch, 5, 1);
  check_pieces(&fixture.batch, 4, 2); /* 2 + 3 */
  check_pieces(&fixture.batch, 2, 3); /* 2 + (1 + 2) */
  check_pieces(&fixture.batch, 1, 5);
  set_free_memory(memory_for(&fixture.batch, 1) - 64);
  struct device *cuda = open_cuda(0);
  check_fails(cuda, &fixture.batch, "a single point takes");
  cuda_backend.close(cuda);
  batch_fixture_free(&fixture);
}

/* The driver may find less than it promised, at any allocation. */
static void test_allocation_fails(void **state) {
  (void)state;
  enum { BUFFERS = 11 };
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  for (int n = 1; n <= BUFFERS; n++) {
    char text[16];
    (void)snprintf(text, sizeof text, "%d", n);
    cuda_fixture_set("FAKE_CUDA_FAIL_ALLOCATION", text);
    struct device *cuda = open_cuda(0);
    compare(cuda, &fixture.batch, "after a failed allocation");
    (void)snprintf(text, sizeof text, "%d+", n);
    cuda_fixture_set("FAKE_CUDA_FAIL_ALLOCATION", text);
    check_fails(cuda, &fixture.batch, "out of memory");
    unsetenv("FAKE_CUDA_FAIL_ALLOCATION");
    compare(cuda, &fixture.batch, "with memory again");
    cuda_backend.close(cuda);
  }
  batch_fixture_free(&fixture);
}

static void test_too_large_island(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  fixture.batch.settings.entries = 16;
  fixture.batch.settings.population = 128; /* 16 KiB */
  cuda_fixture_set("FAKE_CUDA_SHARED", "16383");
  struct device *cuda = open_cuda(0);
  check_fails(cuda, &fixture.batch, "16384 bytes of local memory; the device has 16383: use a smaller population");
  cuda_backend.close(cuda);
  cuda_fixture_set("FAKE_CUDA_SHARED", "16384");
  cuda = open_cuda(0);
  compare(cuda, &fixture.batch, "an island that just fits");
  cuda_backend.close(cuda);
  batch_fixture_free(&fixture);
}

static bool probe_once(struct device *cuda, const struct problem *problem, struct error *err) {
  const uint32_t counter[1][6] = {{0}}, at[1][2] = {{0, problem->line.bounds - 1}};
  uint32_t word[1][4];
  line_fit fit[1];
  const struct probe probe = {problem, 1, counter, word, 1, at, fit};
  return cuda_backend.probe(cuda, &probe, err);
}

/* A device must hold a tile of costs, whatever it is to do. */
static void test_too_large_tile(void **state) {
  (void)state;
  const size_t tile = OPTIMUM_SCRATCH * sizeof(double);
  struct batch_fixture fixture;
  char bytes[16], says[96];
  struct error err;
  draw_small_batch(&fixture);
  fixture.batch.settings.entries = 4;
  fixture.batch.settings.population = 16;
  (void)snprintf(says, sizeof says, "%zu bytes of local memory; the device has %zu: use another", tile, tile - 1);
  (void)snprintf(bytes, sizeof bytes, "%zu", tile - 1);
  cuda_fixture_set("FAKE_CUDA_SHARED", bytes);
  struct device *cuda = open_cuda(0);
  check_fails(cuda, &fixture.batch, says);
  assert_false(probe_once(cuda, fixture.problems[0], &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_non_null(strstr(err.text, says));
  cuda_backend.close(cuda);
  assert_int_equal(cuda_fixture_events("compile"), 0);
  (void)snprintf(bytes, sizeof bytes, "%zu", tile);
  cuda_fixture_set("FAKE_CUDA_SHARED", bytes);
  cuda = open_cuda(0);
  compare(cuda, &fixture.batch, "a tile that just fits");
  struct device *cpu = open_cpu();
  optimum_compare(&cpu_backend, cpu, &cuda_backend, cuda, 10, 1, "a tile that just fits");
  cpu_backend.close(cpu);
  cuda_backend.close(cuda);
  batch_fixture_free(&fixture);
}

/* How many launches a batch takes on a device of its own. */
static size_t count_launches(const struct batch *batch) {
  const size_t before = cuda_fixture_events("launch");
  struct device *cuda = open_cuda(0);
  compare(cuda, batch, "nothing fails");
  cuda_backend.close(cuda);
  const size_t launches = cuda_fixture_events("launch") - before;
  assert_true(launches >= 3);
  return launches;
}

/* The n-th launch of a batch answers with an error; the device itself is none the worse. */
static void test_launch_fails(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  const size_t launches = count_launches(&fixture.batch);
  for (size_t n = 1; n <= launches; n++) {
    char text[32];
    (void)snprintf(text, sizeof text, "%zu", n);
    cuda_fixture_set("FAKE_CUDA_FAIL_LAUNCH", text);
    struct device *cuda = open_cuda(0);
    check_fails(cuda, &fixture.batch, "cuLaunchKernel failed: unspecified launch failure (error 719)");
    compare(cuda, &fixture.batch, "after a failed launch");
    cuda_backend.close(cuda);
  }
  batch_fixture_free(&fixture);
}

/* A device that is lost answers every later call with the same error: no crash, no endless halving, nothing leaked. */
static void check_lost(const struct batch *batch, const char *when, size_t n) {
  char text[32];
  (void)snprintf(text, sizeof text, "%zu", n);
  cuda_fixture_set(when, text);
  struct device *cuda = open_cuda(0);
  check_fails(cuda, batch, "unspecified launch failure (error 719)");
  const size_t launches = cuda_fixture_events("launch");
  check_fails(cuda, batch, "unspecified launch failure (error 719)");
  assert_int_equal(cuda_fixture_events("launch"), launches);
  cuda_backend.close(cuda);
  unsetenv(when);
}

static void test_lost(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  const size_t launches = count_launches(&fixture.batch);
  for (int current = 0; current < 2; current++) {
    if (current == 1)
      cuda_fixture_set("FAKE_CUDA_LOSE_CURRENT", "1");
    for (size_t n = 1; n <= launches; n++)
      check_lost(&fixture.batch, "FAKE_CUDA_LOSE_LAUNCH", n);
    for (size_t n = 1; n <= 11; n++)
      check_lost(&fixture.batch, "FAKE_CUDA_LOSE_ALLOCATION", n);
  }
  batch_fixture_free(&fixture);
}

static void test_probe_fails(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  static const char *const faults[] = {"FAKE_CUDA_FAIL_ALLOCATION", "FAKE_CUDA_LOSE_ALLOCATION"};
  for (size_t f = 0; f < 2; f++)
    for (int n = 1; n <= 6; n++) {
      char text[16];
      (void)snprintf(text, sizeof text, "%d", n);
      cuda_fixture_set(faults[f], text);
      struct device *cuda = open_cuda(0);
      struct error err;
      assert_false(probe_once(cuda, fixture.problems[0], &err));
      assert_int_equal(err.kind, ERROR_DEVICE);
      assert_int_equal(probe_once(cuda, fixture.problems[0], &err), f == 0);
      cuda_backend.close(cuda);
      unsetenv(faults[f]);
    }
  batch_fixture_free(&fixture);
}

static void test_devices_side_by_side(void **state) {
  (void)state;
  struct batch_fixture fixture;
  draw_small_batch(&fixture);
  cuda_fixture_set("FAKE_CUDA_DEVICES", "2");
  cuda_fixture_set("FAKE_CUDA_FAIL_DEVICE", "0");
  cuda_fixture_set("FAKE_CUDA_LOSE_LAUNCH", "2");
  struct device *first = open_cuda(0), *second = open_cuda(1);
  compare(second, &fixture.batch, "before the other is lost");
  check_fails(first, &fixture.batch, "error 719");
  compare(second, &fixture.batch, "after the other is lost");
  cuda_backend.close(first);
  compare(second, &fixture.batch, "after the other is closed");
  cuda_backend.close(second);
  batch_fixture_free(&fixture);
}

static void test_optimum(void **state) {
  (void)state;
  struct device *cpu = open_cpu(), *cuda = open_cuda(0);
  optimum_compare(&cpu_backend, cpu, &cuda_backend, cuda, 9, 6, "cuda:0");
  cuda_backend.close(cuda);
  cpu_backend.close(cpu);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cuda_fixture_setup, cuda_fixture_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {TEST(test_no_driver),
                                     TEST(test_no_compiler),
                                     TEST(test_old_driver),
                                     TEST(test_old_compiler),
                                     TEST(test_driver_does_not_start),
                                     TEST(test_devices),
                                     TEST(test_unusable),
                                     TEST(test_self_test),
                                     TEST(test_random_batches),
                                     TEST(test_without_table),
                                     TEST(test_optimum),
                                     TEST(test_few_threads),
                                     TEST(test_batch_is_split),
                                     TEST(test_allocation_fails),
                                     TEST(test_too_large_island),
                                     TEST(test_too_large_tile),
                                     TEST(test_launch_fails),
                                     TEST(test_lost),
                                     TEST(test_probe_fails),
                                     TEST(test_devices_side_by_side)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
