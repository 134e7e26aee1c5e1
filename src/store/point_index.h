/*
 * A hash table from point ids to positions in an array of points. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_POINT_INDEX_H
#define LUTDSE_STORE_POINT_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "sweep/point.h"

struct point_index {
  size_t indexed;  /* points[0 ... indexed-1] are in the table */
  size_t capacity; /* a power of two, at least twice `indexed` */
  size_t *slot;    /* position + 1; 0: free */
};

/* Bring the table up to date with points[0 ... count-1]. Returns false if memory runs out. */
bool point_index_update(struct point_index *index, const struct point *points, size_t count);

/* The first position of that id among the indexed points, or SIZE_MAX. */
size_t point_index_find(const struct point_index *index, const struct point *points, const struct point_id *id);

/* Forget all positions. */
void point_index_clear(struct point_index *index);

void point_index_release(struct point_index *index);

#endif
