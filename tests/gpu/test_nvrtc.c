/*
 * The embedded kernel source under the real NVRTC, in every form that matters: it compiles, and searches spill no
 * registers. Prints what the kernels take; all of it as `test_nvrtc all`. No GPU is needed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/cuda_internal.h"
#include "gpu/source.h"

enum { SKIPPED = 77, ARCHS_MAX = 64, OPTIONS_MAX = 9 };

/* What the assembler says of one kernel. */
struct resources {
  int registers, shared, stack, stores, loads;
};

static char *compile(const struct cuda_api *api, int arch, const struct gpu_shape *shape) {
  char target[48], definitions[GPU_OPTIONS_SIZE];
  (void)snprintf(target, sizeof target, "--gpu-architecture=sm_%d", arch);
  gpu_shape_options(shape, definitions);
  const char *options[OPTIONS_MAX] = {target, "--fmad=false", "--device-as-default-execution-space",
                                      "--ptxas-options=-v"};
  int count = 4;
  for (char *word = strtok(definitions, " "); word != NULL; word = strtok(NULL, " "))
    options[count++] = word;
  nvrtc_program program;
  assert_int_equal(api->nvrtc_create(&program, gpu_kernel_source, "lutdse_kernels.cu", 0, NULL, NULL), 0);
  const int code = api->nvrtc_compile(program, count, options);
  size_t size = 0;
  assert_int_equal(api->nvrtc_log_size(program, &size), 0);
  char *log = calloc(1, size + 1);
  assert_non_null(log);
  assert_int_equal(api->nvrtc_log(program, log), 0);
  if (code != 0)
    fail_msg("sm_%d: %s: %.4000s", arch, api->nvrtc_error(code), log);
  assert_int_equal(api->nvrtc_image_size(program, &size), 0);
  assert_true(size > 1000);
  assert_int_equal(api->nvrtc_destroy(&program), 0);
  return log;
}

/* The number before `what` in a text that ends at `end`, or 0. */
static int number_before(const char *text, const char *end, const char *what) {
  const char *found = memmem(text, (size_t)(end - text), what, strlen(what));
  if (found == NULL)
    return 0;
  while (found > text && found[-1] == ' ')
    found--;
  while (found > text && found[-1] >= '0' && found[-1] <= '9')
    found--;
  return atoi(found);
}

/* The part of the log about one kernel, up to the next one's. */
static struct resources resources_of(const char *log, const char *kernel) {
  char name[64];
  (void)snprintf(name, sizeof name, "entry function '%s'", kernel);
  const char *start = strstr(log, name);
  if (start == NULL)
    fail_msg("the assembler says nothing of %s: %.2000s", kernel, log);
  const char *next = strstr(start + 1, "entry function '"), *end = next != NULL ? next : start + strlen(start);
  const struct resources found = {number_before(start, end, " registers"), number_before(start, end, " bytes smem"),
                                  number_before(start, end, " bytes stack frame"),
                                  number_before(start, end, " bytes spill stores"),
                                  number_before(start, end, " bytes spill loads")};
  assert_true(found.registers > 0);
  return found;
}

static void report(const struct cuda_api *api, int arch, const struct gpu_shape *shape) {
  char *log = compile(api, arch, shape), definitions[GPU_OPTIONS_SIZE];
  gpu_shape_options(shape, definitions);
  for (int k = 0; k < GPU_KERNELS; k++) {
    const char *name = gpu_kernel_info[k].name;
    if (gpu_kernel_info[k].part != shape->part) {
      assert_null(strstr(log, name)); /* compiled for nothing */
      continue;
    }
    const struct resources r = resources_of(log, name);
    print_message("sm_%-4d %-68s %-14s %3d %6d %5d %6d %5d\n", arch, definitions, name, r.registers, r.shared, r.stack,
                  r.stores, r.loads);
    if (k == GPU_ISLANDS_EPOCH && (r.stores != 0 || r.loads != 0))
      fail_msg("sm_%d: %s spills registers", arch, name);
  }
  free(log);
}

static int newest(const struct cuda_api *api) {
  int archs[ARCHS_MAX], count = 0, found = 0;
  assert_int_equal(api->nvrtc_arch_count(&count), 0);
  assert_in_range(count, 1, ARCHS_MAX);
  assert_int_equal(api->nvrtc_archs(archs), 0);
  for (int i = 0; i < count; i++)
    found = archs[i] > found ? archs[i] : found;
  return found;
}

/* What the tests share. */
struct compiler {
  struct cuda_api api;
  bool all; /* every form for every target; else every form for one of them in turn, which takes a third of the time */
};

/* The kernels for problems and for baselines, and those for islands of the sizes people ask for, with and without
 * tables of every cost.
 */
static void test_resources(void **state) {
  static const u32 entries[] = {8, 16, 32, 64};
  const struct compiler *compiler = *state;
  const int archs[] = {80, 90, newest(&compiler->api)};
  const size_t sizes = sizeof entries / sizeof entries[0], targets = sizeof archs / sizeof archs[0];
  const struct gpu_shape fixed[] = {{.part = GPU_PROBLEMS, .pack = 1}, {.part = GPU_BASELINES, .pack = 1}};
  print_message("%-7s %-68s %-14s %s\n", "target", "options", "kernel", "registers shared stack stores loads");
  for (size_t a = 0; a < targets; a++)
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
      if (compiler->all || a == targets - 1 - i)
        report(&compiler->api, archs[a], &fixed[i]);
  for (size_t i = 0; i < 2 * sizes; i++) {
    const struct gpu_shape shape = {GPU_ISLANDS, 1, entries[i / 2], 64, (u32)(i % 2)};
    for (size_t a = 0; a < targets; a++)
      if (compiler->all || a == i % targets)
        report(&compiler->api, archs[a], &shape);
  }
}

int main(int argc, char **argv) {
  struct compiler compiler = {.all = argc > 1 && strcmp(argv[1], "all") == 0};
  char reason[160];
  int major = 0, minor = 0;
  if (!cuda_api_open_compiler(&compiler.api, reason, sizeof reason)) {
    (void)printf("skipped: %s\n", reason);
    cuda_api_close(&compiler.api);
    return SKIPPED;
  }
  (void)compiler.api.nvrtc_version(&major, &minor);
  (void)printf("NVRTC %d.%d\n", major, minor);
  const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(test_resources, &compiler)};
  /* Left loaded, since what NVRTC keeps until the program ends could not be told from a leak once it is gone. */
  return cmocka_run_group_tests(tests, NULL, NULL);
}
