#include "sweep/shard_map.h"

#include <stdlib.h>
#include <string.h>

#include "search/search.h"

/* Groups are told apart by so many bits of their hash: as many as matter where work is to be divided evenly. */
enum { BUCKET_BITS = 20, BUCKETS = 1 << BUCKET_BITS };

static const double even_enough = 1.05;

struct bucket {
  double work;
  uint32_t number;
};

struct shard_map {
  bool fine; /* whether groups are what searches share, not problems */
  uint32_t shard[BUCKETS];
};

static uint32_t bucket_of(const struct point *point, unsigned long long function_hash, bool fine) {
  return (uint32_t)(point_group(point, function_hash, fine) >> (64 - BUCKET_BITS));
}

/*
 * Whether a run is the first that needs what its problem takes: seeds and repeats share a table, and an engine that
 * does all sizes at once solves its problem once. Fine groups may end up in different shards, so each counts it.
 */
static bool is_first(const struct grid_axes *axes, const struct point *point, size_t run, bool first_size) {
  const size_t of_engine = axes_product(axes->run_length + 1, RUN_AXES - 1);
  return run % of_engine < axes->hardware->count && (first_size || !point->engine.engine->all_entries);
}

/* All runs of one spec. */
static void add_spec(struct shard_map *map, struct bucket *bucket, const struct grid_axes *axes, struct point *point,
                     unsigned long long function_hash, bool first_size) {
  const size_t runs = axes_product(axes->run_length, RUN_AXES);
  for (size_t i = 0, alike; i < runs; i += alike) {
    alike = grid_axes_alike(axes, i);
    grid_axes_run(axes, i, point);
    const struct search_request request = {&point->spec, &point->engine, 0};
    const bool counts = map->fine || is_first(axes, point, i, first_size);
    /* One evaluation's work more: points of engines that count none cost something, too. */
    bucket[bucket_of(point, function_hash, map->fine)].work +=
        (counts ? search_problem_work(&request) : 0) + (double)alike * (search_point_work(&request) + 1);
  }
}

static void add_grid(struct shard_map *map, struct bucket *bucket, const struct grid_axes *axes,
                     const struct function *functions, const unsigned long long *hashes) {
  const size_t specs = axes_product(axes->spec_length, SPEC_AXES), sizes = axes->spec_length[SPEC_AXES - 1];
  struct point point = {.repeat = 0};
  for (size_t i = 0; i < specs; i++) {
    point.spec = grid_axes_spec(axes, functions, i);
    add_spec(map, bucket, axes, &point, hashes[point.spec.function - functions], i % sizes == 0);
  }
}

/* The most work first, then by number: the same everywhere. */
static int compare_buckets(const void *left, const void *right) {
  const struct bucket *const a = left, *const b = right;
  if (a->work != b->work)
    return a->work > b->work ? -1 : 1;
  return (a->number > b->number) - (a->number < b->number);
}

/* A heap of shards, the one with least work on top, of equal ones the first. */
struct load {
  double work;
  uint32_t shard;
};

static bool less(const struct load *a, const struct load *b) {
  return a->work != b->work ? a->work < b->work : a->shard < b->shard;
}

static void sink(struct load *heap, size_t count) {
  for (size_t i = 0, child; (child = 2 * i + 1) < count; i = child) {
    if (child + 1 < count && less(&heap[child + 1], &heap[child]))
      child++;
    if (!less(&heap[child], &heap[i]))
      return;
    const struct load swapped = heap[i];
    heap[i] = heap[child];
    heap[child] = swapped;
  }
}

/* Move the buckets with work to the front, with their numbers; returns how many. */
static size_t keep_filled(struct bucket *bucket, double *total) {
  size_t count = 0;
  *total = 0;
  for (uint32_t b = 0; b < BUCKETS; b++) {
    if (bucket[b].work == 0)
      continue;
    *total += bucket[b].work;
    bucket[count++] = (struct bucket){bucket[b].work, b};
  }
  return count;
}

/* Give the buckets to shards; returns the largest shard's work over the mean. */
static double divide(struct shard_map *map, struct bucket *bucket, struct load *heap, unsigned shards) {
  double total, most = 0;
  const size_t count = keep_filled(bucket, &total);
  qsort(bucket, count, sizeof *bucket, compare_buckets);
  for (uint32_t s = 0; s < shards; s++)
    heap[s] = (struct load){0, s};
  for (size_t b = 0; b < count; b++) {
    map->shard[bucket[b].number] = heap[0].shard;
    heap[0].work += bucket[b].work;
    most = heap[0].work > most ? heap[0].work : most;
    sink(heap, shards);
  }
  return total > 0 ? most / (total / shards) : 1;
}

/* Returns the imbalance. */
static double fill(struct shard_map *map, struct bucket *bucket, struct load *heap, const struct sweep_axes *axes,
                   const struct function *functions, const unsigned long long *hashes, unsigned shards) {
  memset(bucket, 0, BUCKETS * sizeof *bucket);
  for (size_t g = 0; g < axes->grids.count; g++) {
    const struct grid_axes grid = grid_axes_of(&LIST_AT(&axes->grids, struct grid, g), &axes->common);
    add_grid(map, bucket, &grid, functions, hashes);
  }
  return divide(map, bucket, heap, shards);
}

struct shard_map *shard_map_create(const struct sweep_axes *axes, const struct function *functions,
                                   const unsigned long long *hashes, unsigned shards) {
  struct shard_map *map = malloc(sizeof *map);
  struct bucket *const bucket = malloc(BUCKETS * sizeof *bucket);
  struct load *const heap = malloc(shards * sizeof *heap);
  if (map != NULL && bucket != NULL && heap != NULL) {
    map->fine = false;
    map->fine = fill(map, bucket, heap, axes, functions, hashes, shards) > even_enough;
    if (map->fine)
      (void)fill(map, bucket, heap, axes, functions, hashes, shards);
  } else {
    free(map);
    map = NULL;
  }
  free(bucket);
  free(heap);
  return map;
}

unsigned shard_map_of(const struct shard_map *map, const struct point *point, unsigned long long function_hash) {
  return map->shard[bucket_of(point, function_hash, map->fine)] + 1;
}

void shard_map_free(struct shard_map *map) { free(map); }
