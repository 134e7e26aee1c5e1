/* Numbers of point ids: some 40 bytes a point, however large the points are. */
#ifndef LUTDSE_STORE_ID_TABLE_H
#define LUTDSE_STORE_ID_TABLE_H

#include "sweep/point.h"

/* All zero: empty. */
struct id_table {
  size_t count;
  size_t capacity; /* 0 or a power of two */
  struct id_slot *slot;
};

/* The number of an id, or SIZE_MAX. */
size_t id_table_find(const struct id_table *table, const struct point_id *id);

/* Give an id the number table->count, unless it has one. Returns its number, or SIZE_MAX if memory runs out. */
size_t id_table_add(struct id_table *table, const struct point_id *id);

void id_table_release(struct id_table *table);

#endif
