#include "gpu/cuda_api.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* Any function pointer is stored through one of these; POSIX promises that dlsym()'s result fits. */
typedef void generic_function(void);

struct symbol {
  const char *name;
  size_t offset; /* of its pointer in struct cuda_api */
};

#define SYMBOL(name, field)                                                                                            \
  { name, offsetof(struct cuda_api, field) }

static const struct symbol driver_symbols[] = {
    SYMBOL("cuInit", init),
    SYMBOL("cuDriverGetVersion", driver_version),
    SYMBOL("cuDeviceGetCount", device_count),
    SYMBOL("cuDeviceGet", device_get),
    SYMBOL("cuDeviceGetName", device_name),
    SYMBOL("cuDeviceTotalMem_v2", device_memory),
    SYMBOL("cuDeviceGetAttribute", device_attribute),
    SYMBOL("cuGetErrorString", error_string),
    SYMBOL("cuDevicePrimaryCtxRetain", context_retain),
    SYMBOL("cuDevicePrimaryCtxRelease_v2", context_release),
    SYMBOL("cuCtxSetCurrent", context_set),
    SYMBOL("cuCtxSynchronize", context_synchronize),
    SYMBOL("cuModuleLoadData", module_load),
    SYMBOL("cuModuleUnload", module_unload),
    SYMBOL("cuModuleGetFunction", module_function),
    SYMBOL("cuFuncGetAttribute", function_get),
    SYMBOL("cuFuncSetAttribute", function_set),
    SYMBOL("cuMemGetInfo_v2", memory_info),
    SYMBOL("cuMemAlloc_v2", memory_allocate),
    SYMBOL("cuMemFree_v2", memory_free),
    SYMBOL("cuMemcpyHtoD_v2", copy_in),
    SYMBOL("cuMemcpyDtoH_v2", copy_out),
    SYMBOL("cuLaunchKernel", launch),
};

static const struct symbol compiler_symbols[] = {
    SYMBOL("nvrtcVersion", nvrtc_version),
    SYMBOL("nvrtcGetNumSupportedArchs", nvrtc_arch_count),
    SYMBOL("nvrtcGetSupportedArchs", nvrtc_archs),
    SYMBOL("nvrtcCreateProgram", nvrtc_create),
    SYMBOL("nvrtcCompileProgram", nvrtc_compile),
    SYMBOL("nvrtcGetProgramLogSize", nvrtc_log_size),
    SYMBOL("nvrtcGetProgramLog", nvrtc_log),
    SYMBOL("nvrtcGetCUBINSize", nvrtc_image_size),
    SYMBOL("nvrtcGetCUBIN", nvrtc_image),
    SYMBOL("nvrtcGetPTXSize", nvrtc_ptx_size),
    SYMBOL("nvrtcGetPTX", nvrtc_ptx),
    SYMBOL("nvrtcDestroyProgram", nvrtc_destroy),
    SYMBOL("nvrtcGetErrorString", nvrtc_error),
};

/* The newest first; the plain names cover toolkits that are on the loader's path in another version. */
static const char *const driver_files[] = {"libcuda.so.1", "libcuda.so"};
static const char *const compiler_files[] = {"libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so",
                                             "/usr/local/cuda/lib64/libnvrtc.so"};

static void *open_first(const char *const *files, size_t count) {
  void *library = NULL;
  for (size_t i = 0; i < count && library == NULL; i++)
    library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
  return library;
}

/* Returns the name of the first symbol that is missing, or NULL. */
static const char *load_symbols(struct cuda_api *api, void *library, const struct symbol *symbols, size_t count) {
  for (size_t i = 0; i < count; i++) {
    void *address = dlsym(library, symbols[i].name);
    if (address == NULL)
      return symbols[i].name;
    generic_function *function;
    memcpy(&function, &address, sizeof function);
    memcpy((char *)api + symbols[i].offset, &function, sizeof function);
  }
  return NULL;
}

static bool open_driver(struct cuda_api *api, char *reason, size_t size) {
  api->driver = open_first(driver_files, sizeof driver_files / sizeof driver_files[0]);
  if (api->driver == NULL) {
    (void)snprintf(reason, size, "no NVIDIA driver (libcuda.so.1 is not on this machine)");
    return false;
  }
  const char *missing =
      load_symbols(api, api->driver, driver_symbols, sizeof driver_symbols / sizeof driver_symbols[0]);
  if (missing != NULL)
    (void)snprintf(reason, size, "the NVIDIA driver is too old (it lacks %s); CUDA 11.2 or newer is needed", missing);
  return missing == NULL;
}

bool cuda_api_open_compiler(struct cuda_api *api, char *reason, size_t size) {
  api->compiler = open_first(compiler_files, sizeof compiler_files / sizeof compiler_files[0]);
  if (api->compiler == NULL) {
    (void)snprintf(reason, size, "no NVRTC (libnvrtc.so); install the CUDA Toolkit or the package of NVRTC");
    return false;
  }
  const char *missing =
      load_symbols(api, api->compiler, compiler_symbols, sizeof compiler_symbols / sizeof compiler_symbols[0]);
  if (missing != NULL)
    (void)snprintf(reason, size, "NVRTC is too old (it lacks %s); CUDA 11.2 or newer is needed", missing);
  return missing == NULL;
}

static bool start_driver(struct cuda_api *api, char *reason, size_t size) {
  const cuda_result code = api->init(0);
  if (code == CUDA_SUCCESS)
    return true;
  const char *text = NULL;
  if (code == CUDA_NO_DEVICE)
    text = "the NVIDIA driver finds no device";
  else if (code == CUDA_STUB_LIBRARY)
    text = "libcuda.so is the toolkit's stub, not a driver";
  else if (code == CUDA_SYSTEM_DRIVER_MISMATCH)
    text = "the NVIDIA driver's library and kernel module differ in version: restart after an update";
  else if (api->error_string(code, &text) != CUDA_SUCCESS || text == NULL)
    text = "the NVIDIA driver does not start";
  (void)snprintf(reason, size, "%s (cuInit: error %d)", text, code);
  return false;
}

bool cuda_api_open(struct cuda_api *api, char *reason, size_t size) {
  memset(api, 0, sizeof *api);
  if (open_driver(api, reason, size) && start_driver(api, reason, size) && cuda_api_open_compiler(api, reason, size))
    return true;
  cuda_api_close(api);
  return false;
}

void cuda_api_close(struct cuda_api *api) {
  if (api->compiler != NULL)
    (void)dlclose(api->compiler);
  if (api->driver != NULL)
    (void)dlclose(api->driver);
  memset(api, 0, sizeof *api);
}
