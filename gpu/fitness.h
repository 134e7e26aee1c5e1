/*
 * An island, and the fitness of its individuals (kernel dialect).
 *
 * An individual is N-1 boundary numbers in ascending order (src/model/problem.h); its fitness is the sum of its
 * entries' costs, read from a table of cost(from, to) or, where that does not fit, solved on the spot.
 */
#ifndef LUTDSE_GPU_FITNESS_H
#define LUTDSE_GPU_FITNESS_H

#include "gpu/batch.h"

/* What one lane of one island works with. */
typedef struct {
  GLOBAL const problem_view *view;
  GLOBAL const double *doubles;
  GLOBAL const float *costs;
  LOCAL u32 *parent; /* [gene][individual] */
  LOCAL u32 *child;
  LOCAL float *fitness, *child_fitness;
  u32 entries, genes, population;
  u32 key_low, key_high, number, generation; /* `number` of the island within its point */
  u32 low, high;                             /* the boundaries a gene may hold */
  u32 end;                                   /* the last boundary, after all codes */
  u32 alone;                                 /* 1: individuals do not mate */
  i32 origin;                                /* breakpoint code = gene + origin */
} island;

/* A cost as a float. Below the smallest normal one it is 0: devices may differ in whether they keep such numbers. */
DEVICE float float_cost(double cost) { return cost < 1.17549435e-38 ? 0.0f : (float)cost; }

/* The summed entry costs of a pack, in order of entry, where lines must be solved. */
DEVICE void solved_fitness(const island *at, LOCAL const u32 *gene, LOCAL float *fitness, u32 first) {
  const line_problem line = at->view->line;
  GLOBAL const double *prefix = at->doubles + at->view->prefix, *rounding = at->doubles + at->view->rounding;
  for (u32 w = first; w < first + PACK; w++) {
    u32 from = 0;
    float total = 0;
    for (u32 e = 0; e < at->entries; e++) {
      const u32 to = e < at->genes ? gene[e * at->population + w] : line.bounds - 1;
      total += float_cost(entry_line(&line, prefix, rounding, from, to).cost);
      from = to;
    }
    fitness[w] = total;
  }
}

/* The same from the cost table. */
DEVICE void table_fitness(const island *at, LOCAL const u32 *gene, LOCAL float *fitness, u32 first) {
  GLOBAL const float *costs = at->costs + at->view->table;
  const u32 stride = at->view->stride;
  u32 row[PACK];
  float total[PACK];
  FOR_PACK(w) {
    row[w] = 0;
    total[w] = 0;
  }
  for (u32 g = 0; g < at->genes; g++) {
    LOCAL const u32 *to = gene + g * at->population + first;
    FOR_PACK(w) {
      total[w] += costs[row[w] + to[w]];
      row[w] = to[w] * stride;
    }
  }
  FOR_PACK(w)
  fitness[first + w] = total[w] + costs[row[w] + at->end];
}

/* TABLES_ONLY: no problem of the launch lacks its table, and the line solver need not take registers. */
DEVICE void pack_fitness(const island *at, LOCAL const u32 *gene, LOCAL float *fitness, u32 first) {
#ifndef TABLES_ONLY
  if (at->view->stride == 0) {
    solved_fitness(at, gene, fitness, first);
    return;
  }
#endif
  table_fitness(at, gene, fitness, first);
}

#endif
