/* Which shard every point of a sweep belongs to: the same on every machine. Internal to src/sweep/. */
#ifndef LUTDSE_SWEEP_SHARD_MAP_H
#define LUTDSE_SWEEP_SHARD_MAP_H

#include "sweep/axes.h"
#include "sweep/shard.h"

struct shard_map;

/*
 * Divide the points of a sweep. They fall into groups by a hash of their problem (all of the spec but its entries),
 * whose work is estimated (search/search.h); groups go, the one with most work first, each to the shard that has least.
 * Where problems are too few for that to be even to 5 %, groups are what searches share: single specs, engines, seeds
 * and repeats. `hashes` are function_hash() of each function. NULL if memory runs out.
 */
struct shard_map *shard_map_create(const struct sweep_axes *axes, const struct function *functions,
                                   const unsigned long long *hashes, unsigned shards);
void shard_map_free(struct shard_map *map);

/* The shard of a point, 1 ... shards. */
unsigned shard_map_of(const struct shard_map *map, const struct point *point, unsigned long long function_hash);

#endif
