#include <stdlib.h>
#include <string.h>

#include "store/table.h"
#include "store/table_slice.h"
#include "store/table_type.h"
#include "store/text.h"

enum { DEFLATE_LEVEL = 4 };

/* How the rows are laid out; a table without rows has no chunks. */
static hid_t creation_properties(const struct table *table, size_t rows) {
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  const size_t most = table_slice_rows(table);
  const hsize_t chunk = rows < most ? rows : most;
  /* Without time stamps equal results give equal bytes. */
  bool ok = H5Pset_obj_track_times(properties, false) >= 0;
  if (ok && rows > 0)
    ok = H5Pset_chunk(properties, 1, &chunk) >= 0 && H5Pset_shuffle(properties) >= 0;
  if (ok && rows > 0 && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0)
    ok = H5Pset_deflate(properties, DEFLATE_LEVEL) >= 0;
  if (ok)
    return properties;
  (void)H5Pclose(properties);
  return H5I_INVALID_HID;
}

static hid_t create(hid_t file, const struct table *table, const char *path, size_t rows) {
  const hsize_t extent = rows;
  const hid_t type = table_type_file(table), space = H5Screate_simple(1, &extent, NULL);
  const hid_t properties = creation_properties(table, rows);
  const hid_t dataset = H5Dcreate2(file, path, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  (void)H5Pclose(properties);
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  return dataset;
}

static bool write_rows(const struct table_slice *slice, const struct table *table, size_t rows, table_fill *fill,
                       void *context) {
  for (size_t first = 0; first < rows; first += slice->rows) {
    const size_t count = rows - first < slice->rows ? rows - first : slice->rows;
    memset(slice->buffer, 0, count * table->row_size);
    for (size_t r = 0; r < count; r++)
      fill(context, first + r, slice->buffer + r * table->row_size);
    if (!table_slice_write(slice, first, count))
      return false;
  }
  return true;
}

bool table_write(hid_t file, const struct table *table, const char *path, size_t rows, table_fill *fill, void *context,
                 struct error *err) {
  const hid_t dataset = create(file, table, path, rows);
  struct table_slice slice;
  bool ok = table_slice_open(&slice, table, dataset);
  ok = ok && text_write_attribute(dataset, "title", table->title) && write_rows(&slice, table, rows, fill, context);
  table_slice_close(&slice);
  /* Closing compresses and stores the rows that are still in HDF5's cache. */
  ok = H5Dclose(dataset) >= 0 && ok;
  return ok || error_set(err, ERROR_INTERNAL, "HDF5 cannot build the table %s of %zu rows: out of memory?", path, rows);
}
