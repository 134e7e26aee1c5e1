#include "gpu/gpu_buffers.h"

bool gpu_buffers_create(struct gpu *gpu, struct gpu_buffer *buffer, size_t count, struct error *err) {
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) {
    /* No driver allows an empty buffer. */
    ok = gpu->api->allocate(gpu, buffer[i].bytes != 0 ? buffer[i].bytes : 4, &buffer[i].memory, err);
    if (ok && buffer[i].in != NULL)
      ok = gpu->api->copy_in(gpu, buffer[i].memory, buffer[i].in, buffer[i].bytes, err);
  }
  return ok;
}

void gpu_buffers_free(struct gpu *gpu, struct gpu_buffer *buffer, size_t count) {
  gpu->api->drain(gpu);
  for (size_t i = 0; i < count; i++)
    if (buffer[i].memory != 0)
      gpu->api->release(gpu, buffer[i].memory);
}

void gpu_buffers_pass(struct gpu_launch *launch, const struct gpu_buffer *buffer, size_t count) {
  for (size_t i = 0; i < count; i++)
    launch->argument[launch->argument_count++] = (struct gpu_argument){&buffer[i].memory, sizeof buffer[i].memory};
}

bool gpu_buffers_read(struct gpu *gpu, const struct gpu_buffer *buffer, size_t count, struct error *err) {
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++)
    if (buffer[i].out != NULL)
      ok = gpu->api->copy_out(gpu, buffer[i].out, buffer[i].memory, buffer[i].bytes, err);
  return ok;
}
