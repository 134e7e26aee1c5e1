/* The kernels for islands: one work-group is one island (kernel dialect). */
#ifndef LUTDSE_GPU_ISLAND_KERNELS_H
#define LUTDSE_GPU_ISLAND_KERNELS_H

#include "gpu/breed.h"
#include "gpu/found.h"

/* A program is compiled of one kind of kernels, to save time; without either definition it has both. */
#if !defined(PROBLEMS_ONLY) && !defined(BASELINES_ONLY)

/* The children are the parents of the next generation. */
DEVICE void succeed(island *at) {
  LOCAL u32 *parent = at->parent;
  LOCAL float *fitness = at->fitness;
  at->parent = at->child;
  at->fitness = at->child_fitness;
  at->child = parent;
  at->child_fitness = fitness;
}

/* The fittest (sign 1) or least fit (sign -1) individual; the lowest number wins ties. */
DEVICE u32 extreme(const island *at, float sign) {
  u32 found = 0;
  for (u32 i = 1; i < at->population; i++)
    if (sign * at->fitness[i] < sign * at->fitness[found])
      found = i;
  return found;
}

/* A launch's memory for populations: [island][gene][individual], and each island's best as its emigrant. */
typedef struct {
  GLOBAL u32 *genes;
  GLOBAL float *fitness;
} island_memory;

DEVICE void load_population(const island *at, island_memory memory, u32 group) {
  const u32 count = at->genes * at->population;
  for (u32 i = LANE; i < count; i += LANES)
    at->parent[i] = memory.genes[(u64)group * count + i];
  for (u32 i = LANE; i < at->population; i += LANES)
    at->fitness[i] = memory.fitness[(u64)group * at->population + i];
}

DEVICE void store_population(const island *at, island_memory memory, u32 group) {
  const u32 count = at->genes * at->population;
  for (u32 i = LANE; i < count; i += LANES)
    memory.genes[(u64)group * count + i] = at->parent[i];
  for (u32 i = LANE; i < at->population; i += LANES)
    memory.fitness[(u64)group * at->population + i] = at->fitness[i];
}

/* The ring neighbour's emigrant takes the place of the least fit. */
DEVICE void immigrate(const island *at, island_memory migrants, u32 from) {
  const u32 seat = extreme(at, -1.0f);
  for (u32 g = 0; g < at->genes; g++)
    at->parent[g * at->population + seat] = migrants.genes[(u64)from * at->genes + g];
  at->fitness[seat] = migrants.fitness[from];
}

DEVICE void emigrate(const island *at, island_memory migrants, u32 group) {
  const u32 best = extreme(at, 1.0f);
  for (u32 g = 0; g < at->genes; g++)
    migrants.genes[(u64)group * at->genes + g] = at->parent[g * at->population + best];
  migrants.fitness[group] = at->fitness[best];
}

/* Island number `number` of a point. */
DEVICE void place_island(island *at, GLOBAL const problem_view *views, GLOBAL const double *doubles,
                         GLOBAL const float *costs, GLOBAL const islands_parameters *parameters,
                         GLOBAL const islands_point *point, u32 number, LOCAL u32 *memory) {
  at->view = views + point->problem;
  at->doubles = doubles;
  at->costs = costs;
#ifdef ENTRIES
  /* Compiled for one size: loops over genes and individuals unroll. */
  at->entries = ENTRIES;
  at->population = POPULATION;
#else
  at->entries = parameters->entries;
  at->population = parameters->population;
#endif
  at->genes = at->entries - 1;
  at->key_low = point->key_low;
  at->key_high = point->key_high;
  at->number = number;
  at->generation = 0;
  at->low = at->view->low;
  at->high = at->view->high;
  at->end = at->view->line.bounds - 1;
  at->origin = at->view->origin;
  const u32 count = at->genes * at->population;
  at->parent = memory;
  at->child = memory + count;
  at->fitness = (LOCAL float *)(memory + 2 * count);
  at->child_fitness = at->fitness + at->population;
}

/*
 * One epoch of one island per work-group: group g is island g % islands of the point active[g / islands], which is
 * marked JOINT if its islands exchange individuals and shake. `generation` is the last one finished, 0 before the first
 * epoch, when populations are drawn. Emigrants of the epoch before come in through `arriving`, this epoch's best go out
 * through `leaving` (two buffers, since islands of one launch run in any order).
 */
KERNEL islands_epoch(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL const float *costs,
                     GLOBAL const islands_parameters *parameters, GLOBAL const islands_point *points,
                     GLOBAL const u32 *active, GLOBAL u32 *genes, GLOBAL float *fitness, GLOBAL u32 *arriving_genes,
                     GLOBAL float *arriving_fitness, GLOBAL u32 *leaving_genes, GLOBAL float *leaving_fitness,
                     u32 generation, u32 generations GROUP_ARGUMENTS) {
  const island_memory memory = {genes, fitness};
  const island_memory arriving = {arriving_genes, arriving_fitness}, leaving = {leaving_genes, leaving_fitness};
  const u32 islands = parameters->islands, order = active[GROUP / islands], point = order & ~JOINT;
  const u32 home = point * islands;
  island at;
  place_island(&at, views, doubles, costs, parameters, points + point, GROUP % islands, scratch);
  at.generation = generation;
  u32 best = at.population; /* nobody */
  if (generation != 0) {
    load_population(&at, memory, home + at.number);
    BARRIER();
    if ((order & JOINT) != 0) {
      if (LANE == 0)
        immigrate(&at, arriving, home + (at.number + islands - 1) % islands);
      BARRIER();
      best = extreme(&at, 1.0f);
      BARRIER();
    }
  }
  if (generation == 0 || (order & JOINT) != 0)
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK)
      renew(&at, best, first);
  BARRIER();
  for (u32 g = 0; g < generations; g++) {
    at.generation = generation + g + 1;
    at.alone = g < parameters->alone;
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK)
      breed(&at, parameters, first);
    BARRIER();
    succeed(&at);
  }
  store_population(&at, memory, home + at.number);
  if (LANE == 0)
    emigrate(&at, leaving, home + at.number);
}

/* Read the cost table as often as scoring a pack would, at random places: the traffic without the rest. */
DEVICE void read_table(const island *at, u32 first, u32 generation) {
  GLOBAL const float *costs = at->costs + at->view->table;
  const u32 stride = at->view->stride;
  u32 state[PACK];
  float total[PACK];
  FOR_PACK(w) {
    state[w] = (first + w + 1) * 2654435761U + generation;
    total[w] = 0;
  }
  for (u32 e = 0; e < at->entries; e++) {
    FOR_PACK(w) {
      const u32 next = state[w] * 1664525U + 1013904223U;
      const u32 a = multiply_high(state[w], stride), b = multiply_high(next, stride);
      total[w] += costs[a < b ? a * stride + b : b * stride + a];
      state[w] = next * 1664525U + 1013904223U;
    }
  }
  FOR_PACK(w) at->child_fitness[first + w] = total[w];
}

/*
 * For benchmarks, the ceilings of any genetic engine here: score a founded population `generations` times and do
 * nothing else, or (`reads`) only read the cost table as often. The last fitness of individual 0 goes out, so that no
 * compiler can leave the work undone.
 */
KERNEL islands_score(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL const float *costs,
                     GLOBAL const islands_parameters *parameters, GLOBAL const islands_point *points,
                     GLOBAL float *leaving_fitness, u32 generations, u32 reads GROUP_ARGUMENTS) {
  island at;
  place_island(&at, views, doubles, costs, parameters, points + GROUP / parameters->islands,
               GROUP % parameters->islands, scratch);
  for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK) {
    renew(&at, at.population, first);
    for (u32 g = 0; g < at.genes; g++)
      for (u32 w = first; w < first + PACK; w++)
        at.child[g * at.population + w] = at.parent[g * at.population + w];
  }
  BARRIER();
  for (u32 g = 0; g < generations; g++) {
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK) {
      if (reads != 0)
        read_table(&at, first, g);
      else
        pack_fitness(&at, (g & 1U) != 0 ? at.parent : at.child, at.child_fitness, first);
    }
    BARRIER();
  }
  if (LANE == 0)
    leaving_fitness[GROUP] = at.child_fitness[0];
}

#endif

#endif
