/*
 * The kernel source compiled as C, once per instruction set. Each copy is the same code to the last bit of its
 * results; only the speed differs.
 */
#ifndef LUTDSE_CPU_KERNELS_H
#define LUTDSE_CPU_KERNELS_H

#include "backend.h"
#include "gpu/batch.h"
#include "gpu/optimum.h"

/* The scratch memory of a tile in 32-bit words, up to a whole number of 64-byte lines. */
enum { CPU_TILE_WORDS = (OPTIMUM_SCRATCH * sizeof(double) / sizeof(u32) + 15) / 16 * 16 };

/* One epoch of one island: gpu/island_kernels.h, islands_epoch(). `scratch`: ISLAND_SCRATCH words, 64-byte aligned. */
typedef void cpu_islands_epoch(const problem_view *views, const double *doubles, const float *costs,
                               const islands_parameters *parameters, const islands_point *points, const u32 *active,
                               u32 *genes, float *fitness, u32 *arriving_genes, float *arriving_fitness,
                               u32 *leaving_genes, float *leaving_fitness, u32 generation, u32 generations,
                               u32 *scratch, u32 group);

/* The scoring benchmark of one island: gpu/island_kernels.h, islands_score(). */
typedef void cpu_islands_score(const problem_view *views, const double *doubles, const float *costs,
                               const islands_parameters *parameters, const islands_point *points,
                               float *leaving_fitness, u32 generations, u32 reads, u32 *scratch, u32 group);

/* One tile of a problem's cost table: gpu/problem_kernels.h, cost_table(). `scratch`: CPU_TILE_WORDS, 64-byte aligned.
 */
typedef void cpu_cost_table(const problem_view *views, const double *doubles, float *costs, u32 problem, u32 *scratch,
                            u32 group);

/* One tile of the dynamic program: gpu/problem_kernels.h, optimum_row(). `scratch`: CPU_TILE_WORDS, 64-byte aligned. */
typedef void cpu_optimum_row(const problem_view *views, const double *doubles, const u64 *wanted, double *best,
                             u32 *origins, u32 entries, u32 row, u32 column, u32 *scratch, u32 group);

/* Known-answer tests: gpu/problem_kernels.h, probe(). */
typedef void cpu_probe(const problem_view *views, const double *doubles, const u32 *counters, u32 *words,
                       const u32 *runs, line_fit *fits, u32 draws, u32 lines, u32 *scratch, u32 group);

/* One epoch of a baseline's search of one point: gpu/baseline_kernels.h. `scratch`: a word that is not used. */
typedef void cpu_baseline_epoch(const baseline_view *views, const double *doubles,
                                const baseline_parameters *parameters, const baseline_point *points, double *states,
                                double *answers, double *history, u64 *spent, u32 epoch, u32 *scratch, u32 group);

struct cpu_kernels {
  const char *name; /* of the instruction set */
  cpu_islands_epoch *islands_epoch;
  cpu_islands_score *islands_score;
  cpu_cost_table *cost_table;
  cpu_optimum_row *optimum_row;
  cpu_probe *probe;
  cpu_baseline_epoch *baseline_epoch[BASELINE_KINDS];
};

extern const struct cpu_kernels cpu_kernels_baseline;
#if defined(__x86_64__)
extern const struct cpu_kernels cpu_kernels_avx2;
extern const struct cpu_kernels cpu_kernels_avx512;
#endif

#endif
