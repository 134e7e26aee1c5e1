#include "sweep/id_table.h"

#include <stdlib.h>
#include <string.h>

static int digit_value(char digit) {
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Returns false if the text is no identity. */
static bool parse(struct id_bytes *bytes, const struct point_id *id) {
  for (size_t i = 0; i < sizeof bytes->byte; i++) {
    const int high = digit_value(id->hex[2 * i]), low = high < 0 ? -1 : digit_value(id->hex[2 * i + 1]);
    if (low < 0)
      return false;
    bytes->byte[i] = (unsigned char)(high << 4 | low);
  }
  return true;
}

/* An identity is a hash already. */
static size_t first_slot(const struct id_table *table, const struct id_bytes *id) {
  uint64_t hash;
  memcpy(&hash, id->byte, sizeof hash);
  return (size_t)hash & (table->slot_count - 1);
}

/* The slot that holds the identity, or the free one where it belongs. */
static size_t find_slot(const struct id_table *table, const struct id_bytes *id) {
  size_t s = first_slot(table, id);
  while (table->slot[s] != 0 && memcmp(table->id[table->slot[s] - 1].byte, id->byte, sizeof id->byte) != 0)
    s = (s + 1) & (table->slot_count - 1);
  return s;
}

static bool grow_slots(struct id_table *table) {
  if (2 * (table->count + 1) <= table->slot_count)
    return true;
  const size_t slots = table->slot_count == 0 ? 16 : 2 * table->slot_count;
  uint32_t *const slot = calloc(slots, sizeof *slot);
  if (slot == NULL)
    return false;
  free(table->slot);
  table->slot = slot;
  table->slot_count = slots;
  for (size_t i = 0; i < table->count; i++)
    table->slot[find_slot(table, &table->id[i])] = (uint32_t)i + 1;
  return true;
}

static bool grow(struct id_table *table) {
  if (table->count == ID_TABLE_MAX || !grow_slots(table))
    return false;
  if (table->count < table->capacity)
    return true;
  const size_t capacity = table->capacity < 16 ? 16 : table->capacity + table->capacity / 2;
  struct id_bytes *const id = realloc(table->id, capacity * sizeof *id);
  if (id == NULL)
    return false;
  table->id = id;
  table->capacity = capacity;
  return true;
}

bool id_table_add(struct id_table *table, const struct point_id *id, size_t *position, bool *added) {
  struct id_bytes bytes;
  if (!parse(&bytes, id) || !grow(table))
    return false;
  const size_t s = find_slot(table, &bytes);
  *added = table->slot[s] == 0;
  if (*added) {
    table->id[table->count] = bytes;
    table->slot[s] = (uint32_t)++table->count;
  }
  *position = table->slot[s] - 1;
  return true;
}

size_t id_table_find(const struct id_table *table, const struct point_id *id) {
  struct id_bytes bytes;
  if (table->slot_count == 0 || !parse(&bytes, id))
    return SIZE_MAX;
  const uint32_t found = table->slot[find_slot(table, &bytes)];
  return found == 0 ? SIZE_MAX : found - 1;
}

struct point_id id_table_at(const struct id_table *table, size_t position) {
  static const char digits[] = "0123456789abcdef";
  const struct id_bytes *const bytes = &table->id[position];
  struct point_id id = {{0}};
  for (size_t i = 0; i < sizeof bytes->byte; i++) {
    id.hex[2 * i] = digits[bytes->byte[i] >> 4];
    id.hex[2 * i + 1] = digits[bytes->byte[i] & 15];
  }
  return id;
}

void id_table_release(struct id_table *table) {
  free(table->id);
  free(table->slot);
  *table = (struct id_table){0};
}
