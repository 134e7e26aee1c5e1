/*
 * The kernels compiled for CPUs, run epoch by epoch with every population in sight: what the CPU back end does, as a
 * plain loop, so that tests can look at and tamper with populations between epochs.
 */
#ifndef LUTDSE_TESTS_CPU_ISLANDS_H
#define LUTDSE_TESTS_CPU_ISLANDS_H

#include "cpu/kernels.h"
#include "gpu/layout.h"

struct cpu_islands {
  const struct cpu_kernels *kernels;
  struct layout layout;
  struct island_settings settings;
  float *costs;
  u32 *genes;     /* [island][gene][individual] */
  float *fitness; /* [island][individual] */
  u32 *leaving_genes[2];
  float *leaving_fitness[2];
  u32 *active; /* every point */
  u32 *scratch;
  u32 done;   /* generations */
  int parity; /* which buffer of emigrants the last epoch filled */
};

/* The instruction sets this processor runs; returns how many. */
enum { CPU_KERNELS_MAX = 3 };
size_t cpu_kernels_usable(const struct cpu_kernels *kernels[CPU_KERNELS_MAX]);

/* Lay out a batch and fill its cost tables. */
void cpu_islands_create(struct cpu_islands *islands, const struct cpu_kernels *kernels, const struct batch *batch);
void cpu_islands_free(struct cpu_islands *islands);

/* Let islands exchange individuals at the start of the epochs to come, or live apart, as they do at first. */
void cpu_islands_mark(struct cpu_islands *islands, bool joint);

/* Run `generations` generations of every island as one epoch. */
void cpu_islands_run(struct cpu_islands *islands, u32 generations);

/* Gene `gene` of individual `individual` of an island (numbered over all points). */
u32 *cpu_islands_gene(const struct cpu_islands *islands, size_t island, size_t gene, size_t individual);

#endif
