/*
 * HDF5 types of tables and texts. Internal to src/store/. Every function returns an identifier to be closed by
 * H5Tclose(), or a negative one.
 */
#ifndef LUTDSE_STORE_TABLE_TYPE_H
#define LUTDSE_STORE_TABLE_TYPE_H

#include "store/table.h"

/* A zero-terminated UTF-8 string of `size` bytes. */
hid_t table_type_text(size_t size);

/* A column in the file (little-endian). */
hid_t table_type_column(const struct column *column);

/* A row in the file (packed, little-endian) and in memory (the C struct). */
hid_t table_type_file(const struct table *table);
hid_t table_type_memory(const struct table *table);

#endif
