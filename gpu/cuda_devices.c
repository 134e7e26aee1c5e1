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

enum { ARCHS_MAX = 64 };

int cuda_architecture(const struct cuda_api *api, int major, int minor) {
  int archs[ARCHS_MAX], count = 0, newest = 0;
  if (api->nvrtc_arch_count(&count) != 0 || count < 1 || count > ARCHS_MAX || api->nvrtc_archs(archs) != 0)
    return 0;
  for (int i = 0; i < count; i++)
    if (archs[i] <= 10 * major + minor && archs[i] > newest)
      newest = archs[i];
  return newest;
}

static bool ask_driver(const struct cuda_api *api, int ordinal, cuda_device *device, struct device_info *info) {
  size_t memory = 0;
  int driver = 0;
  if (api->device_get(device, ordinal) != CUDA_SUCCESS ||
      api->device_name(info->name, (int)sizeof info->name, *device) != CUDA_SUCCESS ||
      api->device_memory(&memory, *device) != CUDA_SUCCESS || api->driver_version(&driver) != CUDA_SUCCESS)
    return false;
  (void)snprintf(info->driver, sizeof info->driver, "CUDA %d.%d", driver / 1000, driver % 1000 / 10);
  info->memory = memory;
  return true;
}

void cuda_describe(const struct cuda_api *api, int ordinal, struct device_info *info) {
  cuda_device device = 0;
  memset(info, 0, sizeof *info);
  (void)snprintf(info->id, sizeof info->id, "cuda:%d", ordinal);
  info->accelerator = true;
  info->doubles = true; /* every device that CUDA 11.2 or newer serves */
  if (!ask_driver(api, ordinal, &device, info)) {
    (void)snprintf(info->name, sizeof info->name, "NVIDIA device");
    (void)snprintf(info->why_not, sizeof info->why_not, "the driver does not describe it");
    return;
  }
  const int major = attribute(api, CUDA_COMPUTE_CAPABILITY_MAJOR, device);
  const int minor = attribute(api, CUDA_COMPUTE_CAPABILITY_MINOR, device);
  (void)snprintf(info->platform, sizeof info->platform, "CUDA, compute capability %d.%d", major, minor);
  info->units = (unsigned)attribute(api, CUDA_MULTIPROCESSOR_COUNT, device);
  info->usable = cuda_architecture(api, major, minor) != 0;
  if (!info->usable)
    (void)snprintf(info->why_not, sizeof info->why_not,
                   "this NVRTC does not compile for compute capability %d.%d; install that of another CUDA Toolkit",
                   major, minor);
}

bool cuda_target_of(const struct cuda_api *api, int ordinal, struct cuda_target *target, struct error *err) {
  struct device_info info;
  cuda_device device = 0;
  int nvrtc_major = 0, nvrtc_minor = 0;
  cuda_describe(api, ordinal, &info);
  if (!info.usable)
    return error_set(err, ERROR_DEVICE, "%s (%s): %s", info.id, info.name, info.why_not);
  if (api->device_get(&device, ordinal) != CUDA_SUCCESS || api->nvrtc_version(&nvrtc_major, &nvrtc_minor) != 0)
    return error_set(err, ERROR_DEVICE, "%s (%s): NVRTC does not tell its version", info.id, info.name);
  target->major = attribute(api, CUDA_COMPUTE_CAPABILITY_MAJOR, device);
  target->minor = attribute(api, CUDA_COMPUTE_CAPABILITY_MINOR, device);
  target->architecture = cuda_architecture(api, target->major, target->minor);
  (void)snprintf(target->device, sizeof target->device, "%s", info.name);
  (void)snprintf(target->driver, sizeof target->driver, "%.40s, NVRTC %d.%d", info.driver, nvrtc_major, nvrtc_minor);
  return true;
}
