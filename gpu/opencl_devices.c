/* Which OpenCL devices there are. */
#include <stdio.h>
#include <string.h>

#include "gpu/opencl_internal.h"

enum { PLATFORMS_MAX = 16 };

size_t opencl_devices(cl_device_id *ids, size_t max, char *reason, size_t size) {
  cl_platform_id platforms[PLATFORMS_MAX];
  cl_uint platform_count = 0;
  /* The loader answers "no platform" (-1001) with an error code. */
  if (clGetPlatformIDs(PLATFORMS_MAX, platforms, &platform_count) != CL_SUCCESS || platform_count == 0) {
    (void)snprintf(reason, size, "no OpenCL platform is installed (for a CPU: package pocl-opencl-icd)");
    return 0;
  }
  if (platform_count > PLATFORMS_MAX)
    platform_count = PLATFORMS_MAX;
  size_t found = 0;
  for (cl_uint p = 0; p < platform_count && found < max; p++) {
    cl_uint count = 0;
    if (clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, (cl_uint)(max - found), ids + found, &count) == CL_SUCCESS)
      found += count < max - found ? count : max - found;
  }
  if (found == 0)
    (void)snprintf(reason, size, "%u OpenCL platforms, but no device", platform_count);
  return found;
}

static void describe_text(cl_device_id id, cl_device_info what, char *text, size_t size) {
  char buffer[1024] = "";
  if (clGetDeviceInfo(id, what, sizeof buffer, buffer, NULL) != CL_SUCCESS)
    buffer[0] = '\0';
  (void)snprintf(text, size, "%s", buffer + strspn(buffer, " "));
}

static void describe_platform(cl_device_id id, char *text, size_t size) {
  cl_platform_id platform = NULL;
  char buffer[256] = "";
  if (clGetDeviceInfo(id, CL_DEVICE_PLATFORM, sizeof platform, &platform, NULL) == CL_SUCCESS)
    (void)clGetPlatformInfo(platform, CL_PLATFORM_NAME, sizeof buffer, buffer, NULL);
  (void)snprintf(text, size, "%s", buffer);
}

void opencl_describe(cl_device_id id, size_t index, struct device_info *info) {
  memset(info, 0, sizeof *info);
  (void)snprintf(info->id, sizeof info->id, "opencl:%zu", index);
  describe_text(id, CL_DEVICE_NAME, info->name, sizeof info->name);
  describe_text(id, CL_DRIVER_VERSION, info->driver, sizeof info->driver);
  describe_platform(id, info->platform, sizeof info->platform);
  cl_uint units = 0;
  cl_ulong memory = 0;
  cl_device_fp_config doubles = 0;
  cl_device_type type = 0;
  cl_bool available = CL_FALSE, compiler = CL_FALSE;
  (void)clGetDeviceInfo(id, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof units, &units, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof memory, &memory, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_DOUBLE_FP_CONFIG, sizeof doubles, &doubles, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_AVAILABLE, sizeof available, &available, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_COMPILER_AVAILABLE, sizeof compiler, &compiler, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_TYPE, sizeof type, &type, NULL);
  info->accelerator = (type & CL_DEVICE_TYPE_CPU) == 0;
  info->doubles = doubles != 0;
  info->units = units;
  info->memory = memory;
  const char *why_not = !available  ? "the driver says it is not available"
                        : !compiler ? "it has no compiler"
                        : !doubles  ? "it has no double precision (cl_khr_fp64)"
                                    : "";
  (void)snprintf(info->why_not, sizeof info->why_not, "%s", why_not);
  info->usable = why_not[0] == '\0';
}

bool opencl_fail(struct error *err, const char *call, cl_int code) {
  static const struct {
    cl_int code;
    const char *text;
  } known[] = {
      {CL_DEVICE_NOT_AVAILABLE, "the device is not available"},
      {CL_MEM_OBJECT_ALLOCATION_FAILURE, "the device is out of memory"},
      {CL_OUT_OF_RESOURCES, "the device is out of resources, or was lost"},
      {CL_OUT_OF_HOST_MEMORY, "the host is out of memory"},
      {CL_BUILD_PROGRAM_FAILURE, "the kernels do not compile"},
      {CL_INVALID_BUFFER_SIZE, "a buffer is larger than the device allows"},
      {CL_INVALID_WORK_GROUP_SIZE, "the work-group is larger than the device allows"},
  };
  const char *text = "unexpected";
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (known[i].code == code)
      text = known[i].text;
  return error_set(err, ERROR_DEVICE, "OpenCL: %s failed: %s (error %d)", call, text, (int)code);
}
