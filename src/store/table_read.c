#include <string.h>

#include "store/table.h"
#include "store/table_slice.h"
#include "store/table_type.h"

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

static bool check_columns(hid_t type, const struct table *table, struct error *err) {
  if (H5Tget_class(type) != H5T_COMPOUND)
    return error_set(err, ERROR_INPUT, "not a compound table");
  for (size_t c = 0; c < table->column_count; c++)
    if (!has_column(type, &table->column[c]))
      return error_set(err, ERROR_INPUT, "column %s is missing or of another type", table->column[c].name);
  return true;
}

static bool count_rows(hid_t dataset, const struct table *table, size_t *rows, struct error *err) {
  hsize_t extent = 0;
  const hid_t space = H5Dget_space(dataset);
  const bool ok = H5Sget_simple_extent_ndims(space) == 1 && H5Sget_simple_extent_dims(space, &extent, NULL) == 1;
  (void)H5Sclose(space);
  if (!ok || extent > SIZE_MAX / table->row_size)
    return error_set(err, ERROR_INPUT, "not a table of one dimension");
  *rows = (size_t)extent;
  return true;
}

static bool check_texts(const struct table *table, const char *row, struct error *err) {
  for (size_t c = 0; c < table->column_count; c++) {
    const struct column *column = &table->column[c];
    if (column->kind == COLUMN_TEXT && memchr(row + column->offset, 0, column->size) == NULL)
      return error_set(err, ERROR_INPUT, "%s: the text has no end", column->name);
  }
  return true;
}

static bool take_rows(const struct table_slice *slice, const struct table *table, size_t first, size_t count,
                      table_take *take, void *context, struct error *err) {
  for (size_t r = 0; r < count; r++) {
    const char *row = slice->buffer + r * table->row_size;
    if (!check_texts(table, row, err) || !take(context, first + r, row, err))
      return error_prefix(err, "row %zu", first + r);
  }
  return true;
}

static bool read_rows(const struct table_slice *slice, const struct table *table, size_t rows, table_take *take,
                      void *context, struct error *err) {
  for (size_t first = 0; first < rows; first += slice->rows) {
    const size_t count = rows - first < slice->rows ? rows - first : slice->rows;
    if (!table_slice_read(slice, first, count))
      return error_set(err, ERROR_INPUT, "rows %zu to %zu cannot be read", first, first + count - 1);
    if (!take_rows(slice, table, first, count, take, context, err))
      return false;
  }
  return true;
}

static bool read_dataset(hid_t dataset, const struct table *table, table_take *take, void *context, struct error *err) {
  size_t rows = 0;
  const hid_t type = H5Dget_type(dataset);
  const bool typed = check_columns(type, table, err);
  (void)H5Tclose(type);
  if (!typed || !count_rows(dataset, table, &rows, err))
    return false;
  struct table_slice slice;
  const bool ok = table_slice_open(&slice, table, dataset) ? read_rows(&slice, table, rows, take, context, err)
                                                           : error_memory(err, "table");
  table_slice_close(&slice);
  return ok;
}

bool table_read(hid_t file, const struct table *table, const char *path, table_take *take, void *context,
                struct error *err) {
  const hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
  if (dataset < 0)
    return error_set(err, ERROR_INPUT, "the table %s is missing", path);
  const bool ok = read_dataset(dataset, table, take, context, err);
  (void)H5Dclose(dataset);
  return ok || error_prefix(err, "%s", path);
}

const char *table_difference(const struct table *table, const void *a, const void *b) {
  for (size_t c = 0; c < table->column_count; c++) {
    const struct column *column = &table->column[c];
    if (memcmp((const char *)a + column->offset, (const char *)b + column->offset, column->size) != 0)
      return column->name;
  }
  return NULL;
}
