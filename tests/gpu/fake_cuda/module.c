/* The fake driver: modules and launches. */
#include <stdlib.h>
#include <string.h>

#include "cpu/kernels.h"
#include "driver.h"
#include "exports.h"
#include "gpu/gpu.h"

/* The kernel source compiled as C for one individual at a time; TABLES has no line solver in its searches. */
extern const struct cpu_kernels fake_kernels_any, fake_kernels_tables;

enum { KERNELS = 8, POINTERS_MAX = 12, NUMBERS_MAX = 3, STATIC_SHARED_MAX = 48 << 10 };

enum { ISLANDS_EPOCH, ISLANDS_SCORE, COST_TABLE, OPTIMUM_ROW, PROBE, GQA_EPOCH, GADE_EPOCH, NNLUT_EPOCH };

/* A kernel's arguments: device memory first, then 32-bit numbers. */
static const struct signature {
  const char *name;
  int pointers, numbers;
  enum gpu_part part;
} signatures[KERNELS] = {{"islands_epoch", 12, 2, GPU_ISLANDS}, {"islands_score", 6, 2, GPU_ISLANDS},
                         {"cost_table", 3, 1, GPU_PROBLEMS},    {"optimum_row", 5, 3, GPU_PROBLEMS},
                         {"probe", 6, 2, GPU_PROBLEMS},         {"gqa_epoch", 8, 1, GPU_BASELINES},
                         {"gade_epoch", 8, 1, GPU_BASELINES},   {"nnlut_epoch", 8, 1, GPU_BASELINES}};

/* Which pointer of a kernel for islands is to their parameters. */
enum { PARAMETERS = 3 };

struct kernel_function {
  struct module *module;
  int kernel;
  int shared_max;
};

struct module {
  struct fake_device *device;
  struct fake_image image;
  struct kernel_function function[KERNELS];
  struct module *next;
};

static struct module *modules;

/* Machine code runs on devices of its generation, PTX on every later one. */
static bool image_fits(const struct fake_image *image) {
  int major = 0, minor = 0;
  (void)cuDeviceGetAttribute(&major, CUDA_COMPUTE_CAPABILITY_MAJOR, 0);
  (void)cuDeviceGetAttribute(&minor, CUDA_COMPUTE_CAPABILITY_MINOR, 0);
  return image->architecture <= 10 * major + minor && (!image->machine_code || image->architecture / 10 == major);
}

static cuda_result load(struct fake_device *device, struct module **module, const void *image) {
  if (memcmp(image, FAKE_IMAGE_MAGIC, sizeof FAKE_IMAGE_MAGIC) != 0)
    return CUDA_INVALID_IMAGE;
  struct module *made = calloc(1, sizeof *made);
  if (made == NULL)
    return CUDA_OUT_OF_MEMORY;
  memcpy(&made->image, image, sizeof made->image);
  if (!image_fits(&made->image)) {
    free(made);
    return CUDA_NO_BINARY_FOR_GPU;
  }
  made->device = device;
  for (int i = 0; i < KERNELS; i++)
    made->function[i] = (struct kernel_function){made, i, STATIC_SHARED_MAX};
  made->next = modules;
  modules = *module = made;
  fake_log("load %s_%d", made->image.machine_code ? "sm" : "compute", made->image.architecture);
  return CUDA_SUCCESS;
}

cuda_result cuModuleLoadData(cuda_module *module, const void *image) {
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  struct module *loaded = NULL;
  fake_lock();
  if (code == CUDA_SUCCESS)
    code = load(device, &loaded, image);
  fake_unlock();
  *module = (cuda_module)loaded;
  return code;
}

/* The link to a module in the list; NULL if it is not there. */
static struct module **find_module(const struct module *module) {
  for (struct module **at = &modules; *at != NULL; at = &(*at)->next)
    if (*at == module)
      return at;
  return NULL;
}

static void unload(struct module **at) {
  struct module *module = *at;
  *at = module->next;
  free(module);
}

cuda_result cuModuleUnload(cuda_module module) {
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  fake_lock();
  struct module **at = find_module((struct module *)module);
  if (at == NULL || (*at)->device != device) {
    fake_log("violation: unloading of a module that is not loaded here");
    code = FAKE_INVALID_HANDLE;
  } else if (code == CUDA_SUCCESS) {
    unload(at);
  }
  fake_unlock();
  return code;
}

void fake_reclaim_modules(struct fake_device *device) {
  for (struct module **at = &modules; *at != NULL;) {
    if ((*at)->device != device) {
      at = &(*at)->next;
      continue;
    }
    if (!device->lost)
      fake_log("leak: a module");
    unload(at);
  }
}

static bool has_kernel(const struct fake_image *image, const struct signature *signature) {
  const u32 parts[GPU_PARTS] = {
      [GPU_PROBLEMS] = image->problems, [GPU_ISLANDS] = image->islands, [GPU_BASELINES] = image->baselines};
  return parts[signature->part] != 0;
}

cuda_result cuModuleGetFunction(cuda_function *function, cuda_module module, const char *name) {
  struct module *in = (struct module *)module;
  struct fake_device *device;
  const cuda_result code = fake_enter(&device);
  if (code != CUDA_SUCCESS)
    return code;
  for (int i = 0; i < KERNELS; i++)
    if (strcmp(signatures[i].name, name) == 0 && has_kernel(&in->image, &signatures[i])) {
      *function = (cuda_function)&in->function[i];
      return CUDA_SUCCESS;
    }
  return FAKE_NOT_FOUND;
}

static int threads_max(void) { return (int)fake_number("FAKE_CUDA_KERNEL_THREADS", 1024); }

cuda_result cuFuncGetAttribute(int *value, int attribute, cuda_function function) {
  (void)function;
  if (attribute != CUDA_FUNCTION_MAX_THREADS)
    return FAKE_INVALID_VALUE;
  *value = threads_max();
  return CUDA_SUCCESS;
}

cuda_result cuFuncSetAttribute(cuda_function function, int attribute, int value) {
  int limit = 0;
  (void)cuDeviceGetAttribute(&limit, CUDA_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, 0);
  if (attribute != CUDA_FUNCTION_MAX_DYNAMIC_SHARED || value < 0 || value > limit)
    return FAKE_INVALID_VALUE;
  ((struct kernel_function *)function)->shared_max = value;
  return CUDA_SUCCESS;
}

/* A launch's arguments, read out. */
struct launch {
  const struct kernel_function *function;
  unsigned groups, shared;
  void *pointer[POINTERS_MAX];
  u32 number[NUMBERS_MAX];
};

static bool read_arguments(struct launch *launch, const struct fake_device *device, void **arguments) {
  const struct signature *signature = &signatures[launch->function->kernel];
  bool ok = true;
  for (int i = 0; i < signature->pointers; i++) {
    cuda_memory memory;
    memcpy(&memory, arguments[i], sizeof memory);
    ok = fake_check_range(device, memory, 1, signature->name) && ok;
    launch->pointer[i] = (void *)(uintptr_t)memory;
  }
  for (int i = 0; i < signature->numbers; i++)
    memcpy(&launch->number[i], arguments[signature->pointers + i], sizeof launch->number[i]);
  return ok;
}

/* Kernels of one size must get islands of that size, and the memory that these take. */
static bool fits_parameters(const struct launch *launch) {
  const struct signature *signature = &signatures[launch->function->kernel];
  const struct fake_image *image = &launch->function->module->image;
  if (signature->part != GPU_ISLANDS)
    return true;
  const islands_parameters *parameters = launch->pointer[PARAMETERS];
  const bool size_fits =
      image->entries == 0 || (image->entries == parameters->entries && image->population == parameters->population);
  const size_t scratch = ISLAND_SCRATCH((size_t)parameters->entries, parameters->population) * sizeof(u32);
  if (!size_fits)
    fake_log("violation: %s is compiled for islands of another size", signature->name);
  if (launch->shared < scratch)
    fake_log("violation: %s gets too little shared memory", signature->name);
  return size_fits && launch->shared >= scratch;
}

static void run_group(const struct launch *launch, u32 *scratch, u32 group) {
  const bool tables = launch->function->module->image.tables_only != 0;
  const struct cpu_kernels *kernels = tables ? &fake_kernels_tables : &fake_kernels_any;
  void *const *p = launch->pointer;
  const u32 *n = launch->number;
  switch (launch->function->kernel) {
  case ISLANDS_EPOCH:
    kernels->islands_epoch(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], n[0], n[1],
                           scratch, group);
    break;
  case ISLANDS_SCORE:
    kernels->islands_score(p[0], p[1], p[2], p[3], p[4], p[5], n[0], n[1], scratch, group);
    break;
  case COST_TABLE:
    kernels->cost_table(p[0], p[1], p[2], n[0], scratch, group);
    break;
  case OPTIMUM_ROW:
    kernels->optimum_row(p[0], p[1], p[2], p[3], p[4], n[0], n[1], n[2], scratch, group);
    break;
  case GQA_EPOCH:
  case GADE_EPOCH:
  case NNLUT_EPOCH:
    kernels->baseline_epoch[launch->function->kernel - GQA_EPOCH](p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], n[0],
                                                                  scratch, group);
    break;
  default:
    kernels->probe(p[0], p[1], p[2], p[3], p[4], p[5], n[0], n[1], scratch, group);
  }
}

/* Groups run in any order: the last first, each with shared memory in which nothing is set. */
static bool run_groups(const struct launch *launch) {
  u32 *scratch = malloc(launch->shared + 1);
  if (scratch == NULL)
    return false;
  for (unsigned group = launch->groups; group-- > 0;) {
    memset(scratch, 0xff, launch->shared);
    run_group(launch, scratch, group);
  }
  free(scratch);
  return true;
}

static cuda_result check_launch(struct launch *launch, struct fake_device *device, unsigned lanes, void **arguments) {
  const struct kernel_function *function = launch->function;
  if (function == NULL || find_module(function->module) == NULL || function->module->device != device) {
    fake_log("violation: launch of a function that is not loaded here");
    return FAKE_INVALID_HANDLE;
  }
  if (launch->groups == 0 || lanes == 0 || launch->shared > (unsigned)function->shared_max)
    return FAKE_INVALID_VALUE;
  if (lanes > (unsigned)threads_max())
    return FAKE_LAUNCH_OUT_OF_RESOURCES;
  return read_arguments(launch, device, arguments) && fits_parameters(launch) ? CUDA_SUCCESS : FAKE_LAUNCH_FAILED;
}

/* Count the launch and let it fail if it is to; a device that gets lost takes the launch and does nothing. */
static cuda_result admit(struct launch *launch, struct fake_device *device, unsigned lanes, void **arguments) {
  cuda_result code = check_launch(launch, device, lanes, arguments);
  if (code != CUDA_SUCCESS)
    return code;
  fake_log("launch %s of cuda:%d, %u groups of %u", signatures[launch->function->kernel].name, device->ordinal,
           launch->groups, lanes);
  device->launches++;
  if (!fake_may_fail(device))
    return CUDA_SUCCESS;
  device->lost = fake_is_due("FAKE_CUDA_LOSE_LAUNCH", device->launches);
  return fake_is_due("FAKE_CUDA_FAIL_LAUNCH", device->launches) ? fake_failure() : CUDA_SUCCESS;
}

cuda_result cuLaunchKernel(cuda_function function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                           unsigned block_y, unsigned block_z, unsigned shared_bytes, cuda_stream stream,
                           void **arguments, void **extra) {
  struct launch launch = {(const struct kernel_function *)function, grid_x, shared_bytes, {NULL}, {0}};
  struct fake_device *device;
  cuda_result code = fake_enter(&device);
  if (grid_y != 1 || grid_z != 1 || block_y != 1 || block_z != 1 || stream != NULL || extra != NULL)
    code = FAKE_INVALID_VALUE;
  fake_lock();
  if (code == CUDA_SUCCESS)
    code = admit(&launch, device, block_x, arguments);
  const bool lost = device != NULL && device->lost;
  fake_unlock();
  if (code != CUDA_SUCCESS || lost)
    return code;
  if (!run_groups(&launch))
    return CUDA_OUT_OF_MEMORY;
  fake_lock();
  if (!fake_check_ends(device, signatures[launch.function->kernel].name))
    code = FAKE_LAUNCH_FAILED;
  fake_unlock();
  return code;
}
