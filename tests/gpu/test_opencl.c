/* OpenCL against the CPU, bit for bit: whatever the device's own shape, and in the shape that GPUs have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baseline_fixture.h"
#include "batch_fixture.h"
#include "gpu/layout.h"
#include "gpu/opencl_internal.h"
#include "gpu/source.h"
#include "optimum_fixture.h"
#include "philox_known.h"

enum { ROUNDS = 16 * TEST_EFFORT, SKIPPED = 77 };

/*
 * A GPU's work-item takes one individual at a time. Groups of 16, the smallest population, since PoCL compiles anew for
 * every size of a group: larger populations make the lanes loop.
 */
static const struct opencl_shape gpu_shape = {.lanes = 16, .pack = 1};

static struct device *open_device(const struct opencl_shape *shape) {
  struct error err;
  struct device *device = opencl_open_shaped(0, shape, &err);
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

static void compare(struct device *cpu, struct device *opencl, const struct batch *batch, const char *what) {
  struct batch_result expected = batch_result_create(batch), found = batch_result_create(batch);
  run(&cpu_backend, cpu, batch, &expected);
  run(&opencl_backend, opencl, batch, &found);
  batch_result_compare(batch, &expected, &found, what);
  batch_result_free(&expected);
  batch_result_free(&found);
}

static void compare_random(const struct opencl_shape *shape, uint64_t seed, const char *what) {
  const struct random_limits limits = {4, 16, 12, 12, 64, 4, 300, true, false};
  struct random_stream stream = {seed};
  struct device *cpu = open_cpu(), *opencl = open_device(shape);
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    batch_fixture_create(&fixture, &stream, &limits);
    if (shape != NULL) {
      /* A GPU's kernels may be compiled for their sizes: two of them will do. */
      fixture.batch.settings.entries = r % 2 == 0 ? 5 : 24;
      fixture.batch.settings.population = r % 2 == 0 ? 16 : 48;
    }
    compare(cpu, opencl, &fixture.batch, what);
    batch_fixture_free(&fixture);
  }
  opencl_backend.close(opencl);
  cpu_backend.close(cpu);
}

static void test_own_shape(void **state) {
  (void)state;
  compare_random(NULL, 1, "the device's own shape");
}

static void test_gpu_shape(void **state) {
  (void)state;
  compare_random(&gpu_shape, 2, "a GPU's shape");
}

static void compare_optima(const struct opencl_shape *shape, const char *what) {
  struct device *cpu = open_cpu(), *opencl = open_device(shape);
  optimum_compare(&cpu_backend, cpu, &opencl_backend, opencl, 7, ROUNDS / 2, what);
  opencl_backend.close(opencl);
  cpu_backend.close(cpu);
}

static void test_optimum(void **state) {
  (void)state;
  compare_optima(NULL, "the device's own shape");
  compare_optima(&gpu_shape, "a GPU's shape");
}

static void compare_baselines(const struct opencl_shape *shape, const char *what) {
  struct device *cpu = open_cpu(), *opencl = open_device(shape);
  baseline_compare(&cpu_backend, cpu, &opencl_backend, opencl, 11, ROUNDS / 4, what);
  opencl_backend.close(opencl);
  cpu_backend.close(cpu);
}

static void test_baselines(void **state) {
  (void)state;
  compare_baselines(NULL, "the device's own shape");
  compare_baselines(&gpu_shape, "a GPU's shape");
}

/* More boundaries than a cost table may have: lines are solved as they are needed. */
static void compare_untabulated(const struct opencl_shape *shape, const struct scale_set *scales) {
  const struct spec spec = {.function = function_find("tanh"),
                            .in_bits = 16,
                            .scales = *scales,
                            .slope = {10, 8},
                            .intercept = {10, 8},
                            .tails = TAILS_ASYMPTOTE,
                            .entries = 7};
  struct error err;
  struct problem *problem = problem_create(&spec, &err);
  if (problem == NULL) {
    fail_msg("%s", err.text);
    return;
  }
  assert_true(problem->line.bounds > PROBLEM_TABLE_BOUNDS_MAX);
  const uint32_t problem_of[2] = {0, 0};
  const uint64_t key[2] = {1, UINT64_C(0xfedcba9876543210)};
  const struct batch batch = {.settings = {.entries = 7,
                                           .islands = 3,
                                           .population = 32,
                                           .generations = 5,
                                           .epoch = 2,
                                           .alone = 1,
                                           .patience = 2,
                                           .redraw = 40,
                                           .round = 90},
                              .problem_count = 1,
                              .problems = (const struct problem *const *)&problem,
                              .point_count = 2,
                              .problem_of = problem_of,
                              .key = key};
  struct device *cpu = open_cpu(), *opencl = open_device(shape);
  compare(cpu, opencl, &batch, "no table");
  opencl_backend.close(opencl);
  cpu_backend.close(cpu);
  problem_free(problem);
}

static void test_untabulated(void **state) {
  (void)state;
  const struct scale_set exact = {2, {0x1p-10, 0x1p-9}}, inexact = {2, {0.001, 0.0025}};
  compare_untabulated(NULL, &exact);
  compare_untabulated(NULL, &inexact);
  compare_untabulated(&gpu_shape, &exact);
  compare_untabulated(&gpu_shape, &inexact);
}

/* The scoring benchmark computes the founders' fitness on both. */
static void test_score(void **state) {
  (void)state;
  const struct random_limits limits = {6, 9, 10, 8, 16, 3, 300, true, false};
  struct random_stream stream = {4};
  struct batch_fixture fixture;
  batch_fixture_create(&fixture, &stream, &limits);
  fixture.batch.work = BATCH_SCORE;
  struct device *cpu = open_cpu(), *opencl = open_device(&gpu_shape);
  const size_t size = FIXTURE_POINTS * fixture.batch.settings.islands * sizeof(float);
  struct batch_result expected = batch_result_create(&fixture.batch), found = batch_result_create(&fixture.batch);
  run(&cpu_backend, cpu, &fixture.batch, &expected);
  run(&opencl_backend, opencl, &fixture.batch, &found);
  assert_memory_equal(expected.fitness, found.fitness, size);
  batch_result_free(&expected);
  batch_result_free(&found);
  opencl_backend.close(opencl);
  cpu_backend.close(cpu);
  batch_fixture_free(&fixture);
}

/* A population that does not fit the device's local memory is refused with what to do about it. */
static void test_too_large(void **state) {
  (void)state;
  const struct random_limits limits = {6, 6, 8, 6, 4, 1, 60, false, false};
  struct random_stream stream = {5};
  struct batch_fixture fixture;
  batch_fixture_create(&fixture, &stream, &limits);
  fixture.batch.settings.entries = 64;
  fixture.batch.settings.population = 16 * 1024;
  fixture.batch.settings.islands = 1;
  fixture.batch.point_count = 1;
  struct device *opencl = open_device(NULL);
  struct batch_result result = batch_result_create(&fixture.batch);
  struct error err;
  assert_false(opencl_backend.run(opencl, &fixture.batch, &result, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_non_null(strstr(err.text, "population"));
  fixture.batch.settings.population = 16;
  run(&opencl_backend, opencl, &fixture.batch, &result);
  batch_result_free(&result);
  opencl_backend.close(opencl);
  batch_fixture_free(&fixture);
}

static void test_no_such_device(void **state) {
  (void)state;
  struct error err;
  assert_null(opencl_backend.open(BACKEND_DEVICES_MAX - 1, 0, &err));
  assert_int_equal(err.kind, ERROR_DEVICE);
}

static const char draw_kernel[] = "\n__kernel void draw_all(__global const uint *in, __global uint *out) {\n"
                                  "  __global const uint *at = in + 6 * get_global_id(0);\n"
                                  "  const philox4x32_ctr_t random = draw(at[4], at[5], at[0], at[2], at[1], at[3]);\n"
                                  "  for (int i = 0; i < 4; i++) out[4 * get_global_id(0) + i] = random.v[i];\n"
                                  "}\n";

/* Random numbers of the embedded source on the device: its own copy of the library's text, its own compiler. */
static void test_philox(void **state) {
  (void)state;
  cl_device_id id;
  char reason[160];
  assert_true(opencl_devices(&id, 1, reason, sizeof reason) >= 1);
  cl_int code;
  cl_context context = clCreateContext(NULL, 1, &id, NULL, NULL, &code);
  assert_int_equal(code, CL_SUCCESS);
  cl_command_queue queue = clCreateCommandQueue(context, id, 0, &code);
  assert_int_equal(code, CL_SUCCESS);
  const char *text[2] = {gpu_kernel_source, draw_kernel};
  cl_program program = clCreateProgramWithSource(context, 2, text, NULL, &code);
  assert_int_equal(code, CL_SUCCESS);
  assert_int_equal(clBuildProgram(program, 1, &id, "-cl-std=CL1.2 -w -DPACK=1 -DPROBLEMS_ONLY", NULL, NULL),
                   CL_SUCCESS);
  cl_kernel kernel = clCreateKernel(program, "draw_all", &code);
  assert_int_equal(code, CL_SUCCESS);
  uint32_t in[PHILOX_KNOWN][6], out[PHILOX_KNOWN][4];
  for (size_t i = 0; i < PHILOX_KNOWN; i++) {
    memcpy(in[i], philox_known[i].counter, sizeof philox_known[i].counter);
    memcpy(in[i] + 4, philox_known[i].key, sizeof philox_known[i].key);
  }
  cl_mem from = clCreateBuffer(context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, sizeof in, in, &code);
  cl_mem to = clCreateBuffer(context, CL_MEM_READ_WRITE, sizeof out, NULL, &code);
  const size_t items = PHILOX_KNOWN;
  (void)clSetKernelArg(kernel, 0, sizeof(cl_mem), &from);
  (void)clSetKernelArg(kernel, 1, sizeof(cl_mem), &to);
  assert_int_equal(clEnqueueNDRangeKernel(queue, kernel, 1, NULL, &items, NULL, 0, NULL, NULL), CL_SUCCESS);
  assert_int_equal(clEnqueueReadBuffer(queue, to, CL_TRUE, 0, sizeof out, out, 0, NULL, NULL), CL_SUCCESS);
  for (size_t i = 0; i < PHILOX_KNOWN; i++)
    assert_memory_equal(out[i], philox_known[i].answer, sizeof out[i]);
  (void)clReleaseMemObject(from);
  (void)clReleaseMemObject(to);
  (void)clReleaseKernel(kernel);
  (void)clReleaseProgram(program);
  (void)clReleaseCommandQueue(queue);
  (void)clReleaseContext(context);
}

int main(void) {
  struct device_info info;
  char reason[160] = "";
  if (opencl_backend.list(&info, 1, reason, sizeof reason) == 0 || !info.usable) {
    (void)printf("skipped: no usable OpenCL device (%s)\n", reason[0] != '\0' ? reason : info.why_not);
    return SKIPPED;
  }
  (void)printf("on %s\n", info.name);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_philox),    cmocka_unit_test(test_own_shape),      cmocka_unit_test(test_gpu_shape),
      cmocka_unit_test(test_optimum),   cmocka_unit_test(test_untabulated),    cmocka_unit_test(test_score),
      cmocka_unit_test(test_too_large), cmocka_unit_test(test_no_such_device), cmocka_unit_test(test_baselines)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
