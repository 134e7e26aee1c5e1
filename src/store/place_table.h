/* Places of points by their ids: filled, sorted, and then asked. Internal to src/store/. */
#ifndef LUTDSE_STORE_PLACE_TABLE_H
#define LUTDSE_STORE_PLACE_TABLE_H

#include "sweep/point.h"

struct place_row {
  struct point_id id;
  uint64_t place;
  size_t order; /* in which rows were added */
};

/* All zero: empty. */
struct place_table {
  size_t count, capacity;
  struct place_row *row; /* owned */
};

/* Append a row. Returns false if memory runs out. */
bool place_table_add(struct place_table *table, const struct point_id *id, uint64_t place);

/* To be called between adding and finding. */
void place_table_sort(struct place_table *table);

/* The place that was added first for that id; UINT64_MAX if there is none. */
uint64_t place_table_find(const struct place_table *table, const struct point_id *id);

void place_table_release(struct place_table *table);

#endif
