#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/table.h"
#include "store/table_type.h"
#include "store/text.h"

/* A chunk is what a reader of one row has to inflate, and what each open table holds in memory. */
enum { DEFLATE_LEVEL = 4, CHUNK_BYTES = 1 << 17 };

bool table_writer_open(struct table_writer *writer, hid_t file, const struct table *table, const char *path) {
  const size_t chunk = CHUNK_BYTES / table->row_size + 1;
  *writer = (struct table_writer){.table = table,
                                  .file = file,
                                  .dataset = H5I_INVALID_HID,
                                  .type = table_type_memory(table),
                                  .chunk = chunk,
                                  .buffer = malloc(chunk * table->row_size)};
  (void)snprintf(writer->path, sizeof writer->path, "%s", path);
  return writer->type >= 0 && writer->buffer != NULL;
}

/* How the rows are laid out; a table without rows has no chunks. */
static hid_t creation_properties(size_t chunk_rows) {
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk = chunk_rows;
  /* Without time stamps equal results give equal bytes. */
  bool ok = H5Pset_obj_track_times(properties, false) >= 0;
  if (ok && chunk > 0)
    ok = H5Pset_chunk(properties, 1, &chunk) >= 0 && H5Pset_shuffle(properties) >= 0;
  if (ok && chunk > 0 && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0)
    ok = H5Pset_deflate(properties, DEFLATE_LEVEL) >= 0;
  if (ok)
    return properties;
  (void)H5Pclose(properties);
  return H5I_INVALID_HID;
}

/* The dataset: of the rows that there are if these are all, else one that grows. */
static bool create(struct table_writer *writer, bool all) {
  const hsize_t extent = writer->held, most = all ? extent : H5S_UNLIMITED;
  const hid_t type = table_type_file(writer->table), space = H5Screate_simple(1, &extent, &most);
  const hid_t properties = creation_properties(writer->held), access = table_type_access();
  writer->dataset = H5Dcreate2(writer->file, writer->path, type, space, H5P_DEFAULT, properties, access);
  (void)H5Pclose(access);
  (void)H5Pclose(properties);
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  return writer->dataset >= 0 && text_write_attribute(writer->dataset, "title", writer->table->title);
}

static bool move_out(struct table_writer *writer) {
  const hsize_t rows = writer->held;
  const hid_t place = table_type_rows(writer->dataset, writer->written, rows);
  const hid_t memory = H5Screate_simple(1, &rows, NULL);
  const bool ok = H5Dwrite(writer->dataset, writer->type, memory, place, H5P_DEFAULT, writer->buffer) >= 0;
  (void)H5Sclose(memory);
  (void)H5Sclose(place);
  return ok;
}

/* Whole chunks but for the last one, each once: they pass by HDF5's chunk cache. */
static bool flush(struct table_writer *writer, bool all) {
  const hsize_t extent = writer->written + writer->held;
  if (writer->dataset < 0 && !create(writer, all))
    return false;
  if (writer->held == 0)
    return true;
  if (writer->written > 0 && H5Dset_extent(writer->dataset, &extent) < 0)
    return false;
  if (!move_out(writer))
    return false;
  writer->written += writer->held;
  writer->held = 0;
  return true;
}

void *table_writer_next(struct table_writer *writer) {
  const size_t size = writer->table->row_size;
  if (writer->held == writer->chunk && !flush(writer, false))
    return NULL;
  return memset(writer->buffer + writer->held++ * size, 0, size);
}

bool table_writer_finish(struct table_writer *writer) {
  const bool written = flush(writer, true), closed = writer->dataset < 0 || H5Dclose(writer->dataset) >= 0;
  writer->dataset = H5I_INVALID_HID;
  table_writer_discard(writer);
  return written && closed;
}

void table_writer_discard(struct table_writer *writer) {
  if (writer->table == NULL)
    return;
  if (writer->dataset >= 0)
    (void)H5Dclose(writer->dataset);
  if (writer->type >= 0)
    (void)H5Tclose(writer->type);
  free(writer->buffer);
  *writer = (struct table_writer){0};
}
