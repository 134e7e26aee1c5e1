/*
 * Compound tables in HDF5: a C struct per row, described column by column. Knows nothing of what the rows mean.
 * Internal to src/store/.
 */
#ifndef LUTDSE_STORE_TABLE_H
#define LUTDSE_STORE_TABLE_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

#include "error.h"

enum column_kind { COLUMN_TEXT, COLUMN_INT32, COLUMN_INT64, COLUMN_UINT64, COLUMN_DOUBLE };

/* A column: a member of the row's struct. More bytes than one element of the kind make it an array. */
struct column {
  const char *name;
  enum column_kind kind;
  size_t offset, size;
};

struct table {
  const char *path;  /* in the file, as "/points" */
  const char *title; /* one line for people, stored as an attribute */
  size_t row_size;
  size_t column_count;
  const struct column *column;
};

/* Fill in row number `index`, which is all zero. Called for each row in order. */
typedef void table_fill(void *context, size_t index, void *row);

/* Take row number `index`. Called for each row in order until one fails; its text columns are zero-terminated. */
typedef bool table_take(void *context, size_t index, const void *row, struct error *err);

/* Create a table (chunked, shuffled, compressed) at `path` of the file. Fails with ERROR_INTERNAL. */
bool table_write(hid_t file, const struct table *table, const char *path, size_t rows, table_fill *fill, void *context,
                 struct error *err);

/*
 * Read a table whose columns include those described. Fails with ERROR_INPUT (missing, another type, a text not
 * terminated), ERROR_INTERNAL (memory) or what `take` fails with; the message names the table and the row.
 */
bool table_read(hid_t file, const struct table *table, const char *path, table_take *take, void *context,
                struct error *err);

/* The name of the first column in which two rows differ bit by bit, or NULL. */
const char *table_difference(const struct table *table, const void *a, const void *b);

#endif
