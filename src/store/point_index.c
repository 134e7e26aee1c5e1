#include "store/point_index.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static bool equal(const struct point_id *a, const struct point_id *b) {
  return strncmp(a->hex, b->hex, sizeof a->hex) == 0;
}

/* The slot that holds `id`, or the free one where it belongs. */
static size_t find_slot(const size_t *slot, size_t capacity, const struct point *points, const struct point_id *id) {
  size_t s = (size_t)XXH3_64bits(id->hex, strnlen(id->hex, sizeof id->hex)) & (capacity - 1);
  while (slot[s] != 0 && !equal(&points[slot[s] - 1].id, id))
    s = (s + 1) & (capacity - 1);
  return s;
}

static void insert(struct point_index *index, const struct point *points, size_t position) {
  const size_t s = find_slot(index->slot, index->capacity, points, &points[position].id);
  if (index->slot[s] == 0)
    index->slot[s] = position + 1;
}

static bool resize(struct point_index *index, size_t count) {
  size_t capacity = index->capacity < 16 ? 16 : index->capacity;
  while (capacity / 2 < count)
    capacity *= 2;
  if (capacity == index->capacity)
    return true;
  size_t *slot = calloc(capacity, sizeof *slot);
  if (slot == NULL)
    return false;
  free(index->slot);
  index->slot = slot;
  index->capacity = capacity;
  index->indexed = 0;
  return true;
}

bool point_index_update(struct point_index *index, const struct point *points, size_t count) {
  if (!resize(index, count))
    return false;
  for (size_t i = index->indexed; i < count; i++)
    insert(index, points, i);
  index->indexed = count;
  return true;
}

size_t point_index_find(const struct point_index *index, const struct point *points, const struct point_id *id) {
  if (index->capacity == 0)
    return SIZE_MAX;
  const size_t position = index->slot[find_slot(index->slot, index->capacity, points, id)];
  return position == 0 ? SIZE_MAX : position - 1;
}

void point_index_clear(struct point_index *index) {
  if (index->slot != NULL)
    memset(index->slot, 0, index->capacity * sizeof *index->slot);
  index->indexed = 0;
}

void point_index_release(struct point_index *index) {
  free(index->slot);
  *index = (struct point_index){0};
}
