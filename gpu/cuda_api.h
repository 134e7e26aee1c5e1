/*
 * The part of NVIDIA's driver API and of NVRTC that lutdse uses, loaded at run time: nothing of CUDA is needed to
 * build lutdse or to start it. Names, numbers and signatures are those of the CUDA driver API; they have been stable
 * since CUDA 11.2.
 */
#ifndef LUTDSE_GPU_CUDA_API_H
#define LUTDSE_GPU_CUDA_API_H

#include <stdbool.h>
#include <stddef.h>

typedef int cuda_result; /* CUresult: 0 is success */
typedef int cuda_device;
typedef struct cuda_context_tag *cuda_context;
typedef struct cuda_module_tag *cuda_module;
typedef struct cuda_function_tag *cuda_function;
typedef struct cuda_stream_tag *cuda_stream;
typedef unsigned long long cuda_memory; /* CUdeviceptr */
typedef struct nvrtc_program_tag *nvrtc_program;

/* Results told apart from the rest. */
enum {
  CUDA_SUCCESS = 0,
  CUDA_OUT_OF_MEMORY = 2,
  CUDA_STUB_LIBRARY = 34,
  CUDA_NO_DEVICE = 100,
  CUDA_INVALID_IMAGE = 200,
  CUDA_NO_BINARY_FOR_GPU = 209,
  CUDA_SYSTEM_DRIVER_MISMATCH = 803
};

/* Device and function attributes. */
enum {
  CUDA_MAX_THREADS_PER_BLOCK = 1,
  CUDA_MULTIPROCESSOR_COUNT = 16,
  CUDA_COMPUTE_CAPABILITY_MAJOR = 75,
  CUDA_COMPUTE_CAPABILITY_MINOR = 76,
  CUDA_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97,
  CUDA_FUNCTION_MAX_THREADS = 0,
  CUDA_FUNCTION_MAX_DYNAMIC_SHARED = 8
};

struct cuda_api {
  void *driver, *compiler; /* handles of dlopen() */
  cuda_result (*init)(unsigned flags);
  cuda_result (*driver_version)(int *version);
  cuda_result (*device_count)(int *count);
  cuda_result (*device_get)(cuda_device *device, int ordinal);
  cuda_result (*device_name)(char *name, int size, cuda_device device);
  cuda_result (*device_memory)(size_t *bytes, cuda_device device);
  cuda_result (*device_attribute)(int *value, int attribute, cuda_device device);
  cuda_result (*error_string)(cuda_result error, const char **text);
  cuda_result (*context_retain)(cuda_context *context, cuda_device device);
  cuda_result (*context_release)(cuda_device device);
  cuda_result (*context_set)(cuda_context context);
  cuda_result (*context_synchronize)(void);
  cuda_result (*module_load)(cuda_module *module, const void *image);
  cuda_result (*module_unload)(cuda_module module);
  cuda_result (*module_function)(cuda_function *function, cuda_module module, const char *name);
  cuda_result (*function_get)(int *value, int attribute, cuda_function function);
  cuda_result (*function_set)(cuda_function function, int attribute, int value);
  cuda_result (*memory_info)(size_t *available, size_t *total);
  cuda_result (*memory_allocate)(cuda_memory *memory, size_t bytes);
  cuda_result (*memory_free)(cuda_memory memory);
  cuda_result (*copy_in)(cuda_memory to, const void *from, size_t bytes);
  cuda_result (*copy_out)(void *to, cuda_memory from, size_t bytes);
  cuda_result (*launch)(cuda_function function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                        unsigned block_y, unsigned block_z, unsigned shared_bytes, cuda_stream stream, void **arguments,
                        void **extra);
  int (*nvrtc_version)(int *major, int *minor);
  int (*nvrtc_arch_count)(int *count);
  int (*nvrtc_archs)(int *archs);
  int (*nvrtc_create)(nvrtc_program *program, const char *source, const char *name, int headers, const char **contents,
                      const char **names);
  int (*nvrtc_compile)(nvrtc_program program, int count, const char **options);
  int (*nvrtc_log_size)(nvrtc_program program, size_t *size);
  int (*nvrtc_log)(nvrtc_program program, char *log);
  int (*nvrtc_image_size)(nvrtc_program program, size_t *size);
  int (*nvrtc_image)(nvrtc_program program, char *image);
  int (*nvrtc_ptx_size)(nvrtc_program program, size_t *size);
  int (*nvrtc_ptx)(nvrtc_program program, char *ptx);
  int (*nvrtc_destroy)(nvrtc_program *program);
  const char *(*nvrtc_error)(int code);
};

/*
 * Load the driver and NVRTC and initialise the driver. False with one line in `reason` (of `size` bytes) that says
 * what is missing: no driver, a driver too old, no device, no NVRTC. cuda_api_close() afterwards only after success.
 */
bool cuda_api_open(struct cuda_api *api, char *reason, size_t size);

/* NVRTC alone, which needs no driver; `api` is all zero. Its functions are set, or false as above. */
bool cuda_api_open_compiler(struct cuda_api *api, char *reason, size_t size);

/* Unload what was loaded. */
void cuda_api_close(struct cuda_api *api);

#endif
