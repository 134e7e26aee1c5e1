#include "raw_change.h"

#include <string.h>

#include "numbers.h"

struct change {
  struct raw_table *table;
  unsigned char *row, *other; /* the rows meant by row and value */
  size_t number;              /* of the row */
  unsigned where, value;
};

/* A number within a row: column, or element of one that is an array. */
struct cell {
  unsigned char *at;
  size_t size; /* of the element */
  H5T_class_t class;
};

static struct cell find_cell(const struct change *change, unsigned char *row) {
  const hid_t type = change->table->type;
  const unsigned member = change->where % (unsigned)H5Tget_nmembers(type);
  const hid_t column = H5Tget_member_type(type, member);
  struct cell cell = {row + H5Tget_member_offset(type, member), H5Tget_size(column), H5Tget_class(column)};
  if (cell.class == H5T_ARRAY) {
    const hid_t element = H5Tget_super(column);
    const size_t size = H5Tget_size(element), count = cell.size / size;
    cell = (struct cell){cell.at + change->value / 64 % count * size, size, H5Tget_class(element)};
    (void)H5Tclose(element);
  }
  (void)H5Tclose(column);
  return cell;
}

static void flip(const struct change *change) {
  change->row[change->where % change->table->row_size] ^= (unsigned char)(change->value == 0 ? 1 : change->value);
}

static void set_number(const struct change *change) {
  const struct cell cell = find_cell(change, change->row);
  const int64_t whole = numbers_whole(change->value);
  const double real = numbers_real(change->value);
  if (cell.class == H5T_INTEGER && cell.size <= sizeof whole)
    memcpy(cell.at, &whole, cell.size);
  else if (cell.class == H5T_FLOAT && cell.size == sizeof real)
    memcpy(cell.at, &real, cell.size);
  else if (cell.class == H5T_STRING)
    memset(cell.at, (int)(change->value % 256), change->value / 256 % (cell.size + 1));
}

/* A step of -32 to 31; of a floating-point number, so many of its neighbours further. */
static void add(const struct change *change) {
  const struct cell cell = find_cell(change, change->row);
  uint64_t bits = 0;
  if (cell.class == H5T_STRING || cell.size > sizeof bits)
    return;
  memcpy(&bits, cell.at, cell.size);
  bits += (uint64_t)(change->value % 64) - 32;
  memcpy(cell.at, &bits, cell.size);
}

static void copy_column(const struct change *change) {
  const struct cell to = find_cell(change, change->row), from = find_cell(change, change->other);
  memmove(to.at, from.at, to.size);
}

static void copy_row(const struct change *change) { memmove(change->row, change->other, change->table->row_size); }

static void swap(const struct change *change) {
  for (size_t i = 0; i < change->table->row_size; i++) {
    const unsigned char kept = change->row[i];
    change->row[i] = change->other[i];
    change->other[i] = kept;
  }
}

static void drop(const struct change *change) { raw_table_remove(change->table, change->number); }
static void repeat(const struct change *change) { raw_table_repeat(change->table, change->number); }
static void end(const struct change *change) { change->table->rows = change->number; }

void raw_change_apply(struct raw_tables *tables, const uint8_t bytes[RAW_CHANGE_SIZE]) {
  static void (*const kinds[])(const struct change *) = {flip, set_number, add,    copy_column, copy_row,
                                                         swap, drop,       repeat, end};
  struct raw_table *const table = &tables->table[bytes[1] % tables->count];
  if (table->rows == 0)
    return;
  const unsigned row = bytes[2] | (unsigned)bytes[3] << 8, value = bytes[6] | (unsigned)bytes[7] << 8;
  const struct change change = {.table = table,
                                .row = table->data + row % table->rows * table->row_size,
                                .other = table->data + value % table->rows * table->row_size,
                                .number = row % table->rows,
                                .where = bytes[4] | (unsigned)bytes[5] << 8,
                                .value = value};
  table->changed = true;
  kinds[bytes[0] % (sizeof kinds / sizeof kinds[0])](&change);
}
