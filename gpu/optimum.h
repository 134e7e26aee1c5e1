/*
 * The dynamic program for the best boundaries, tile by tile (kernel dialect).
 *
 * best[n][j] is the least error of n entries over the codes before boundary j: the minimum over i of best[n-1][i] +
 * cost(i, j). Tiles of one row (the same i) follow those of the rows before; within a row the tile on the diagonal
 * comes first. Minima are exact and ties go to the smallest i, so the order of tiles never shows.
 */
#ifndef LUTDSE_GPU_OPTIMUM_H
#define LUTDSE_GPU_OPTIMUM_H

#include "gpu/batch.h"
#include "gpu/tile.h"

/* The scratch memory of one tile, in doubles: a strip's, a layer of `best` over the tile, and the one before it. */
#define OPTIMUM_SCRATCH (STRIP_SCRATCH + 2 * TILE)

/* The layers of a launch: [entries + 1][stride], stride a multiple of TILE. */
typedef struct {
  GLOBAL double *best;
  GLOBAL u32 *from; /* where the last of n entries begins */
  u64 stride;
} optimum_layers;

/* Nothing leads from the first boundary to itself, and no entry begins at the last. */
DEVICE void forbid_ends(LOCAL double *costs, u32 from, u32 to, u32 last) {
  if (from == 0 && to == 0)
    costs[0] = (double)INFINITY;
  if (last - from < BLOCK && last >= from && last - to < TILE && last >= to)
    costs[(last - from) * TILE + last - to] = (double)INFINITY;
}

/* Let a strip's entries follow n - 1 others, whose least errors are in `before`; one pack of columns. */
DEVICE void relax_pack(LOCAL const double *costs, LOCAL const double *before, double best[PACK], double row[PACK]) {
  FOR_PACK(w) {
    double least = best[w], found = row[w];
    for (u32 r = 0; r < BLOCK; r++) {
      const double total = before[r] + costs[r * TILE + w];
      found = total < least ? (double)r : found;
      least = total < least ? total : least;
    }
    best[w] = least;
    row[w] = found;
  }
}

/* Layer n of a strip; what it comes to is in `after`, too. */
DEVICE void relax_layer(optimum_layers layers, u32 n, u32 from, u32 to, u32 last, LOCAL const double *costs,
                        LOCAL const double *before, LOCAL double *after, u32 lane, u32 lanes) {
  for (u32 column = first_column(from, to, lane, lanes); column < end_column(to, last); column += lanes * PACK) {
    const u64 cell = n * layers.stride + to + column;
    double best[PACK], row[PACK];
    FOR_PACK(w) {
      best[w] = layers.best[cell + w];
      row[w] = -1;
    }
    relax_pack(costs + column, before, best, row);
    for (u32 w = 0; w < PACK; w++) {
      after[column + w] = best[w];
      layers.best[cell + w] = best[w];
      if (row[w] >= 0)
        layers.from[cell + w] = from + (u32)row[w];
    }
  }
}

/*
 * All layers of a strip that `wanted` has a bit for: bit n - 1 for layer n. Where the strip's rows are columns of the
 * same tile, each layer follows the one just made.
 */
DEVICE void relax_strip(optimum_layers layers, u32 entries, u64 wanted, u32 from, u32 to, u32 last, LOCAL double *costs,
                        u32 lane, u32 lanes) {
  LOCAL double *before = costs + STRIP_SCRATCH, *after = before + TILE;
  const int diagonal = from >= to;
  for (u32 n = 1; n <= entries; n++) {
    for (u32 i = lane; i < BLOCK; i += lanes)
      before[i] = diagonal && n > 1 ? after[from - to + i] : layers.best[(n - 1) * layers.stride + from + i];
    BARRIER();
    if (diagonal || ((wanted >> (n - 1)) & 1U) != 0)
      relax_layer(layers, n, from, to, last, costs, before, after, lane, lanes);
    BARRIER();
  }
}

#endif
