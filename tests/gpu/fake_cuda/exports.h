/* The functions of both fakes, declared with the types that gpu/cuda_api.h gives them. */
#ifndef LUTDSE_TESTS_FAKE_EXPORTS_H
#define LUTDSE_TESTS_FAKE_EXPORTS_H

#include "gpu/cuda_api.h"

#define FAKE_EXPORT(name, field) extern __typeof__(*((const struct cuda_api *)0)->field) name

FAKE_EXPORT(cuInit, init);
FAKE_EXPORT(cuDriverGetVersion, driver_version);
FAKE_EXPORT(cuDeviceGetCount, device_count);
FAKE_EXPORT(cuDeviceGet, device_get);
FAKE_EXPORT(cuDeviceGetName, device_name);
FAKE_EXPORT(cuDeviceTotalMem_v2, device_memory);
FAKE_EXPORT(cuDeviceGetAttribute, device_attribute);
FAKE_EXPORT(cuGetErrorString, error_string);
FAKE_EXPORT(cuDevicePrimaryCtxRetain, context_retain);
FAKE_EXPORT(cuDevicePrimaryCtxRelease_v2, context_release);
FAKE_EXPORT(cuCtxSetCurrent, context_set);
FAKE_EXPORT(cuCtxSynchronize, context_synchronize);
FAKE_EXPORT(cuModuleLoadData, module_load);
FAKE_EXPORT(cuModuleUnload, module_unload);
FAKE_EXPORT(cuModuleGetFunction, module_function);
FAKE_EXPORT(cuFuncGetAttribute, function_get);
FAKE_EXPORT(cuFuncSetAttribute, function_set);
FAKE_EXPORT(cuMemGetInfo_v2, memory_info);
FAKE_EXPORT(cuMemAlloc_v2, memory_allocate);
FAKE_EXPORT(cuMemFree_v2, memory_free);
FAKE_EXPORT(cuMemcpyHtoD_v2, copy_in);
FAKE_EXPORT(cuMemcpyDtoH_v2, copy_out);
FAKE_EXPORT(cuLaunchKernel, launch);

FAKE_EXPORT(nvrtcVersion, nvrtc_version);
FAKE_EXPORT(nvrtcGetNumSupportedArchs, nvrtc_arch_count);
FAKE_EXPORT(nvrtcGetSupportedArchs, nvrtc_archs);
FAKE_EXPORT(nvrtcCreateProgram, nvrtc_create);
FAKE_EXPORT(nvrtcCompileProgram, nvrtc_compile);
FAKE_EXPORT(nvrtcGetProgramLogSize, nvrtc_log_size);
FAKE_EXPORT(nvrtcGetProgramLog, nvrtc_log);
FAKE_EXPORT(nvrtcGetCUBINSize, nvrtc_image_size);
FAKE_EXPORT(nvrtcGetCUBIN, nvrtc_image);
FAKE_EXPORT(nvrtcGetPTXSize, nvrtc_ptx_size);
FAKE_EXPORT(nvrtcGetPTX, nvrtc_ptx);
FAKE_EXPORT(nvrtcDestroyProgram, nvrtc_destroy);
FAKE_EXPORT(nvrtcGetErrorString, nvrtc_error);

#endif
