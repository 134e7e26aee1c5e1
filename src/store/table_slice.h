/*
 * A table goes through memory slice by slice, so that the size of a table bounds nothing but its file. Internal to
 * table_write.c and table_read.c.
 */
#ifndef LUTDSE_STORE_TABLE_SLICE_H
#define LUTDSE_STORE_TABLE_SLICE_H

#include "store/table.h"

struct table_slice {
  hid_t dataset, type;
  size_t rows;  /* the most it holds */
  char *buffer; /* rows * row_size bytes */
};

/* Rows in a slice, and in a chunk of the file: slices are whole chunks, which pass HDF5's chunk cache once. */
size_t table_slice_rows(const struct table *table);

/* Returns false if memory runs out; close it all the same. */
bool table_slice_open(struct table_slice *slice, const struct table *table, hid_t dataset);

/* Move rows [first, first + count) of the dataset from or to the start of the buffer. */
bool table_slice_write(const struct table_slice *slice, size_t first, size_t count);
bool table_slice_read(const struct table_slice *slice, size_t first, size_t count);

void table_slice_close(struct table_slice *slice);

#endif
