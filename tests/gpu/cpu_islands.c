#include "cpu_islands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

size_t cpu_kernels_usable(const struct cpu_kernels *kernels[CPU_KERNELS_MAX]) {
  size_t count = 0;
  kernels[count++] = &cpu_kernels_baseline;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma"))
    kernels[count++] = &cpu_kernels_avx2;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    kernels[count++] = &cpu_kernels_avx512;
#endif
  return count;
}

static void *allocate(size_t size) {
  void *memory = calloc(1, size);
  assert_non_null(memory);
  return memory;
}

void cpu_islands_create(struct cpu_islands *islands, const struct cpu_kernels *kernels, const struct batch *batch) {
  struct error err;
  memset(islands, 0, sizeof *islands);
  islands->kernels = kernels;
  islands->settings = batch->settings;
  if (!layout_create(&islands->layout, batch, &err))
    fail_msg("%s", err.text);
  const struct layout *layout = &islands->layout;
  const size_t population = layout->parameters.population, groups = layout->group_count;
  islands->costs = allocate((layout->cost_count + 1) * sizeof *islands->costs);
  islands->genes = allocate(groups * layout->genes * population * sizeof *islands->genes);
  islands->fitness = allocate(groups * population * sizeof *islands->fitness);
  for (int i = 0; i < 2; i++) {
    islands->leaving_genes[i] = allocate(groups * layout->genes * sizeof *islands->leaving_genes[i]);
    islands->leaving_fitness[i] = allocate(groups * sizeof *islands->leaving_fitness[i]);
  }
  islands->active = allocate(layout->point_count * sizeof *islands->active);
  for (size_t i = 0; i < layout->point_count; i++)
    islands->active[i] = (u32)i;
  const size_t needed = ISLAND_SCRATCH((size_t)layout->parameters.entries, population);
  const size_t words = needed > CPU_TILE_WORDS ? needed : CPU_TILE_WORDS;
  islands->scratch = aligned_alloc(64, (words + 15) / 16 * 64);
  assert_non_null(islands->scratch);
  for (u32 p = 0; p < layout->problem_count; p++)
    for (size_t tile = 0, side = layout_tiles(layout->views[p].stride); tile < side * side; tile++)
      kernels->cost_table(layout->views, layout->doubles, islands->costs, p, islands->scratch, (u32)tile);
}

void cpu_islands_free(struct cpu_islands *islands) {
  layout_free(&islands->layout);
  free(islands->costs);
  free(islands->genes);
  free(islands->fitness);
  free(islands->active);
  free(islands->scratch);
  for (int i = 0; i < 2; i++) {
    free(islands->leaving_genes[i]);
    free(islands->leaving_fitness[i]);
  }
}

void cpu_islands_mark(struct cpu_islands *islands, bool joint) {
  for (size_t i = 0; i < islands->layout.point_count; i++)
    islands->active[i] = (u32)i | (joint ? JOINT : 0);
}

void cpu_islands_run(struct cpu_islands *islands, u32 generations) {
  const struct layout *layout = &islands->layout;
  const int in = islands->parity, out = 1 - in;
  for (u32 group = 0; group < layout->group_count; group++)
    islands->kernels->islands_epoch(layout->views, layout->doubles, islands->costs, &layout->parameters, layout->points,
                                    islands->active, islands->genes, islands->fitness, islands->leaving_genes[in],
                                    islands->leaving_fitness[in], islands->leaving_genes[out],
                                    islands->leaving_fitness[out], islands->done, generations, islands->scratch, group);
  islands->parity = out;
  islands->done += generations;
}

u32 *cpu_islands_gene(const struct cpu_islands *islands, size_t island, size_t gene, size_t individual) {
  const size_t population = islands->layout.parameters.population;
  return &islands->genes[(island * islands->layout.genes + gene) * population + individual];
}
