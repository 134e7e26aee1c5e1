/* The kernel source, put together by the build: OpenCL C and CUDA C alike. */
#ifndef LUTDSE_GPU_SOURCE_H
#define LUTDSE_GPU_SOURCE_H

extern const char gpu_kernel_source[];

#endif
