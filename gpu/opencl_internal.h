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

/* How kernels are compiled and launched. */
struct opencl_shape {
  size_t lanes;  /* work-items of a group, at most; 1 where a work-item is a whole core */
  uint32_t pack; /* PACK the kernels are compiled for */
};

/* Open device number `index` for a shape of the caller's: tests run a GPU's on a CPU. NULL: what suits the device. */
struct device *opencl_open_shaped(size_t index, const struct opencl_shape *shape, struct error *err);

/* Set `err` to what OpenCL answered to `call`. Returns false. */
bool opencl_fail(struct error *err, const char *call, cl_int code);

/* The kernels of one part, compiled for one shape. */
struct opencl_program {
  struct gpu_shape shape;
  cl_program program;
  cl_kernel kernel[GPU_KERNELS]; /* none for those of the other part */
  struct opencl_program *next;
};

/* Compile the kernel source for a shape, or take it from the cache. NULL on failure (ERROR_DEVICE). */
struct opencl_program *opencl_compile(cl_context context, cl_device_id id, const struct gpu_shape *shape,
                                      struct error *err);

/* Free a list of programs. */
void opencl_release(struct opencl_program *programs);

#endif
