/* The embedded kernel source compiles as CUDA C for every GPU that matters, without spilling registers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <nvrtc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/source.h"

static void check(nvrtcResult result) {
  if (result != NVRTC_SUCCESS)
    fail_msg("NVRTC: %s", nvrtcGetErrorString(result));
}

/* The log of a failed compilation, or the assembler's account of a successful one. */
static char *program_log(nvrtcProgram program) {
  size_t size = 0;
  check(nvrtcGetProgramLogSize(program, &size));
  char *log = calloc(1, size + 1);
  assert_non_null(log);
  check(nvrtcGetProgramLog(program, log));
  return log;
}

/* Lines that name a kernel, and what it takes; stack memory would be slow. */
static void report(const char *log, int architecture) {
  for (const char *line = log; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
    line += *line == '\n';
    const int length = (int)strcspn(line, "\n");
    char text[256];
    (void)snprintf(text, sizeof text, "%.*s", length, line);
    const char *kernel = strstr(text, "entry function"), *used = strstr(text, "Used ");
    if (kernel != NULL || used != NULL)
      print_message("sm_%d: %s\n", architecture, kernel != NULL ? kernel : used);
    const char *spill = strstr(text, "bytes spill stores");
    if (spill != NULL && strstr(text, " 0 bytes spill stores") == NULL)
      fail_msg("sm_%d: registers are spilled: %s", architecture, text);
  }
}

static void compile(int architecture) {
  char target[32];
  (void)snprintf(target, sizeof target, "-arch=sm_%d", architecture);
  const char *const options[] = {target,       "-DPACK=1",          "--fmad=false", "-default-device",
                                 "-std=c++17", "--ptxas-options=-v"};
  nvrtcProgram program;
  check(nvrtcCreateProgram(&program, gpu_kernel_source, "lutdse.cu", 0, NULL, NULL));
  const nvrtcResult result = nvrtcCompileProgram(program, (int)(sizeof options / sizeof options[0]), options);
  char *log = program_log(program);
  if (result != NVRTC_SUCCESS)
    fail_msg("sm_%d: %s: %.4000s", architecture, nvrtcGetErrorString(result), log);
  report(log, architecture);
  free(log);
  size_t size = 0;
  check(nvrtcGetCUBINSize(program, &size));
  assert_true(size > 1000);
  char *cubin = malloc(size);
  assert_non_null(cubin);
  check(nvrtcGetCUBIN(program, cubin));
  static const char *const kernels[] = {"islands_epoch", "islands_score", "cost_table"};
  for (size_t k = 0; k < sizeof kernels / sizeof kernels[0]; k++)
    assert_non_null(memmem(cubin, size, kernels[k], strlen(kernels[k])));
  free(cubin);
  check(nvrtcDestroyProgram(&program));
}

static int newest_architecture(void) {
  int count = 0;
  check(nvrtcGetNumSupportedArchs(&count));
  assert_true(count > 0);
  int *architectures = calloc((size_t)count, sizeof *architectures);
  assert_non_null(architectures);
  check(nvrtcGetSupportedArchs(architectures));
  int newest = 0;
  for (int i = 0; i < count; i++)
    newest = architectures[i] > newest ? architectures[i] : newest;
  free(architectures);
  return newest;
}

static void test_compile(void **state) {
  (void)state;
  const int newest = newest_architecture();
  compile(80);
  compile(90);
  if (newest > 90)
    compile(newest);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_compile)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
