/*
 * The islands engine's kernel (kernel dialect): one work-group breeds one island for one epoch.
 *
 * An individual is N-1 boundary numbers in ascending order (src/model/problem.h); its fitness is the sum of its
 * entries' costs, read from a table of cost(from, to) or, where that does not fit, solved on the spot. A
 * generation breeds one child per individual; the child takes the individual's place if it is better.
 */
#ifndef LUTDSE_GPU_ISLANDS_H
#define LUTDSE_GPU_ISLANDS_H

#include "gpu/line.h"
#include "gpu/philox.h"

/* What every island of a launch shares. Probabilities are in 1/65536; the mutation kinds are cumulative. */
typedef struct {
  u32 entries, population, islands, tournament;
  u32 crossover;
  u32 small, large, resample, round;
} islands_parameters;

/* One grid point of a launch. */
typedef struct {
  u32 problem; /* which problem_view */
  u32 key_low, key_high;
} islands_point;

/* Where a problem's data lie in the launch's big arrays. */
typedef struct {
  line_problem line;
  u64 prefix, rounding; /* offsets into the array of doubles */
  u64 table;            /* offset into the array of costs */
  u32 stride;           /* of the cost table; 0: there is none, solve lines as needed */
  i32 origin;           /* breakpoint code = boundary + origin */
  u32 grid_count;
  float grid[32], inverse[32]; /* steps of coarser grids in candidates, and their inverses */
} problem_view;

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
  u32 last;   /* the largest boundary a gene may hold */
  i32 origin; /* breakpoint code = gene + origin */
} island;

/* Sort every individual of a pack: Batcher's merge exchange, the same comparisons for all. */
DEVICE void sort_genes(LOCAL u32 *gene, u32 genes, u32 population, u32 first) {
  u32 top = 1;
  while (2 * top < genes)
    top *= 2;
  for (u32 p = top; p > 0; p /= 2) {
    u32 q = top, r = 0, d = p;
    for (;;) {
      for (u32 g = 0; g + d < genes; g++) {
        if ((g & p) != r)
          continue;
        LOCAL u32 *low = gene + g * population + first, *high = low + d * population;
        FOR_PACK(w) {
          const u32 a = low[w], b = high[w];
          low[w] = a < b ? a : b;
          high[w] = a < b ? b : a;
        }
      }
      if (q == p)
        break;
      d = q - p;
      q /= 2;
      r = p;
    }
  }
}

/* The summed entry costs of a pack, in order of entry, where lines must be solved. */
DEVICE void solved_fitness(const island *at, LOCAL const u32 *gene, LOCAL float *fitness, u32 first) {
  const line_problem line = at->view->line;
  GLOBAL const double *prefix = at->doubles + at->view->prefix, *rounding = at->doubles + at->view->rounding;
  for (u32 w = first; w < first + PACK; w++) {
    u32 from = 0;
    float total = 0;
    for (u32 e = 0; e < at->entries; e++) {
      const u32 to = e < at->genes ? gene[e * at->population + w] : line.bounds - 1;
      total += (float)entry_line(&line, prefix, rounding, from, to).cost;
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
    fitness[first + w] = total[w] + costs[row[w] + at->last + 1];
}

DEVICE void pack_fitness(const island *at, LOCAL const u32 *gene, LOCAL float *fitness, u32 first) {
  if (at->view->stride == 0)
    solved_fitness(at, gene, fitness, first);
  else
    table_fitness(at, gene, fitness, first);
}

/* The fittest of `rounds` individuals named by 16-bit halves of two words; the first drawn wins ties. */
DEVICE void tournament(const island *at, u32 rounds, const u32 word0[PACK], const u32 word1[PACK], u32 winner[PACK]) {
  float best[PACK];
  FOR_PACK(w) {
    winner[w] = ((word0[w] & 0xffffU) * at->population) >> 16;
    best[w] = at->fitness[winner[w]];
  }
  for (u32 t = 1; t < rounds; t++)
    FOR_PACK(w) {
      const u32 word = t < 2 ? word0[w] : word1[w];
      const u32 half = (t & 1U) != 0 ? word >> 16 : word & 0xffffU;
      const u32 rival = (half * at->population) >> 16;
      const float fitness = at->fitness[rival];
      winner[w] = fitness < best[w] ? rival : winner[w];
      best[w] = fitness < best[w] ? fitness : best[w];
    }
}

/* Two-point crossover: genes [low, high) from the second parent. */
DEVICE void crossover(const island *at, GLOBAL const islands_parameters *parameters, const u32 word[PACK],
                      const u32 mother[PACK], const u32 father[PACK], u32 first) {
  u32 low[PACK], high[PACK];
  FOR_PACK(w) {
    const u32 a = (((word[w] >> 16) & 0xffU) * at->entries) >> 8;
    const u32 b = ((word[w] >> 24) * at->entries) >> 8;
    low[w] = a < b ? a : b;
    high[w] = a < b ? b : a;
    high[w] = (word[w] & 0xffffU) < parameters->crossover ? high[w] : low[w];
  }
  for (u32 g = 0; g < at->genes; g++) {
    LOCAL const u32 *from = at->parent + g * at->population;
    LOCAL u32 *to = at->child + g * at->population + first;
    FOR_PACK(w)
      to[w] = from[g >= low[w] && g < high[w] ? father[w] : mother[w]];
  }
}

/* Each gene's nearest boundary on a coarser grid, drawn by 8 bits; grids go through x = 0. */
DEVICE void snap(const island *at, const u32 what[PACK], const i32 gene[PACK], i32 snapped[PACK]) {
  GLOBAL const problem_view *view = at->view;
  const u32 grids = view->grid_count;
  float step[PACK], inverse[PACK];
  FOR_PACK(w) {
    const u32 grid = ((what[w] >> 24) * grids) >> 8;
    step[w] = view->grid[grid];
    inverse[w] = view->inverse[grid];
  }
  FOR_PACK(w) snapped[w] = (i32)rintf(rintf((float)(gene[w] + at->origin) * inverse[w]) * step[w]) - at->origin;
}

/*
 * Mutate one gene of each child: a small step, a large step, a fresh draw, or a rounding to a coarser grid.
 * `what` holds the kind (low half), the gene and a small number; `how` a full-width number.
 */
DEVICE void mutate(const island *at, GLOBAL const islands_parameters *parameters, const u32 what[PACK],
                   const u32 how[PACK], u32 first) {
  const u32 reach = at->last / 8 + 1, small = parameters->small, large = parameters->large;
  const u32 resample = parameters->resample, round = parameters->round;
  const i32 last = (i32)at->last;
  u32 place[PACK];
  i32 gene[PACK], snapped[PACK];
  FOR_PACK(w) {
    place[w] = ((((what[w] >> 16) & 0xffU) * at->genes) >> 8) * at->population + first + w;
    gene[w] = (i32)at->child[place[w]];
  }
  snap(at, what, gene, snapped);
  FOR_PACK(w) {
    const u32 kind = what[w] & 0xffffU;
    const i32 sign = (what[w] >> 31) != 0 ? 1 : -1;
    const i32 near = gene[w] + sign * (1 + (i32)((what[w] >> 24) & 3U));
    const i32 far = gene[w] + sign * (1 + (i32)multiply_high(how[w], reach));
    const i32 fresh = 1 + (i32)multiply_high(how[w], at->last);
    i32 value = kind < round ? snapped[w] : gene[w];
    value = kind < resample ? fresh : value;
    value = kind < large ? far : value;
    value = kind < small ? near : value;
    value = value < 1 ? 1 : value;
    gene[w] = value > last ? last : value;
  }
  FOR_PACK(w) at->child[place[w]] = (u32)gene[w];
}

/* Breed the children of one pack. */
DEVICE void breed(const island *at, GLOBAL const islands_parameters *parameters, u32 first) {
  u32 word[12][PACK];
  for (u32 block = 0; block < 3; block++)
    FOR_PACK(w) {
      const philox4x32_ctr_t random = draw(at->key_low, at->key_high, at->generation, at->number, first + w, block);
      for (u32 i = 0; i < 4; i++)
        word[4 * block + i][w] = random.v[i];
    }
  u32 mother[PACK], father[PACK];
  tournament(at, parameters->tournament, word[0], word[1], mother);
  tournament(at, parameters->tournament, word[2], word[3], father);
  crossover(at, parameters, word[4], mother, father, first);
  for (u32 m = 0; m < 3; m++)
    mutate(at, parameters, word[5 + m], word[8 + m], first);
  sort_genes(at->child, at->genes, at->population, first);
  pack_fitness(at, at->child, at->child_fitness, first);
}

/* Each child takes its individual's place if it is better. */
DEVICE void replace(const island *at, u32 first) {
  LOCAL float *fitness = at->fitness + first, *rival = at->child_fitness + first;
  for (u32 g = 0; g < at->genes; g++) {
    LOCAL u32 *gene = at->parent + g * at->population + first;
    LOCAL const u32 *child = at->child + g * at->population + first;
    FOR_PACK(w)
      gene[w] = rival[w] < fitness[w] ? child[w] : gene[w];
  }
  FOR_PACK(w)
    fitness[w] = rival[w] < fitness[w] ? rival[w] : fitness[w];
}

/* Generation 0: uniform boundaries, sorted. */
DEVICE void found(const island *at, u32 first) {
  for (u32 w = 0; w < PACK; w++)
    for (u32 g = 0; g < at->genes; g += 4) {
      const philox4x32_ctr_t random = draw(at->key_low, at->key_high, 0, at->number, first + w, g / 4);
      for (u32 i = 0; i < 4 && g + i < at->genes; i++)
        at->parent[(g + i) * at->population + first + w] = 1 + multiply_high(random.v[i], at->last);
    }
  sort_genes(at->parent, at->genes, at->population, first);
  pack_fitness(at, at->parent, at->fitness, first);
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

/* The scratch memory of one island: two populations and their fitness. In 32-bit words. */
#define ISLAND_SCRATCH(entries, population) (2 * (entries) * (population))

DEVICE void place_island(island *at, LOCAL u32 *memory) {
  const u32 count = at->genes * at->population;
  at->parent = memory;
  at->child = memory + count;
  at->fitness = (LOCAL float *)(memory + 2 * count);
  at->child_fitness = at->fitness + at->population;
}

/*
 * One epoch of one island per work-group: group = point * islands + island. `generation` is the last one finished,
 * 0 before the first epoch, when populations are drawn. Emigrants of the epoch before come in through `arriving`,
 * this epoch's best go out through `leaving` (two buffers, since islands of one launch run in any order).
 */
KERNEL islands_epoch(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL const float *costs,
                     GLOBAL const islands_parameters *parameters, GLOBAL const islands_point *points,
                     GLOBAL u32 *genes, GLOBAL float *fitness, GLOBAL u32 *arriving_genes,
                     GLOBAL float *arriving_fitness, GLOBAL u32 *leaving_genes, GLOBAL float *leaving_fitness,
                     u32 generation, u32 generations GROUP_ARGUMENTS) {
  GLOBAL const islands_point *point = points + GROUP / parameters->islands;
  const island_memory memory = {genes, fitness};
  const island_memory arriving = {arriving_genes, arriving_fitness}, leaving = {leaving_genes, leaving_fitness};
  island at;
  at.view = views + point->problem;
  at.doubles = doubles;
  at.costs = costs;
  at.entries = parameters->entries;
  at.genes = at.entries - 1;
  at.population = parameters->population;
  at.key_low = point->key_low;
  at.key_high = point->key_high;
  at.number = GROUP % parameters->islands;
  at.last = at.view->line.bounds - 2;
  at.origin = at.view->origin;
  place_island(&at, scratch);
  if (generation == 0) {
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK)
      found(&at, first);
    BARRIER();
  } else {
    load_population(&at, memory, GROUP);
    BARRIER();
    if (LANE == 0)
      immigrate(&at, arriving, GROUP - at.number + (at.number + parameters->islands - 1) % parameters->islands);
    BARRIER();
  }
  for (u32 g = 1; g <= generations; g++) {
    at.generation = generation + g;
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK)
      breed(&at, parameters, first);
    BARRIER();
    for (u32 first = LANE * PACK; first < at.population; first += LANES * PACK)
      replace(&at, first);
    BARRIER();
  }
  store_population(&at, memory, GROUP);
  if (LANE == 0)
    emigrate(&at, leaving, GROUP);
}

/* Fill one row of one problem's cost table per work-group: group = row; problems are launched one by one. */
KERNEL cost_table(GLOBAL const problem_view *views, GLOBAL const double *doubles, GLOBAL float *costs,
                  u32 problem GROUP_ARGUMENTS) {
  GLOBAL const problem_view *view = views + problem;
  const line_problem line = view->line;
  const u32 from = GROUP;
  GLOBAL float *row = costs + view->table + (u64)from * view->stride;
  for (u32 to = from + LANE; to < line.bounds; to += LANES)
    row[to] = (float)entry_line(&line, doubles + view->prefix, doubles + view->rounding, from, to).cost;
  (void)scratch;
}

#endif
