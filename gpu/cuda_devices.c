/* Which CUDA devices there are, and what their driver's answers mean. */
#include <stdio.h>
#include <string.h>

#include "gpu/cuda_internal.h"

bool cuda_fail(const struct cuda_api *api, struct error *err, const char *call, cuda_result code) {
  const char *text = NULL;
  if (api->error_string(code, &text) != CUDA_SUCCESS || text == NULL)
    text = "unknown error";
  return error_set(err, ERROR_DEVICE, "CUDA: %s failed: %s (error %d)", call, text, code);
}

static int attribute(const struct cuda_api *api, int which, cuda_device device) {
  int value = 0;
  return api->device_attribute(&value, which, device) == CUDA_SUCCESS ? value : 0;
}

bool cuda_describe(const struct cuda_api *api, int ordinal, struct device_info *info) {
  cuda_device device = 0;
  size_t memory = 0;
  int driver = 0;
  memset(info, 0, sizeof *info);
  if (api->device_get(&device, ordinal) != CUDA_SUCCESS ||
      api->device_name(info->name, (int)sizeof info->name, device) != CUDA_SUCCESS ||
      api->device_memory(&memory, device) != CUDA_SUCCESS || api->driver_version(&driver) != CUDA_SUCCESS)
    return false;
  const int major = attribute(api, CUDA_COMPUTE_CAPABILITY_MAJOR, device);
  const int minor = attribute(api, CUDA_COMPUTE_CAPABILITY_MINOR, device);
  (void)snprintf(info->id, sizeof info->id, "cuda:%d", ordinal);
  (void)snprintf(info->platform, sizeof info->platform, "CUDA, compute capability %d.%d", major, minor);
  (void)snprintf(info->driver, sizeof info->driver, "CUDA %d.%d", driver / 1000, driver % 1000 / 10);
  info->units = (unsigned)attribute(api, CUDA_MULTIPROCESSOR_COUNT, device);
  info->memory = memory;
  info->accelerator = true;
  info->usable = true;
  return true;
}

bool cuda_target_of(const struct cuda_api *api, int ordinal, struct cuda_target *target, struct error *err) {
  struct device_info info;
  cuda_device device = 0;
  int nvrtc_major = 0, nvrtc_minor = 0;
  if (!cuda_describe(api, ordinal, &info) || api->device_get(&device, ordinal) != CUDA_SUCCESS ||
      api->nvrtc_version(&nvrtc_major, &nvrtc_minor) != 0)
    return error_set(err, ERROR_DEVICE, "cuda:%d: the driver does not describe the device", ordinal);
  target->major = attribute(api, CUDA_COMPUTE_CAPABILITY_MAJOR, device);
  target->minor = attribute(api, CUDA_COMPUTE_CAPABILITY_MINOR, device);
  (void)snprintf(target->device, sizeof target->device, "%s", info.name);
  (void)snprintf(target->driver, sizeof target->driver, "%.40s, NVRTC %d.%d", info.driver, nvrtc_major, nvrtc_minor);
  return true;
}
