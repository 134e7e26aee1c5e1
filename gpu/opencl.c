/* The OpenCL back end: the kernel source compiled by the driver, one island per work-group. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/layout.h"
#include "gpu/opencl_internal.h"
#include "gpu/source.h"

struct device {
  cl_context context;
  cl_command_queue queue;
  cl_program program;
  cl_kernel epoch, score, table;
  struct opencl_shape shape;
  cl_ulong local_memory;
};

static size_t opencl_list(struct device_info *info, size_t max, char *reason, size_t size) {
  cl_device_id ids[BACKEND_DEVICES_MAX];
  const size_t count = opencl_devices(ids, BACKEND_DEVICES_MAX, reason, size);
  for (size_t i = 0; i < count && i < max; i++)
    opencl_describe(ids[i], i, &info[i]);
  return count;
}

static void opencl_close(struct device *device) {
  if (device->epoch != NULL)
    (void)clReleaseKernel(device->epoch);
  if (device->score != NULL)
    (void)clReleaseKernel(device->score);
  if (device->table != NULL)
    (void)clReleaseKernel(device->table);
  if (device->program != NULL)
    (void)clReleaseProgram(device->program);
  if (device->queue != NULL)
    (void)clReleaseCommandQueue(device->queue);
  if (device->context != NULL)
    (void)clReleaseContext(device->context);
  free(device);
}

static bool build_failed(const struct device *device, cl_device_id id, cl_int code, struct error *err) {
  char log[800] = "";
  (void)clGetProgramBuildInfo(device->program, id, CL_PROGRAM_BUILD_LOG, sizeof log - 1, log, NULL);
  (void)opencl_fail(err, "clBuildProgram", code);
  char reason[sizeof err->text];
  memcpy(reason, err->text, sizeof reason);
  return error_set(err, ERROR_DEVICE, "%.200s: %.700s", reason, log);
}

static bool build(struct device *device, cl_device_id id, struct error *err) {
  const char *text = gpu_kernel_source;
  cl_int code = CL_SUCCESS;
  device->program = clCreateProgramWithSource(device->context, 1, &text, NULL, &code);
  if (code != CL_SUCCESS)
    return opencl_fail(err, "clCreateProgramWithSource", code);
  char options[128];
  (void)snprintf(options, sizeof options, "-cl-std=CL1.2 -w -D PACK=%u", device->shape.pack);
  code = clBuildProgram(device->program, 1, &id, options, NULL, NULL);
  if (code != CL_SUCCESS)
    return build_failed(device, id, code, err);
  cl_int codes[3];
  device->epoch = clCreateKernel(device->program, "islands_epoch", &codes[0]);
  device->score = clCreateKernel(device->program, "islands_score", &codes[1]);
  device->table = clCreateKernel(device->program, "cost_table", &codes[2]);
  for (int i = 0; i < 3; i++)
    if (codes[i] != CL_SUCCESS)
      return opencl_fail(err, "clCreateKernel", codes[i]);
  return true;
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

static bool open_queue(struct device *device, cl_device_id id, struct error *err) {
  cl_int code = CL_SUCCESS;
  device->context = clCreateContext(NULL, 1, &id, NULL, NULL, &code);
  if (code != CL_SUCCESS)
    return opencl_fail(err, "clCreateContext", code);
  device->queue = clCreateCommandQueue(device->context, id, 0, &code);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clCreateCommandQueue", code);
}

struct device *opencl_open_shaped(size_t index, const struct opencl_shape *shape, struct error *err) {
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
  if (!info.usable) {
    (void)error_set(err, ERROR_DEVICE, "opencl:%zu (%s): %s", index, info.name, info.why_not);
    return NULL;
  }
  struct device *device = calloc(1, sizeof *device);
  if (device == NULL) {
    (void)error_memory(err, "OpenCL device");
    return NULL;
  }
  device->shape = shape != NULL ? *shape : natural_shape(ids[index]);
  (void)clGetDeviceInfo(ids[index], CL_DEVICE_LOCAL_MEM_SIZE, sizeof device->local_memory, &device->local_memory, NULL);
  if (open_queue(device, ids[index], err) && build(device, ids[index], err))
    return device;
  opencl_close(device);
  return NULL;
}

static struct device *opencl_open(size_t index, unsigned threads, struct error *err) {
  (void)threads;
  return opencl_open_shaped(index, NULL, err);
}

/* Kernel arguments are set one by one; the first failure is what counts. */
struct arguments {
  cl_kernel kernel;
  cl_uint count;
  cl_int code;
};

static void pass(struct arguments *arguments, size_t size, const void *value) {
  const cl_int code = clSetKernelArg(arguments->kernel, arguments->count++, size, value);
  if (arguments->code == CL_SUCCESS)
    arguments->code = code;
}

static void pass_memory(struct arguments *arguments, const cl_mem *memory) { pass(arguments, sizeof *memory, memory); }

static void pass_problem(struct arguments *arguments, const struct opencl_memory *memory) {
  pass_memory(arguments, &memory->views);
  pass_memory(arguments, &memory->doubles);
  pass_memory(arguments, &memory->costs);
}

static bool enqueue(const struct device *device, const struct arguments *arguments, size_t groups, size_t lanes,
                    struct error *err) {
  if (arguments->code != CL_SUCCESS)
    return opencl_fail(err, "clSetKernelArg", arguments->code);
  const size_t items = groups * lanes;
  const cl_int code = clEnqueueNDRangeKernel(device->queue, arguments->kernel, 1, NULL, &items, &lanes, 0, NULL, NULL);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clEnqueueNDRangeKernel", code);
}

static bool fill_tables(const struct device *device, const struct layout *layout, const struct opencl_memory *memory,
                        struct error *err) {
  const size_t lanes = device->shape.lanes < 64 ? device->shape.lanes : 64;
  for (u32 p = 0; p < layout->problem_count; p++) {
    if (layout->views[p].stride == 0)
      continue;
    struct arguments arguments = {device->table, 0, CL_SUCCESS};
    pass_problem(&arguments, memory);
    pass(&arguments, sizeof p, &p);
    pass(&arguments, 4, NULL); /* local memory it does not use */
    if (!enqueue(device, &arguments, layout->views[p].line.bounds, lanes, err))
      return false;
  }
  return true;
}

/* What an island takes on this device. */
struct shape {
  size_t lanes, scratch;
};

static bool shape_island(const struct device *device, const struct layout *layout, struct shape *shape,
                         struct error *err) {
  const size_t population = layout->parameters.population, packs = population / device->shape.pack;
  shape->lanes = packs < device->shape.lanes ? packs : device->shape.lanes;
  shape->scratch = ISLAND_SCRATCH((size_t)layout->parameters.entries, population) * sizeof(u32);
  if (shape->scratch <= device->local_memory)
    return true;
  return error_set(err, ERROR_DEVICE,
                   "an island of %zu individuals with %u entries takes %zu bytes of local memory; the device has %llu: "
                   "use a smaller population",
                   population, layout->parameters.entries, shape->scratch, (unsigned long long)device->local_memory);
}

static bool run_score(const struct device *device, const struct layout *layout, const struct opencl_memory *memory,
                      u32 generations, struct error *err) {
  struct shape shape;
  if (!shape_island(device, layout, &shape, err))
    return false;
  struct arguments arguments = {device->score, 0, CL_SUCCESS};
  pass_problem(&arguments, memory);
  pass_memory(&arguments, &memory->parameters);
  pass_memory(&arguments, &memory->points);
  pass_memory(&arguments, &memory->leaving_fitness[0]);
  pass(&arguments, sizeof generations, &generations);
  pass(&arguments, shape.scratch, NULL);
  return enqueue(device, &arguments, layout->group_count, shape.lanes, err);
}

static bool run_epoch(const struct device *device, const struct layout *layout, const struct opencl_memory *memory,
                      int parity, u32 done, u32 generations, struct error *err) {
  struct shape shape;
  if (!shape_island(device, layout, &shape, err))
    return false;
  struct arguments arguments = {device->epoch, 0, CL_SUCCESS};
  pass_problem(&arguments, memory);
  pass_memory(&arguments, &memory->parameters);
  pass_memory(&arguments, &memory->points);
  pass_memory(&arguments, &memory->genes);
  pass_memory(&arguments, &memory->fitness);
  pass_memory(&arguments, &memory->leaving_genes[1 - parity]);
  pass_memory(&arguments, &memory->leaving_fitness[1 - parity]);
  pass_memory(&arguments, &memory->leaving_genes[parity]);
  pass_memory(&arguments, &memory->leaving_fitness[parity]);
  pass(&arguments, sizeof done, &done);
  pass(&arguments, sizeof generations, &generations);
  pass(&arguments, shape.scratch, NULL);
  return enqueue(device, &arguments, layout->group_count, shape.lanes, err);
}

/* Returns which buffer of emigrants holds the last epoch's, or -1 on failure. */
static int run_epochs(const struct device *device, const struct layout *layout, const struct opencl_memory *memory,
                      const struct island_settings *settings, struct error *err) {
  int parity = 0;
  for (u32 done = 0, generations = 0; done < settings->generations; done += generations) {
    generations = layout_epoch(settings, done);
    parity = 1 - parity;
    if (!run_epoch(device, layout, memory, parity, done, generations, err))
      return -1;
  }
  return parity;
}

static bool read_back(const struct device *device, cl_mem memory, size_t size, void *out, struct error *err) {
  const cl_int code = clEnqueueReadBuffer(device->queue, memory, CL_TRUE, 0, size, out, 0, NULL, NULL);
  return code == CL_SUCCESS ? true : opencl_fail(err, "clEnqueueReadBuffer", code);
}

static bool run_layout(const struct device *device, const struct batch *batch, const struct layout *layout,
                       const struct opencl_memory *memory, struct batch_result *result, struct error *err) {
  if (!fill_tables(device, layout, memory, err))
    return false;
  const size_t fitness_size = layout->group_count * sizeof *result->fitness;
  if (batch->fitness_only)
    return run_score(device, layout, memory, batch->settings.generations, err) &&
           read_back(device, memory->leaving_fitness[0], fitness_size, result->fitness, err);
  const int parity = run_epochs(device, layout, memory, &batch->settings, err);
  if (parity < 0)
    return false;
  return read_back(device, memory->leaving_genes[parity],
                   layout->group_count * layout->genes * sizeof *result->boundaries, result->boundaries, err) &&
         read_back(device, memory->leaving_fitness[parity], fitness_size, result->fitness, err);
}

static bool opencl_run(struct device *device, const struct batch *batch, struct batch_result *result,
                       struct error *err) {
  struct layout layout;
  if (!layout_create(&layout, batch, err))
    return false;
  struct opencl_memory memory;
  bool ok = opencl_memory_create(&memory, device->context, &layout, err);
  if (ok) {
    ok = run_layout(device, batch, &layout, &memory, result, err);
    (void)clFinish(device->queue);
    opencl_memory_free(&memory);
  }
  layout_free(&layout);
  return ok;
}

const struct backend opencl_backend = {"opencl", opencl_list, opencl_open, opencl_run, opencl_close};
