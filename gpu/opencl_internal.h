/* What the files of the OpenCL back end share. */
#ifndef LUTDSE_GPU_OPENCL_INTERNAL_H
#define LUTDSE_GPU_OPENCL_INTERNAL_H

#include <CL/cl.h>

#include "backend.h"
#include "gpu/gpu.h"

/* Every device of every platform, in the loader's order. Returns how many; `reason` as in struct backend. */
size_t opencl_devices(cl_device_id *ids, size_t max, char *reason, size_t size);

/* Describe one device; `index` names it. */
void opencl_describe(cl_device_id id, size_t index, struct device_info *info);

/* Set `err` to what OpenCL answered to `call`. Returns false. */
bool opencl_fail(struct error *err, const char *call, cl_int code);

/* Kernels compiled for one shape. */
struct opencl_program {
  struct gpu_shape shape;
  cl_program program;
  cl_kernel kernel[GPU_KERNELS];
  struct opencl_program *next;
};

/* Compile the kernel source for a shape, or take it from the cache. NULL on failure (ERROR_DEVICE). */
struct opencl_program *opencl_compile(cl_context context, cl_device_id id, const struct gpu_shape *shape,
                                      struct error *err);

/* Free a list of programs. */
void opencl_release(struct opencl_program *programs);

#endif
