/* The CUDA back end: what gpu/gpu.h asks of a driver, in the driver API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/cuda_internal.h"

struct device {
  struct gpu gpu; /* first: the functions below are handed its address */
  struct cuda_api api;
  cuda_device handle;
  cuda_context context;
  struct cuda_target target;
  struct cuda_program *programs;
  const struct cuda_program *current[GPU_PARTS]; /* what is to be launched */
};

static struct device *device_of(struct gpu *gpu) { return (struct device *)gpu; }

/* A context is current to a thread; which thread works on the device may change from batch to batch. */
static bool enter(struct device *device, struct error *err) {
  const cuda_result code = device->api.context_set(device->context);
  return code == CUDA_SUCCESS ? true : cuda_fail(&device->api, err, "cuCtxSetCurrent", code);
}

static bool specialise(struct gpu *gpu, const struct gpu_shape *shape, struct error *err) {
  struct device *device = device_of(gpu);
  if (!enter(device, err))
    return false;
  for (struct cuda_program *program = device->programs; program != NULL; program = program->next)
    if (gpu_shape_equal(&program->shape, shape)) {
      device->current[shape->part] = program;
      return true;
    }
  struct cuda_program *program = cuda_compile(&device->api, &device->target, shape, gpu->scratch_max, err);
  if (program == NULL)
    return false;
  program->next = device->programs;
  device->programs = program;
  device->current[shape->part] = program;
  return true;
}

static bool available(struct gpu *gpu, size_t *bytes, struct error *err) {
  const struct cuda_api *api = &device_of(gpu)->api;
  size_t free_bytes = 0, total = 0;
  const cuda_result code = api->memory_info(&free_bytes, &total);
  if (code != CUDA_SUCCESS)
    return cuda_fail(api, err, "cuMemGetInfo", code);
  /* A tenth is left to the driver and to others. */
  *bytes = free_bytes / 10 * 9;
  return true;
}

static bool allocate(struct gpu *gpu, size_t bytes, gpu_memory *memory, struct error *err) {
  struct device *device = device_of(gpu);
  cuda_memory allocated = 0;
  const cuda_result code = device->api.memory_allocate(&allocated, bytes);
  if (code != CUDA_SUCCESS)
    return cuda_fail(&device->api, err, "cuMemAlloc", code);
  *memory = allocated;
  return true;
}

static void release(struct gpu *gpu, gpu_memory memory) { (void)device_of(gpu)->api.memory_free(memory); }

static bool copy_in(struct gpu *gpu, gpu_memory to, const void *from, size_t bytes, struct error *err) {
  const struct cuda_api *api = &device_of(gpu)->api;
  const cuda_result code = api->copy_in(to, from, bytes);
  return code == CUDA_SUCCESS ? true : cuda_fail(api, err, "cuMemcpyHtoD", code);
}

static bool copy_out(struct gpu *gpu, void *to, gpu_memory from, size_t bytes, struct error *err) {
  const struct cuda_api *api = &device_of(gpu)->api;
  const cuda_result code = api->copy_out(to, from, bytes);
  return code == CUDA_SUCCESS ? true : cuda_fail(api, err, "cuMemcpyDtoH", code);
}

static bool launch(struct gpu *gpu, const struct gpu_launch *launch, struct error *err) {
  const struct device *device = device_of(gpu);
  const struct cuda_program *program = device->current[gpu_kernel_info[launch->kernel].part];
  /* A kernel that takes many registers runs in smaller groups than the device's largest; its lanes then loop. */
  const unsigned wanted = (unsigned)launch->lanes, most = program->lanes_max[launch->kernel];
  const unsigned lanes = wanted < most ? wanted : most;
  void *arguments[GPU_ARGUMENTS_MAX];
  for (unsigned i = 0; i < launch->argument_count; i++)
    memcpy(&arguments[i], &launch->argument[i].value, sizeof arguments[i]); /* the driver only reads them */
  const cuda_result code = device->api.launch(program->kernel[launch->kernel], (unsigned)launch->groups, 1, 1, lanes, 1,
                                              1, (unsigned)launch->scratch, NULL, arguments, NULL);
  return code == CUDA_SUCCESS ? true : cuda_fail(&device->api, err, "cuLaunchKernel", code);
}

static void drain(struct gpu *gpu) { (void)device_of(gpu)->api.context_synchronize(); }

static const struct gpu_api cuda_gpu_api = {specialise, available, allocate, release, copy_in, copy_out, launch, drain};

static size_t cuda_list(struct device_info *info, size_t max, char *reason, size_t size) {
  struct cuda_api api;
  if (!cuda_api_open(&api, reason, size))
    return 0;
  int count = 0;
  if (api.device_count(&count) != CUDA_SUCCESS || count <= 0) {
    (void)snprintf(reason, size, "the NVIDIA driver finds no device");
    count = 0;
  }
  for (int i = 0; i < count && (size_t)i < max; i++)
    cuda_describe(&api, i, &info[i]);
  cuda_api_close(&api);
  return (size_t)count;
}

static void cuda_close(struct device *device) {
  struct error ignored;
  if (device->context != NULL) {
    /* A device that is lost unloads nothing, but the host's side is to be freed all the same. */
    (void)enter(device, &ignored);
    cuda_release(&device->api, device->programs);
    (void)device->api.context_release(device->handle);
  }
  cuda_api_close(&device->api);
  free(device);
}

static void set_limits(struct device *device) {
  int threads = 0, shared = 0;
  (void)device->api.device_attribute(&threads, CUDA_MAX_THREADS_PER_BLOCK, device->handle);
  (void)device->api.device_attribute(&shared, CUDA_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device->handle);
  device->gpu =
      (struct gpu){.api = &cuda_gpu_api, .pack = 1, .lanes_max = (size_t)threads, .scratch_max = (size_t)shared};
}

static bool open_context(struct device *device, int ordinal, struct error *err) {
  cuda_result code = device->api.device_get(&device->handle, ordinal);
  if (code != CUDA_SUCCESS)
    return cuda_fail(&device->api, err, "cuDeviceGet", code);
  if (!cuda_target_of(&device->api, ordinal, &device->target, err))
    return false;
  code = device->api.context_retain(&device->context, device->handle);
  if (code != CUDA_SUCCESS) {
    device->context = NULL;
    return cuda_fail(&device->api, err, "cuDevicePrimaryCtxRetain", code);
  }
  set_limits(device);
  return true;
}

static struct device *cuda_open(size_t index, unsigned threads, struct error *err) {
  (void)threads;
  char reason[160] = "";
  struct device *device = calloc(1, sizeof *device);
  if (device == NULL) {
    (void)error_memory(err, "CUDA device");
    return NULL;
  }
  if (!cuda_api_open(&device->api, reason, sizeof reason))
    (void)error_set(err, ERROR_DEVICE, "cuda:%zu: %s", index, reason);
  else if (open_context(device, (int)index, err))
    return device;
  cuda_close(device);
  return NULL;
}

static bool cuda_run(struct device *device, const struct batch *batch, struct batch_result *result, struct error *err) {
  return gpu_run(&device->gpu, batch, result, err);
}

static bool cuda_probe(struct device *device, const struct probe *probe, struct error *err) {
  return gpu_probe(&device->gpu, probe, err);
}

static bool cuda_optimum(struct device *device, const struct dynamic_program *program, struct error *err) {
  return gpu_optimum(&device->gpu, program, err);
}

static bool cuda_baseline(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                          struct error *err) {
  return gpu_baseline(&device->gpu, batch, result, err);
}

const struct backend cuda_backend = {"cuda",     cuda_list,    cuda_open,     cuda_run,
                                     cuda_probe, cuda_optimum, cuda_baseline, cuda_close};
