/*
 * The genetic operators, on packs of individuals (kernel dialect). A generation breeds one child per individual:
 * two parents by tournament, two-point crossover, three mutations; the child takes the individual's place if it is
 * better, so that an island never loses its best.
 */
#ifndef LUTDSE_GPU_BREED_H
#define LUTDSE_GPU_BREED_H

#include "gpu/fitness.h"
#include "gpu/philox.h"

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
      const u32 draw16 = (t & 1U) != 0 ? word >> 16 : word & 0xffffU;
      const u32 rival = (draw16 * at->population) >> 16;
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
  FOR_PACK(w)
  snapped[w] = (i32)round_even(round_even((float)(gene[w] + at->origin) * inverse[w]) * step[w]) - at->origin;
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
      word[4 * block][w] = random.v[0];
      word[4 * block + 1][w] = random.v[1];
      word[4 * block + 2][w] = random.v[2];
      word[4 * block + 3][w] = random.v[3];
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

#endif
