#include <string.h>

#include "store/table.h"

static int64_t key_of(const struct table_reader *reader, size_t row) {
  int64_t key;
  memcpy(&key, reader->buffer + (row - reader->first) * reader->table->row_size + reader->table->column[0].offset,
         sizeof key);
  return key;
}

/* The first row in the buffer whose key is at least `key`; one past it if there is none. */
static size_t find_held(const struct table_reader *reader, int64_t key) {
  size_t low = reader->first, high = reader->first + reader->held;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (key_of(reader, middle) < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Rows of one key are about equally many throughout, so it is not far from the place in proportion. */
static size_t guess(size_t low, size_t high, int64_t least, int64_t most, int64_t key) {
  if (key <= least || most <= least)
    return low;
  if (key >= most)
    return high - 1;
  const double share = ((double)key - (double)least) / ((double)most - (double)least);
  const size_t row = low + (size_t)(share * (double)(high - low));
  return row < high ? row : high - 1;
}

bool table_reader_find(struct table_reader *reader, int64_t key, int64_t keys, size_t *row, struct error *err) {
  size_t low = 0, high = reader->rows; /* the answer is one of low ... high */
  int64_t least = 0, most = keys;      /* what rows low and high may have, as far as is known */
  for (bool halve = false; low < high; halve = !halve) {
    const size_t probe = halve ? low + (high - low) / 2 : guess(low, high, least, most, key);
    if (table_reader_row(reader, probe, err) == NULL)
      return false;
    const size_t found = find_held(reader, key), end = reader->first + reader->held;
    if (found == end) {
      low = end;
      least = key_of(reader, end - 1);
    } else if (found > reader->first || found == low) {
      low = high = found;
    } else {
      high = found;
      most = key_of(reader, found);
    }
  }
  *row = low;
  return true;
}
