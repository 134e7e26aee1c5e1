/*
 * A shard: one of several parts of a sweep that different machines compute. Points that pose the same problem stay
 * together, and shards take about the same time.
 */
#ifndef LUTDSE_SWEEP_SHARD_H
#define LUTDSE_SWEEP_SHARD_H

#include <stdbool.h>

/* Shard number `index` of `count`, counting from 1; count 0: all of the sweep. */
struct shard {
  unsigned index, count;
};

enum { SHARDS_MAX = 100000 };

/* Read "I/N" with 1 <= I <= N <= SHARDS_MAX. Returns false if it is anything else. */
bool shard_parse(const char *text, struct shard *shard);

#endif
