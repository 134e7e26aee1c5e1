/* Which kernels a device compiles, and for what. */
#include <stdio.h>

#include "gpu/gpu.h"
#include "gpu/optimum.h"

const struct gpu_kernel_info gpu_kernel_info[GPU_KERNELS] = {[GPU_ISLANDS_EPOCH] = {"islands_epoch", GPU_ISLANDS},
                                                             [GPU_ISLANDS_SCORE] = {"islands_score", GPU_ISLANDS},
                                                             [GPU_COST_TABLE] = {"cost_table", GPU_PROBLEMS},
                                                             [GPU_OPTIMUM_ROW] = {"optimum_row", GPU_PROBLEMS},
                                                             [GPU_PROBE] = {"probe", GPU_PROBLEMS},
                                                             [GPU_GQA_EPOCH] = {"gqa_epoch", GPU_BASELINES},
                                                             [GPU_GADE_EPOCH] = {"gade_epoch", GPU_BASELINES},
                                                             [GPU_NNLUT_EPOCH] = {"nnlut_epoch", GPU_BASELINES}};

bool gpu_shape_equal(const struct gpu_shape *a, const struct gpu_shape *b) {
  return a->part == b->part && a->pack == b->pack && a->entries == b->entries && a->population == b->population &&
         a->tables_only == b->tables_only;
}

void gpu_shape_options(const struct gpu_shape *shape, char text[GPU_OPTIONS_SIZE]) {
  static const char *const parts[GPU_PARTS] = {"PROBLEMS_ONLY", "ISLANDS_ONLY", "BASELINES_ONLY"};
  const char *part = parts[shape->part];
  const char *tables = shape->tables_only != 0 ? " -DTABLES_ONLY" : "";
  if (shape->entries == 0)
    (void)snprintf(text, GPU_OPTIONS_SIZE, "-DPACK=%u -D%s%s", shape->pack, part, tables);
  else
    (void)snprintf(text, GPU_OPTIONS_SIZE, "-DPACK=%u -D%s -DENTRIES=%u -DPOPULATION=%u%s", shape->pack, part,
                   shape->entries, shape->population, tables);
}

size_t gpu_tile_lanes(const struct gpu *gpu) {
  const size_t packs = TILE / gpu->pack;
  return packs < gpu->lanes_max ? packs : gpu->lanes_max;
}

bool gpu_specialise_problems(struct gpu *gpu, struct error *err) {
  const struct gpu_shape shape = {.part = GPU_PROBLEMS, .pack = gpu->pack};
  const size_t tile = OPTIMUM_SCRATCH * sizeof(double); /* the larger of the two kinds */
  if (tile <= gpu->scratch_max)
    return gpu->api->specialise(gpu, &shape, err);
  return error_set(err, ERROR_DEVICE,
                   "a tile of costs takes %zu bytes of local memory; the device has %zu: use another device", tile,
                   gpu->scratch_max);
}
