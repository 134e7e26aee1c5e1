/*
 * Where populations come from: founders, drawn at random, and shaken populations, of which windows are drawn anew
 * (kernel dialect).
 */
#ifndef LUTDSE_GPU_FOUND_H
#define LUTDSE_GPU_FOUND_H

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

/* Draw `count` genes of an individual from `from` on uniformly between two boundaries, both included. */
DEVICE void draw_genes(const island *at, u32 individual, u32 block, u32 from, u32 count, u32 low, u32 high) {
  for (u32 g = 0; g < count; g += 4) {
    const philox4x32_ctr_t random =
        draw(at->key_low, at->key_high, at->generation, at->number, individual, block + g / 4);
    for (u32 i = 0; i < 4 && g + i < count; i++)
      at->parent[(from + g + i) * at->population + individual] = low + multiply_high(random.v[i], high - low + 1);
  }
}

/* The first block of random words that breeding the same generation does not take (gpu/breed.h). */
#define SHAKE_BLOCK 32

/*
 * Renew a pack. Generation 0 founds it: all genes are drawn from all boundaries. Later generations shake it: a window
 * of genes, of any length but mostly short, is drawn from the boundaries between its neighbours, in every individual
 * but `best`. One function for both, since compilers copy it wherever it is called.
 */
DEVICE void renew(const island *at, u32 best, u32 first) {
  for (u32 w = first; w < first + PACK; w++) {
    u32 count = at->genes, from = 0, block = 0;
    if (at->generation != 0) {
      const philox4x32_ctr_t random = draw(at->key_low, at->key_high, at->generation, at->number, w, SHAKE_BLOCK);
      count = w != best ? 1 + multiply_high(random.v[0], at->genes >> (random.v[2] & 3U)) : 0;
      from = multiply_high(random.v[1], at->genes - count + 1);
      block = SHAKE_BLOCK + 1;
    }
    const u32 low = from > 0 ? at->parent[(from - 1) * at->population + w] : at->low;
    const u32 high = from + count < at->genes ? at->parent[(from + count) * at->population + w] : at->high;
    draw_genes(at, w, block, from, count, low, high);
  }
  sort_genes(at->parent, at->genes, at->population, first);
  pack_fitness(at, at->parent, at->fitness, first);
}

#endif
