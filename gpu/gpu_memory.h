/* The buffers of one batch on a GPU. */
#ifndef LUTDSE_GPU_GPU_MEMORY_H
#define LUTDSE_GPU_GPU_MEMORY_H

#include "gpu/gpu.h"
#include "gpu/layout.h"

struct batch_memory {
  gpu_memory views, doubles, costs, parameters, points, active, genes, fitness;
  gpu_memory leaving_genes[2], leaving_fitness[2];
};

/* Bytes that batch_memory_create() allocates. */
size_t batch_memory_size(const struct layout *layout);

/* Allocate the buffers of a layout and copy it over. On failure (ERROR_DEVICE) nothing is left allocated. */
bool batch_memory_create(struct batch_memory *memory, struct gpu *gpu, const struct layout *layout, struct error *err);
void batch_memory_free(struct batch_memory *memory, struct gpu *gpu);

#endif
