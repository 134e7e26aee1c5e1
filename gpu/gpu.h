/*
 * How a batch runs on a GPU, whatever its driver: the OpenCL and the CUDA back end give this file a handful of
 * functions each, and share the rest.
 */
#ifndef LUTDSE_GPU_GPU_H
#define LUTDSE_GPU_GPU_H

#include "backend.h"
#include "gpu/batch.h"

/* Device memory: a cl_mem or a CUdeviceptr. 0 is none. A kernel argument is the address of one. */
typedef uint64_t gpu_memory;

enum gpu_kernel {
  GPU_ISLANDS_EPOCH,
  GPU_ISLANDS_SCORE,
  GPU_COST_TABLE,
  GPU_OPTIMUM_ROW,
  GPU_PROBE,
  GPU_GQA_EPOCH,
  GPU_GADE_EPOCH,
  GPU_NNLUT_EPOCH,
  GPU_KERNELS
};

/*
 * Kernels are compiled in three parts, a program each: those for problems and those of published baselines are the same
 * for every batch, those for islands are compiled for a batch's sizes.
 */
enum gpu_part { GPU_PROBLEMS, GPU_ISLANDS, GPU_BASELINES, GPU_PARTS };

struct gpu_kernel_info {
  const char *name; /* in the source */
  enum gpu_part part;
};

/* By enum gpu_kernel. */
extern const struct gpu_kernel_info gpu_kernel_info[GPU_KERNELS];

enum { GPU_ARGUMENTS_MAX = 16 };

struct gpu_argument {
  const void *value;
  size_t size;
};

/* One launch: `groups` work-groups of `lanes` work-items, each group with `scratch` bytes of local memory. */
struct gpu_launch {
  enum gpu_kernel kernel;
  size_t groups, lanes, scratch;
  unsigned argument_count;
  struct gpu_argument argument[GPU_ARGUMENTS_MAX];
};

/* What a program is compiled for. Kernels of other parts than islands' know no more than the pack: the rest is 0. */
struct gpu_shape {
  enum gpu_part part;
  u32 pack;
  u32 entries, population; /* 0: any, read from the parameters */
  u32 tables_only;         /* 1: every problem has its cost table; 0: some have none */
};

bool gpu_shape_equal(const struct gpu_shape *a, const struct gpu_shape *b);

/* Longest text of gpu_shape_options(). */
enum { GPU_OPTIONS_SIZE = 128 };

/* The definitions that specialise the source for a shape: "-DPACK=1 -DISLANDS_ONLY -DENTRIES=8 -DPOPULATION=64". */
void gpu_shape_options(const struct gpu_shape *shape, char text[GPU_OPTIONS_SIZE]);

struct gpu_api;

/* An open GPU. Back ends put it first in their own struct device. */
struct gpu {
  const struct gpu_api *api;
  u32 pack;           /* individuals per work-item: 1, or 16 where a work-item is a processor's core */
  size_t lanes_max;   /* work-items per group */
  size_t scratch_max; /* bytes of local memory per group */
};

/* All fail with ERROR_DEVICE; calls on one GPU come from one thread at a time. */
struct gpu_api {
  /* Make the kernels of a shape the ones of their part to launch; compiled at first use. */
  bool (*specialise)(struct gpu *gpu, const struct gpu_shape *shape, struct error *err);
  /* Bytes of device memory that can be allocated now. */
  bool (*available)(struct gpu *gpu, size_t *bytes, struct error *err);
  bool (*allocate)(struct gpu *gpu, size_t bytes, gpu_memory *memory, struct error *err);
  void (*release)(struct gpu *gpu, gpu_memory memory);
  bool (*copy_in)(struct gpu *gpu, gpu_memory to, const void *from, size_t bytes, struct error *err);
  bool (*copy_out)(struct gpu *gpu, void *to, gpu_memory from, size_t bytes, struct error *err); /* waits */
  bool (*launch)(struct gpu *gpu, const struct gpu_launch *launch, struct error *err); /* in order, need not wait */
  void (*drain)(struct gpu *gpu); /* wait until nothing uses the memory any more */
};

/*
 * Run a batch as struct backend's run() does. A batch that does not fit into the memory there is runs in pieces;
 * only a single point that does not fit is an error.
 */
bool gpu_run(struct gpu *gpu, const struct batch *batch, struct batch_result *result, struct error *err);

/* Work-items per tile (gpu/tile.h). */
size_t gpu_tile_lanes(const struct gpu *gpu);

/*
 * Make the kernels for problems ready to launch. Fails (ERROR_DEVICE) on a device without the local memory that a tile
 * takes.
 */
bool gpu_specialise_problems(struct gpu *gpu, struct error *err);

/* Run a dynamic program as struct backend's optimum() does. */
bool gpu_optimum(struct gpu *gpu, const struct dynamic_program *program, struct error *err);

/* Run a published baseline as struct backend's baseline() does. */
bool gpu_baseline(struct gpu *gpu, const struct baseline_batch *batch, struct baseline_result *result,
                  struct error *err);

/* Run a probe as struct backend's probe() does. */
bool gpu_probe(struct gpu *gpu, const struct probe *probe, struct error *err);

#endif
