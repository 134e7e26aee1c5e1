/* Identities of points in order, found again by a hash table: some 24 to 40 bytes each. */
#ifndef LUTDSE_SWEEP_ID_TABLE_H
#define LUTDSE_SWEEP_ID_TABLE_H

#include "key_table.h"
#include "sweep/point.h"

/* All zero: empty. */
struct id_table {
  struct key_table keys;
};

/*
 * Append an identity unless it is there; *position is where it is, *added whether it is new. Returns false if memory
 * runs out or KEY_TABLE_MAX are there.
 */
bool id_table_add(struct id_table *table, const struct point_id *id, size_t *position, bool *added);

/* Its position, or SIZE_MAX: not there, or no identity at all. */
size_t id_table_find(const struct id_table *table, const struct point_id *id);

/* The identity at a position, as text. */
struct point_id id_table_at(const struct id_table *table, size_t position);

void id_table_release(struct id_table *table);

#endif
