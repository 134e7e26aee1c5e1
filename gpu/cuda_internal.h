/* What the files of the CUDA back end share. */
#ifndef LUTDSE_GPU_CUDA_INTERNAL_H
#define LUTDSE_GPU_CUDA_INTERNAL_H

#include "gpu/cuda_api.h"
#include "gpu/gpu.h"

/* Set `err` to what the driver answered to `call`. Returns false. */
bool cuda_fail(const struct cuda_api *api, struct error *err, const char *call, cuda_result code);

/*
 * The newest architecture that NVRTC and a device of this compute capability both know, as 10 * major + minor; 0 if
 * there is none, or if NVRTC does not say.
 */
int cuda_architecture(const struct cuda_api *api, int major, int minor);

/* Describe device number `ordinal`; where that cannot be done, or NVRTC cannot compile for it, as not usable. */
void cuda_describe(const struct cuda_api *api, int ordinal, struct device_info *info);

/* What an image must fit: see cuda_compile(). */
struct cuda_target {
  int major, minor; /* compute capability */
  int architecture; /* to compile for: cuda_architecture() */
  char device[192], driver[64];
};

bool cuda_target_of(const struct cuda_api *api, int ordinal, struct cuda_target *target, struct error *err);

/* The kernels of one part, compiled for one shape, loaded into the current context. */
struct cuda_program {
  struct gpu_shape shape;
  cuda_module module;
  cuda_function kernel[GPU_KERNELS]; /* none for those of the other part */
  unsigned lanes_max[GPU_KERNELS];   /* threads per group that a kernel's registers allow */
  struct cuda_program *next;
};

/*
 * Compile the kernel source with NVRTC for a shape and a target, or take it from the cache, and load it. For a device
 * newer than NVRTC knows, intermediate code of the newest architecture is handed to the driver. `scratch_max` bytes
 * of shared memory per group are allowed for. NULL on failure (ERROR_DEVICE).
 */
struct cuda_program *cuda_compile(const struct cuda_api *api, const struct cuda_target *target,
                                  const struct gpu_shape *shape, size_t scratch_max, struct error *err);

/* Unload and free a list of programs; their context is current. */
void cuda_release(const struct cuda_api *api, struct cuda_program *programs);

#endif
