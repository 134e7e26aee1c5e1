/*
 * HDF5 types of tables and texts, and what else it takes to move rows. Internal to src/store/. Every function returns
 * an identifier to be closed, a type by H5Tclose(), or a negative one.
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

/* Rows [first, first + count) of a dataset as a space, to be closed by H5Sclose(). */
hid_t table_type_rows(hid_t dataset, hsize_t first, hsize_t count);

/* How to open a dataset whose chunks are moved whole and once: no chunk cache. To be closed by H5Pclose(). */
hid_t table_type_access(void);

#endif
