/* The arrays of one launch or a few: what goes in, and what comes out. Internal to gpu/. */
#ifndef LUTDSE_GPU_GPU_BUFFERS_H
#define LUTDSE_GPU_GPU_BUFFERS_H

#include "gpu/gpu.h"

struct gpu_buffer {
  gpu_memory memory; /* 0 until it is created */
  size_t bytes;
  const void *in; /* its content to begin with; NULL: none */
  void *out;      /* where its content goes at the end; NULL: nowhere */
};

/* Allocate and fill. Fails with ERROR_DEVICE; gpu_buffers_free() is due in any case. */
bool gpu_buffers_create(struct gpu *gpu, struct gpu_buffer *buffer, size_t count, struct error *err);
void gpu_buffers_free(struct gpu *gpu, struct gpu_buffer *buffer, size_t count);

/* Append them to a kernel's arguments. */
void gpu_buffers_pass(struct gpu_launch *launch, const struct gpu_buffer *buffer, size_t count);

/* Copy out what is wanted. Fails with ERROR_DEVICE. */
bool gpu_buffers_read(struct gpu *gpu, const struct gpu_buffer *buffer, size_t count, struct error *err);

#endif
