#include "store/table_slice.h"

#include <stdlib.h>

#include "store/table_type.h"

enum { SLICE_BYTES = 1 << 19 };

size_t table_slice_rows(const struct table *table) { return SLICE_BYTES / table->row_size + 1; }

bool table_slice_open(struct table_slice *slice, const struct table *table, hid_t dataset) {
  const size_t rows = table_slice_rows(table);
  *slice = (struct table_slice){dataset, table_type_memory(table), rows, calloc(rows, table->row_size)};
  return slice->type >= 0 && slice->buffer != NULL;
}

/* The part of the dataset that is moved, or a negative identifier. */
static hid_t select_rows(hid_t dataset, hsize_t first, hsize_t count) {
  const hid_t space = H5Dget_space(dataset);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0)
    return space;
  (void)H5Sclose(space);
  return H5I_INVALID_HID;
}

bool table_slice_write(const struct table_slice *slice, size_t first, size_t count) {
  const hsize_t extent = count;
  const hid_t rows = select_rows(slice->dataset, first, count), memory = H5Screate_simple(1, &extent, NULL);
  const bool ok = H5Dwrite(slice->dataset, slice->type, memory, rows, H5P_DEFAULT, slice->buffer) >= 0;
  (void)H5Sclose(memory);
  (void)H5Sclose(rows);
  return ok;
}

bool table_slice_read(const struct table_slice *slice, size_t first, size_t count) {
  const hsize_t extent = count;
  const hid_t rows = select_rows(slice->dataset, first, count), memory = H5Screate_simple(1, &extent, NULL);
  const bool ok = H5Dread(slice->dataset, slice->type, memory, rows, H5P_DEFAULT, slice->buffer) >= 0;
  (void)H5Sclose(memory);
  (void)H5Sclose(rows);
  return ok;
}

void table_slice_close(struct table_slice *slice) {
  free(slice->buffer);
  (void)H5Tclose(slice->type);
}
