/* The fake driver: devices, contexts and copies. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "exports.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fake_device devices[FAKE_DEVICES_MAX];
static int device_count;
static bool started;
static _Thread_local struct fake_device *current;

void fake_lock(void) { (void)pthread_mutex_lock(&lock); }

void fake_unlock(void) { (void)pthread_mutex_unlock(&lock); }

struct fake_device *fake_current(void) {
  return current;
}

bool fake_may_fail(const struct fake_device *device) {
  return fake_number("FAKE_CUDA_FAIL_DEVICE", device->ordinal) == device->ordinal;
}

cuda_result fake_failure(void) { return (cuda_result)fake_number("FAKE_CUDA_CODE", FAKE_LAUNCH_FAILED); }

cuda_result fake_enter(struct fake_device **device) {
  *device = current;
  if (current == NULL || current->retained == 0) {
    fake_log("violation: a call without a context");
    return FAKE_INVALID_CONTEXT;
  }
  return current->lost ? fake_failure() : CUDA_SUCCESS;
}

cuda_result cuInit(unsigned flags) {
  const cuda_result code = flags != 0 ? FAKE_INVALID_VALUE : (cuda_result)fake_number("FAKE_CUDA_INIT", 0);
  fake_lock();
  started = code == CUDA_SUCCESS;
  device_count = (int)fake_number("FAKE_CUDA_DEVICES", 1);
  for (int i = 0; i < FAKE_DEVICES_MAX; i++)
    if (devices[i].retained == 0)
      devices[i] = (struct fake_device){.ordinal = i};
  fake_unlock();
  return code;
}

cuda_result cuDriverGetVersion(int *version) {
  *version = (int)fake_number("FAKE_CUDA_DRIVER", 12040);
  return CUDA_SUCCESS;
}

cuda_result cuGetErrorString(cuda_result error, const char **text) {
  static const struct {
    cuda_result code;
    const char *text;
  } known[] = {{CUDA_SUCCESS, "no error"},
               {FAKE_INVALID_VALUE, "invalid argument"},
               {CUDA_OUT_OF_MEMORY, "out of memory"},
               {CUDA_NO_DEVICE, "no CUDA-capable device is detected"},
               {FAKE_INVALID_DEVICE, "invalid device ordinal"},
               {CUDA_INVALID_IMAGE, "device kernel image is invalid"},
               {FAKE_INVALID_CONTEXT, "invalid device context"},
               {CUDA_NO_BINARY_FOR_GPU, "no kernel image is available for execution on the device"},
               {FAKE_INVALID_HANDLE, "invalid resource handle"},
               {FAKE_NOT_FOUND, "named symbol not found"},
               {FAKE_LAUNCH_OUT_OF_RESOURCES, "too many resources requested for launch"},
               {FAKE_LAUNCH_FAILED, "unspecified launch failure"}};
  *text = NULL;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (known[i].code == error)
      *text = known[i].text;
  return *text != NULL ? CUDA_SUCCESS : FAKE_INVALID_VALUE;
}

cuda_result cuDeviceGetCount(int *count) {
  *count = device_count;
  return started ? CUDA_SUCCESS : FAKE_INVALID_CONTEXT;
}

cuda_result cuDeviceGet(cuda_device *device, int ordinal) {
  if (!started || ordinal < 0 || ordinal >= device_count)
    return FAKE_INVALID_DEVICE;
  *device = ordinal;
  return CUDA_SUCCESS;
}

cuda_result cuDeviceGetName(char *name, int size, cuda_device device) {
  const char *given = getenv("FAKE_CUDA_NAME");
  if (device >= device_count || getenv("FAKE_CUDA_NO_DESCRIPTION") != NULL)
    return FAKE_INVALID_DEVICE;
  (void)snprintf(name, (size_t)size, "%s", given != NULL ? given : "Fake GPU");
  return CUDA_SUCCESS;
}

static size_t total_memory(void) { return (size_t)fake_number("FAKE_CUDA_MEMORY", 1L << 30); }

static size_t free_memory(const struct fake_device *device) {
  const size_t left = (size_t)fake_number("FAKE_CUDA_FREE", (long)total_memory());
  return device->used < left ? left - device->used : 0;
}

cuda_result cuDeviceTotalMem_v2(size_t *bytes, cuda_device device) {
  *bytes = total_memory();
  return device < device_count ? CUDA_SUCCESS : FAKE_INVALID_DEVICE;
}

cuda_result cuDeviceGetAttribute(int *value, int attribute, cuda_device device) {
  const char *capability = getenv("FAKE_CUDA_CAPABILITY");
  int major = 9, minor = 0;
  if (capability != NULL && sscanf(capability, "%d.%d", &major, &minor) != 2)
    return FAKE_INVALID_VALUE;
  switch (attribute) {
  case CUDA_MAX_THREADS_PER_BLOCK:
    *value = 1024;
    break;
  case CUDA_MULTIPROCESSOR_COUNT:
    *value = 3;
    break;
  case CUDA_COMPUTE_CAPABILITY_MAJOR:
    *value = major;
    break;
  case CUDA_COMPUTE_CAPABILITY_MINOR:
    *value = minor;
    break;
  case CUDA_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN:
    *value = (int)fake_number("FAKE_CUDA_SHARED", 232448);
    break;
  default:
    return FAKE_INVALID_VALUE;
  }
  return device < device_count ? CUDA_SUCCESS : FAKE_INVALID_DEVICE;
}

cuda_result cuDevicePrimaryCtxRetain(cuda_context *context, cuda_device device) {
  if (device >= device_count)
    return FAKE_INVALID_DEVICE;
  fake_lock();
  devices[device].retained++;
  *context = (cuda_context)&devices[device];
  fake_unlock();
  return CUDA_SUCCESS;
}

static void end_context(struct fake_device *device) {
  fake_reclaim_modules(device);
  fake_reclaim(device);
  device->launches = device->allocations = 0;
}

cuda_result cuDevicePrimaryCtxRelease_v2(cuda_device device) {
  if (device >= device_count || devices[device].retained == 0) {
    fake_log("violation: release of a context that is not retained");
    return FAKE_INVALID_CONTEXT;
  }
  fake_lock();
  if (--devices[device].retained == 0)
    end_context(&devices[device]);
  fake_unlock();
  return CUDA_SUCCESS;
}

cuda_result cuCtxSetCurrent(cuda_context context) {
  current = (struct fake_device *)context;
  return current != NULL && current->lost && getenv("FAKE_CUDA_LOSE_CURRENT") != NULL ? fake_failure() : CUDA_SUCCESS;
}

cuda_result cuCtxSynchronize(void) {
  struct fake_device *device;
  return fake_enter(&device);
}

cuda_result cuMemGetInfo_v2(size_t *available, size_t *total) {
  struct fake_device *device;
  const cuda_result code = fake_enter(&device);
  if (code != CUDA_SUCCESS)
    return code;
  *available = free_memory(device);
  *total = total_memory();
  return CUDA_SUCCESS;
}

static cuda_result allocate(struct fake_device *device, cuda_memory *memory, size_t bytes) {
  device->allocations++;
  const bool may_fail = fake_may_fail(device);
  device->lost = may_fail && fake_is_due("FAKE_CUDA_LOSE_ALLOCATION", device->allocations);
  if (device->lost)
    return fake_failure();
  if (bytes == 0)
    return FAKE_INVALID_VALUE;
  if (bytes > free_memory(device) || (may_fail && fake_is_due("FAKE_CUDA_FAIL_ALLOCATION", device->allocations)))
    return CUDA_OUT_OF_MEMORY;
  *memory = fake_allocate(device, bytes);
  return *memory != 0 ? CUDA_SUCCESS : CUDA_OUT_OF_MEMORY;
}

cuda_result cuMemAlloc_v2(cuda_memory *memory, size_t bytes) {
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  fake_lock();
  if (code == CUDA_SUCCESS)
    code = allocate(device, memory, bytes);
  fake_unlock();
  return code;
}

cuda_result cuMemFree_v2(cuda_memory memory) {
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  fake_lock();
  if (code == CUDA_SUCCESS && !fake_free(memory))
    code = FAKE_INVALID_VALUE;
  fake_unlock();
  return code;
}

static cuda_result copy(void *to, const void *from, cuda_memory on_device, size_t bytes, const char *what) {
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  fake_lock();
  if (code == CUDA_SUCCESS && !fake_check_range(device, on_device, bytes, what))
    code = FAKE_INVALID_VALUE;
  if (code == CUDA_SUCCESS)
    memcpy(to, from, bytes);
  fake_unlock();
  return code;
}

cuda_result cuMemcpyHtoD_v2(cuda_memory to, const void *from, size_t bytes) {
  return copy((void *)(uintptr_t)to, from, to, bytes, "cuMemcpyHtoD");
}

cuda_result cuMemcpyDtoH_v2(void *to, cuda_memory from, size_t bytes) {
  return copy(to, (const void *)(uintptr_t)from, from, bytes, "cuMemcpyDtoH");
}

/* When the driver is unloaded, or the program ends. */
__attribute__((destructor)) static void end(void) {
  for (int i = 0; i < FAKE_DEVICES_MAX; i++) {
    if (devices[i].retained == 0)
      continue;
    fake_log("leak: the context of device %d", i);
    end_context(&devices[i]);
  }
}
