/* The OpenCL back end: what gpu/gpu.h asks of a driver, in OpenCL 1.2. */
#include <stdlib.h>
#include <string.h>

#include "gpu/opencl_internal.h"

struct device {
  struct gpu gpu; /* first: the functions below are handed its address */
  cl_device_id id;
  cl_context context;
  cl_command_queue queue;
  cl_ulong memory;
  struct opencl_program *programs;
  const struct opencl_program *current[GPU_PARTS]; /* what is to be launched */
};

static struct device *device_of(struct gpu *gpu) { return (struct device *)gpu; }

/* A buffer's handle as a number, and back. */
static cl_mem buffer_of(gpu_memory memory) {
  cl_mem buffer;
  memcpy(&buffer, &memory, sizeof buffer);
  return buffer;
}

static bool specialise(struct gpu *gpu, const struct gpu_shape *shape, struct error *err) {
  struct device *device = device_of(gpu);
  for (struct opencl_program *program = device->programs; program != NULL; program = program->next)
    if (gpu_shape_equal(&program->shape, shape)) {
      device->current[shape->part] = program;
      return true;
    }
  struct opencl_program *program = opencl_compile(device->context, device->id, shape, err);
  if (program == NULL)
    return false;
  program->next = device->programs;
  device->programs = program;
  device->current[shape->part] = program;
  return true;
}

/* OpenCL does not tell what is free: leave a tenth, and let the allocation itself fail beyond that. */
static bool available(struct gpu *gpu, size_t *bytes, struct error *err) {
  (void)err;
  *bytes = (size_t)(device_of(gpu)->memory / 10 * 9);
  return true;
}

static bool allocate(struct gpu *gpu, size_t bytes, gpu_memory *memory, struct error *err) {
  cl_int code = CL_SUCCESS;
  const cl_mem buffer = clCreateBuffer(device_of(gpu)->context, CL_MEM_READ_WRITE, bytes, NULL, &code);
  if (code != CL_SUCCESS)
    return opencl_fail(err, "clCreateBuffer", code);
  *memory = 0;
  memcpy(memory, &buffer, sizeof buffer);
  return true;
}

static void release(struct gpu *gpu, gpu_memory memory) {
  (void)gpu;
  (void)clReleaseMemObject(buffer_of(memory));
}

static bool copy_in(struct gpu *gpu, gpu_memory to, const void *from, size_t bytes, struct error *err) {
  const cl_int code =
      clEnqueueWriteBuffer(device_of(gpu)->queue, buffer_of(to), CL_TRUE, 0, bytes, from, 0, NULL, NULL);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clEnqueueWriteBuffer", code);
}

static bool copy_out(struct gpu *gpu, void *to, gpu_memory from, size_t bytes, struct error *err) {
  const cl_int code = clEnqueueReadBuffer(device_of(gpu)->queue, buffer_of(from), CL_TRUE, 0, bytes, to, 0, NULL, NULL);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clEnqueueReadBuffer", code);
}

/* A kernel that takes many registers runs in smaller groups than the device's largest; its lanes then loop. */
static size_t lanes_allowed(const struct device *device, cl_kernel kernel, size_t wanted) {
  size_t most = 0;
  const cl_int code = clGetKernelWorkGroupInfo(kernel, device->id, CL_KERNEL_WORK_GROUP_SIZE, sizeof most, &most, NULL);
  return code == CL_SUCCESS && most != 0 && most < wanted ? most : wanted;
}

static bool launch(struct gpu *gpu, const struct gpu_launch *launch, struct error *err) {
  const struct device *device = device_of(gpu);
  const struct opencl_program *program = device->current[gpu_kernel_info[launch->kernel].part];
  const cl_kernel kernel = program->kernel[launch->kernel];
  cl_int code = CL_SUCCESS;
  for (cl_uint i = 0; i < launch->argument_count && code == CL_SUCCESS; i++)
    code = clSetKernelArg(kernel, i, launch->argument[i].size, launch->argument[i].value);
  /* The scratch memory is the last argument. */
  if (code == CL_SUCCESS)
    code = clSetKernelArg(kernel, launch->argument_count, launch->scratch, NULL);
  if (code != CL_SUCCESS)
    return opencl_fail(err, "clSetKernelArg", code);
  const size_t lanes = lanes_allowed(device, kernel, launch->lanes), items = launch->groups * lanes;
  code = clEnqueueNDRangeKernel(device->queue, kernel, 1, NULL, &items, &lanes, 0, NULL, NULL);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clEnqueueNDRangeKernel", code);
}

static void drain(struct gpu *gpu) { (void)clFinish(device_of(gpu)->queue); }

static const struct gpu_api opencl_api = {specialise, available, allocate, release, copy_in, copy_out, launch, drain};

static size_t opencl_list(struct device_info *info, size_t max, char *reason, size_t size) {
  cl_device_id ids[BACKEND_DEVICES_MAX];
  const size_t count = opencl_devices(ids, BACKEND_DEVICES_MAX, reason, size);
  for (size_t i = 0; i < count && i < max; i++)
    opencl_describe(ids[i], i, &info[i]);
  return count;
}

static void opencl_close(struct device *device) {
  opencl_release(device->programs);
  if (device->queue != NULL)
    (void)clReleaseCommandQueue(device->queue);
  if (device->context != NULL)
    (void)clReleaseContext(device->context);
  free(device);
}

/* A CPU's work-item takes a whole core and vectorises over packs; a GPU's takes one individual. */
static struct opencl_shape natural_shape(cl_device_id id) {
  cl_device_type type = 0;
  size_t largest = 1;
  (void)clGetDeviceInfo(id, CL_DEVICE_TYPE, sizeof type, &type, NULL);
  (void)clGetDeviceInfo(id, CL_DEVICE_MAX_WORK_GROUP_SIZE, sizeof largest, &largest, NULL);
  const bool core = (type & CL_DEVICE_TYPE_CPU) != 0;
  return core ? (struct opencl_shape){1, 16} : (struct opencl_shape){largest, 1};
}

static void set_limits(struct device *device, const struct opencl_shape *shape) {
  cl_ulong local = 0;
  (void)clGetDeviceInfo(device->id, CL_DEVICE_LOCAL_MEM_SIZE, sizeof local, &local, NULL);
  (void)clGetDeviceInfo(device->id, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof device->memory, &device->memory, NULL);
  device->gpu =
      (struct gpu){.api = &opencl_api, .pack = shape->pack, .lanes_max = shape->lanes, .scratch_max = (size_t)local};
}

static bool open_queue(struct device *device, struct error *err) {
  cl_int code = CL_SUCCESS;
  device->context = clCreateContext(NULL, 1, &device->id, NULL, NULL, &code);
  if (code != CL_SUCCESS)
    return opencl_fail(err, "clCreateContext", code);
  device->queue = clCreateCommandQueue(device->context, device->id, 0, &code);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clCreateCommandQueue", code);
}

/* The id of device number `index`, or NULL. */
static cl_device_id find_device(size_t index, struct error *err) {
  cl_device_id ids[BACKEND_DEVICES_MAX];
  char reason[160] = "";
  const size_t count = opencl_devices(ids, BACKEND_DEVICES_MAX, reason, sizeof reason);
  if (index >= count) {
    (void)error_set(err, ERROR_DEVICE, "opencl:%zu: no such device; %s", index,
                    count == 0 ? reason : "'lutdse devices' lists them");
    return NULL;
  }
  struct device_info info;
  opencl_describe(ids[index], index, &info);
  if (info.usable)
    return ids[index];
  (void)error_set(err, ERROR_DEVICE, "opencl:%zu (%s): %s", index, info.name, info.why_not);
  return NULL;
}

struct device *opencl_open_shaped(size_t index, const struct opencl_shape *shape, struct error *err) {
  const cl_device_id id = find_device(index, err);
  if (id == NULL)
    return NULL;
  struct device *device = calloc(1, sizeof *device);
  if (device == NULL) {
    (void)error_memory(err, "OpenCL device");
    return NULL;
  }
  device->id = id;
  const struct opencl_shape natural = natural_shape(id);
  set_limits(device, shape != NULL ? shape : &natural);
  if (open_queue(device, err))
    return device;
  opencl_close(device);
  return NULL;
}

static struct device *opencl_open(size_t index, unsigned threads, struct error *err) {
  (void)threads;
  return opencl_open_shaped(index, NULL, err);
}

static bool opencl_run(struct device *device, const struct batch *batch, struct batch_result *result,
                       struct error *err) {
  return gpu_run(&device->gpu, batch, result, err);
}

static bool opencl_probe(struct device *device, const struct probe *probe, struct error *err) {
  return gpu_probe(&device->gpu, probe, err);
}

static bool opencl_optimum(struct device *device, const struct dynamic_program *program, struct error *err) {
  return gpu_optimum(&device->gpu, program, err);
}

static bool opencl_baseline(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                            struct error *err) {
  return gpu_baseline(&device->gpu, batch, result, err);
}

const struct backend opencl_backend = {"opencl",     opencl_list,    opencl_open,     opencl_run,
                                       opencl_probe, opencl_optimum, opencl_baseline, opencl_close};
