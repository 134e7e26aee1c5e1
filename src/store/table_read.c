#include <stdlib.h>
#include <string.h>

#include "store/table.h"
#include "store/table_type.h"

/* No chunk of ours is as large; rows of a larger one are read from it bit by bit. */
enum { PIECE_BYTES = 1 << 24 };

/* Whether the type of the dataset's rows has this very column. */
static bool has_column(hid_t type, const struct column *column) {
  const int member = H5Tget_member_index(type, column->name);
  if (member < 0)
    return false;
  const hid_t found = H5Tget_member_type(type, (unsigned)member), wanted = table_type_column(column);
  const bool same = H5Tequal(found, wanted) > 0;
  (void)H5Tclose(wanted);
  (void)H5Tclose(found);
  return same;
}

static bool check_columns(hid_t dataset, const struct table *table, struct error *err) {
  const hid_t type = H5Dget_type(dataset);
  bool ok = H5Tget_class(type) == H5T_COMPOUND || error_set(err, ERROR_INPUT, "not a compound table");
  for (size_t c = 0; ok && c < table->column_count; c++)
    if (!has_column(type, &table->column[c]))
      ok = error_set(err, ERROR_INPUT, "column %s is missing or of another type", table->column[c].name);
  (void)H5Tclose(type);
  return ok;
}

static bool count_rows(struct table_reader *reader, struct error *err) {
  hsize_t extent = 0;
  const hid_t space = H5Dget_space(reader->dataset);
  const bool ok = H5Sget_simple_extent_ndims(space) == 1 && H5Sget_simple_extent_dims(space, &extent, NULL) == 1;
  (void)H5Sclose(space);
  if (!ok || extent > SIZE_MAX / reader->table->row_size)
    return error_set(err, ERROR_INPUT, "not a table of one dimension");
  reader->rows = (size_t)extent;
  return true;
}

/* As many rows at a time as a chunk has. */
static size_t piece_rows(const struct table_reader *reader) {
  hsize_t chunk = 0;
  const hid_t properties = H5Dget_create_plist(reader->dataset);
  const bool chunked = H5Pget_layout(properties) == H5D_CHUNKED && H5Pget_chunk(properties, 1, &chunk) == 1;
  (void)H5Pclose(properties);
  const size_t most = PIECE_BYTES / reader->table->row_size + 1, rows = reader->rows < most ? reader->rows : most;
  return chunked && chunk > 0 && chunk < rows ? (size_t)chunk : rows;
}

bool table_reader_open(struct table_reader *reader, hid_t file, const struct table *table, const char *path,
                       struct error *err) {
  const hid_t access = table_type_access();
  *reader = (struct table_reader){
      .table = table, .path = path, .dataset = H5Dopen2(file, path, access), .type = table_type_memory(table)};
  (void)H5Pclose(access);
  if (reader->dataset < 0)
    return error_set(err, ERROR_INPUT, "the table %s is missing", path);
  if (!check_columns(reader->dataset, table, err) || !count_rows(reader, err))
    return error_prefix(err, "%s", path);
  reader->piece = piece_rows(reader);
  return true;
}

void table_reader_close(struct table_reader *reader) {
  if (reader->table == NULL)
    return;
  if (reader->dataset >= 0)
    (void)H5Dclose(reader->dataset);
  if (reader->type >= 0)
    (void)H5Tclose(reader->type);
  free(reader->buffer);
  *reader = (struct table_reader){0};
}

static bool move_in(struct table_reader *reader, size_t first, size_t count) {
  const hsize_t rows = count;
  const hid_t place = table_type_rows(reader->dataset, first, rows), memory = H5Screate_simple(1, &rows, NULL);
  const bool ok = H5Dread(reader->dataset, reader->type, memory, place, H5P_DEFAULT, reader->buffer) >= 0;
  (void)H5Sclose(memory);
  (void)H5Sclose(place);
  return ok;
}

/* Read the piece that has row number `index`. */
static bool load(struct table_reader *reader, size_t index, struct error *err) {
  const size_t first = index - index % reader->piece, left = reader->rows - first;
  const size_t count = left < reader->piece ? left : reader->piece;
  if (reader->buffer == NULL)
    reader->buffer = calloc(reader->piece, reader->table->row_size);
  if (reader->buffer == NULL)
    return error_memory(err, reader->path);
  reader->held = 0;
  if (!move_in(reader, first, count))
    return error_set(err, ERROR_INPUT, "%s: rows %zu to %zu cannot be read", reader->path, first, first + count - 1);
  reader->first = first;
  reader->held = count;
  return true;
}

const void *table_reader_row(struct table_reader *reader, size_t index, struct error *err) {
  if (index >= reader->rows) {
    error_set(err, ERROR_INPUT, "%s: no row %zu: there are %zu", reader->path, index, reader->rows);
    return NULL;
  }
  const bool held = index >= reader->first && index - reader->first < reader->held;
  if (!held && !load(reader, index, err))
    return NULL;
  return reader->buffer + (index - reader->first) * reader->table->row_size;
}

static bool check_texts(const struct table *table, const char *row, struct error *err) {
  for (size_t c = 0; c < table->column_count; c++) {
    const struct column *column = &table->column[c];
    if (column->kind == COLUMN_TEXT && memchr(row + column->offset, 0, column->size) == NULL)
      return error_set(err, ERROR_INPUT, "%s: the text has no end", column->name);
  }
  return true;
}

bool table_reader_take(struct table_reader *reader, size_t first, size_t count, table_take *take, void *context,
                       struct error *err) {
  for (size_t index = first; index - first < count; index++) {
    const void *row = table_reader_row(reader, index, err);
    if (row == NULL)
      return false;
    if (!check_texts(reader->table, row, err) || !take(context, index, row, err))
      return error_prefix(err, "%s: row %zu", reader->path, index);
  }
  return true;
}

bool table_read(hid_t file, const struct table *table, const char *path, table_take *take, void *context,
                struct error *err) {
  struct table_reader reader;
  const bool ok = table_reader_open(&reader, file, table, path, err) &&
                  table_reader_take(&reader, 0, reader.rows, take, context, err);
  table_reader_close(&reader);
  return ok;
}

const char *table_difference(const struct table *table, const void *a, const void *b) {
  for (size_t c = 0; c < table->column_count; c++) {
    const struct column *column = &table->column[c];
    if (memcmp((const char *)a + column->offset, (const char *)b + column->offset, column->size) != 0)
      return column->name;
  }
  return NULL;
}
