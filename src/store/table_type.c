#include "store/table_type.h"

#include <stdint.h>

hid_t table_type_text(size_t size) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  if (H5Tset_size(type, size) >= 0 && H5Tset_strpad(type, H5T_STR_NULLTERM) >= 0 &&
      H5Tset_cset(type, H5T_CSET_UTF8) >= 0)
    return type;
  (void)H5Tclose(type);
  return H5I_INVALID_HID;
}

static hid_t number_in_file(enum column_kind kind) {
  switch (kind) {
  case COLUMN_INT32:
    return H5T_STD_I32LE;
  case COLUMN_INT64:
    return H5T_STD_I64LE;
  case COLUMN_UINT64:
    return H5T_STD_U64LE;
  case COLUMN_DOUBLE:
    return H5T_IEEE_F64LE;
  case COLUMN_TEXT:
    break;
  }
  return H5I_INVALID_HID;
}

static hid_t number_in_memory(enum column_kind kind) {
  switch (kind) {
  case COLUMN_INT32:
    return H5T_NATIVE_INT32;
  case COLUMN_INT64:
    return H5T_NATIVE_INT64;
  case COLUMN_UINT64:
    return H5T_NATIVE_UINT64;
  case COLUMN_DOUBLE:
    return H5T_NATIVE_DOUBLE;
  case COLUMN_TEXT:
    break;
  }
  return H5I_INVALID_HID;
}

static hid_t column_type(const struct column *column, hid_t number) {
  if (column->kind == COLUMN_TEXT)
    return table_type_text(column->size);
  const hsize_t count = column->size / H5Tget_size(number);
  return count == 1 ? H5Tcopy(number) : H5Tarray_create2(number, 1, &count);
}

hid_t table_type_column(const struct column *column) { return column_type(column, number_in_file(column->kind)); }

static bool insert(hid_t row, const struct column *column, size_t offset, hid_t number) {
  const hid_t type = column_type(column, number);
  const bool ok = H5Tinsert(row, column->name, offset, type) >= 0;
  (void)H5Tclose(type);
  return ok;
}

static hid_t close_invalid(hid_t type) {
  (void)H5Tclose(type);
  return H5I_INVALID_HID;
}

hid_t table_type_file(const struct table *table) {
  size_t size = 0, offset = 0;
  for (size_t c = 0; c < table->column_count; c++)
    size += table->column[c].size;
  const hid_t row = H5Tcreate(H5T_COMPOUND, size);
  for (size_t c = 0; c < table->column_count; offset += table->column[c++].size)
    if (!insert(row, &table->column[c], offset, number_in_file(table->column[c].kind)))
      return close_invalid(row);
  return row;
}

hid_t table_type_memory(const struct table *table) {
  const hid_t row = H5Tcreate(H5T_COMPOUND, table->row_size);
  for (size_t c = 0; c < table->column_count; c++)
    if (!insert(row, &table->column[c], table->column[c].offset, number_in_memory(table->column[c].kind)))
      return close_invalid(row);
  return row;
}

hid_t table_type_rows(hid_t dataset, hsize_t first, hsize_t count) {
  const hid_t space = H5Dget_space(dataset);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0)
    return space;
  (void)H5Sclose(space);
  return H5I_INVALID_HID;
}

hid_t table_type_access(void) {
  const hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
  (void)H5Pset_chunk_cache(access, 0, 0, 1);
  return access;
}
