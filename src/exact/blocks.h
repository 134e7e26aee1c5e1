/*
 * Boundaries in blocks: the first boundary, chunks of neighbours, the last boundary. An entry that begins somewhere in
 * one block and ends somewhere in another holds at least the codes from the end of the one to the start of the other.
 * Internal to src/exact/.
 */
#ifndef LUTDSE_EXACT_BLOCKS_H
#define LUTDSE_EXACT_BLOCKS_H

#include <stdint.h>

struct blocks {
  uint32_t bounds; /* boundaries there are */
  uint32_t width;  /* of a chunk, a power of two; the last one may be narrower */
  uint32_t count;  /* chunks + 2 */
};

static inline struct blocks blocks_of(uint32_t bounds, uint32_t width) {
  return (struct blocks){bounds, width, (bounds - 2 + width - 1) / width + 2};
}

static inline uint32_t block_first(const struct blocks *blocks, uint32_t block) {
  return block == 0 ? 0 : block == blocks->count - 1 ? blocks->bounds - 1 : 1 + (block - 1) * blocks->width;
}

static inline uint32_t block_last(const struct blocks *blocks, uint32_t block) {
  if (block == 0 || block >= blocks->count - 2)
    return block == 0 ? 0 : block == blocks->count - 1 ? blocks->bounds - 1 : blocks->bounds - 2;
  return block * blocks->width;
}

/* The block of twice the width that a block lies in. */
static inline uint32_t block_parent(const struct blocks *blocks, const struct blocks *wider, uint32_t block) {
  return block == 0 ? 0 : block == blocks->count - 1 ? wider->count - 1 : (block + 1) / 2;
}

/* The first of the blocks of half the width that lie in a block; they end before the first of the next block. */
static inline uint32_t block_child(const struct blocks *narrower, const struct blocks *blocks, uint32_t block) {
  return block == 0                   ? 0
         : block == blocks->count     ? narrower->count
         : block == blocks->count - 1 ? narrower->count - 1
                                      : 2 * block - 1;
}

#endif
