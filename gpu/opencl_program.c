/* The kernel source, compiled by an OpenCL driver. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/opencl_internal.h"
#include "gpu/program_cache.h"
#include "gpu/source.h"

/* The strings that decide what a driver compiles. */
struct target {
  cl_context context;
  cl_device_id id;
  char options[GPU_OPTIONS_SIZE + 32], device[256], driver[256];
  struct program_key key;
};

static void set_target(struct target *target, cl_context context, cl_device_id id, const struct gpu_shape *shape) {
  struct device_info info;
  char definitions[GPU_OPTIONS_SIZE];
  gpu_shape_options(shape, definitions);
  opencl_describe(id, 0, &info);
  target->context = context;
  target->id = id;
  (void)snprintf(target->options, sizeof target->options, "-cl-std=CL1.2 -w %s", definitions);
  (void)snprintf(target->device, sizeof target->device, "opencl %s", info.name);
  (void)snprintf(target->driver, sizeof target->driver, "%s %s", info.platform, info.driver);
  target->key = (struct program_key){gpu_kernel_source, target->options, target->device, target->driver};
}

static bool build(const struct target *target, cl_program program, struct error *err) {
  const cl_int code = clBuildProgram(program, 1, &target->id, target->options, NULL, NULL);
  if (code == CL_SUCCESS)
    return true;
  char log[800] = "";
  (void)clGetProgramBuildInfo(program, target->id, CL_PROGRAM_BUILD_LOG, sizeof log - 1, log, NULL);
  (void)opencl_fail(err, "clBuildProgram", code);
  char reason[256];
  (void)snprintf(reason, sizeof reason, "%.255s", err->text);
  return error_set(err, ERROR_DEVICE, "%s: %s", reason, log);
}

/* From the cache; NULL if it is not there or the driver does not take it. */
static cl_program load_program(const struct target *target) {
  size_t size = 0;
  unsigned char *image = program_cache_load(&target->key, &size);
  if (image == NULL)
    return NULL;
  const unsigned char *images[1] = {image};
  cl_int status = CL_SUCCESS, code = CL_SUCCESS;
  struct error ignored;
  cl_program program = clCreateProgramWithBinary(target->context, 1, &target->id, &size, images, &status, &code);
  free(image);
  if (code == CL_SUCCESS && build(target, program, &ignored))
    return program;
  if (code == CL_SUCCESS)
    (void)clReleaseProgram(program);
  return NULL;
}

static void store_program(const struct target *target, cl_program program) {
  size_t size = 0;
  if (clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof size, &size, NULL) != CL_SUCCESS || size == 0)
    return;
  unsigned char *image = malloc(size);
  if (image != NULL && clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof image, &image, NULL) == CL_SUCCESS)
    program_cache_store(&target->key, image, size);
  free(image);
}

static cl_program compile_program(const struct target *target, struct error *err) {
  const char *text = gpu_kernel_source;
  cl_int code = CL_SUCCESS;
  cl_program program = clCreateProgramWithSource(target->context, 1, &text, NULL, &code);
  if (code != CL_SUCCESS) {
    (void)opencl_fail(err, "clCreateProgramWithSource", code);
    return NULL;
  }
  if (!build(target, program, err)) {
    (void)clReleaseProgram(program);
    return NULL;
  }
  store_program(target, program);
  return program;
}

static bool create_kernels(struct opencl_program *program, struct error *err) {
  for (int i = 0; i < GPU_KERNELS; i++) {
    cl_int code = CL_SUCCESS;
    if (gpu_kernel_info[i].part == program->shape.part)
      program->kernel[i] = clCreateKernel(program->program, gpu_kernel_info[i].name, &code);
    if (code != CL_SUCCESS)
      return opencl_fail(err, "clCreateKernel", code);
  }
  return true;
}

struct opencl_program *opencl_compile(cl_context context, cl_device_id id, const struct gpu_shape *shape,
                                      struct error *err) {
  struct opencl_program *program = calloc(1, sizeof *program);
  if (program == NULL) {
    (void)error_memory(err, "OpenCL program");
    return NULL;
  }
  struct target target;
  set_target(&target, context, id, shape);
  program->shape = *shape;
  program->program = load_program(&target);
  if (program->program == NULL)
    program->program = compile_program(&target, err);
  if (program->program != NULL && create_kernels(program, err))
    return program;
  opencl_release(program);
  return NULL;
}

void opencl_release(struct opencl_program *programs) {
  while (programs != NULL) {
    struct opencl_program *next = programs->next;
    for (int i = 0; i < GPU_KERNELS; i++)
      if (programs->kernel[i] != NULL)
        (void)clReleaseKernel(programs->kernel[i]);
    if (programs->program != NULL)
      (void)clReleaseProgram(programs->program);
    free(programs);
    programs = next;
  }
}
