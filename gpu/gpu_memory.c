#include "gpu/gpu_memory.h"

#include <string.h>

/* What goes where: every buffer once, with its size and its content (NULL: the device writes it). */
struct part {
  gpu_memory *memory;
  size_t bytes;
  const void *content;
};

enum { PARTS = 12 };

static void list_parts(struct part part[PARTS], struct batch_memory *memory, const struct layout *layout) {
  const size_t population = layout->parameters.population, groups = layout->group_count, genes = layout->genes;
  const struct part all[PARTS] = {
      {&memory->views, layout->problem_count * sizeof *layout->views, layout->views},
      {&memory->doubles, layout->double_count * sizeof *layout->doubles, layout->doubles},
      {&memory->costs, layout->cost_count * sizeof(float), NULL},
      {&memory->parameters, sizeof layout->parameters, &layout->parameters},
      {&memory->points, layout->point_count * sizeof *layout->points, layout->points},
      {&memory->active, layout->point_count * sizeof(u32), NULL},
      {&memory->genes, groups * genes * population * sizeof(u32), NULL},
      {&memory->fitness, groups * population * sizeof(float), NULL},
      {&memory->leaving_genes[0], groups * genes * sizeof(u32), NULL},
      {&memory->leaving_genes[1], groups * genes * sizeof(u32), NULL},
      {&memory->leaving_fitness[0], groups * sizeof(float), NULL},
      {&memory->leaving_fitness[1], groups * sizeof(float), NULL},
  };
  memcpy(part, all, sizeof all);
}

size_t batch_memory_size(const struct layout *layout) {
  struct batch_memory none;
  struct part part[PARTS];
  list_parts(part, &none, layout);
  size_t bytes = 0;
  for (int i = 0; i < PARTS; i++)
    bytes += part[i].bytes;
  return bytes;
}

bool batch_memory_create(struct batch_memory *memory, struct gpu *gpu, const struct layout *layout, struct error *err) {
  memset(memory, 0, sizeof *memory);
  struct part part[PARTS];
  list_parts(part, memory, layout);
  bool ok = true;
  for (int i = 0; ok && i < PARTS; i++) {
    /* No driver allows an empty buffer; a batch without cost tables asks for one. */
    ok = gpu->api->allocate(gpu, part[i].bytes != 0 ? part[i].bytes : 4, part[i].memory, err);
    if (ok && part[i].content != NULL)
      ok = gpu->api->copy_in(gpu, *part[i].memory, part[i].content, part[i].bytes, err);
  }
  if (!ok)
    batch_memory_free(memory, gpu);
  return ok;
}

void batch_memory_free(struct batch_memory *memory, struct gpu *gpu) {
  const gpu_memory all[PARTS] = {memory->views,
                                 memory->doubles,
                                 memory->costs,
                                 memory->parameters,
                                 memory->points,
                                 memory->active,
                                 memory->genes,
                                 memory->fitness,
                                 memory->leaving_genes[0],
                                 memory->leaving_genes[1],
                                 memory->leaving_fitness[0],
                                 memory->leaving_fitness[1]};
  for (int i = 0; i < PARTS; i++)
    if (all[i] != 0)
      gpu->api->release(gpu, all[i]);
  memset(memory, 0, sizeof *memory);
}
