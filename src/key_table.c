#include "key_table.h"

#include <stdlib.h>

/* The slot that holds the key, or the free one where it belongs. */
static size_t find_slot(const struct key_table *table, struct table_key key) {
  size_t s = (size_t)(key.high ^ key.low) & (table->slot_count - 1);
  for (; table->slot[s] != 0; s = (s + 1) & (table->slot_count - 1)) {
    const struct table_key *const there = &table->key[table->slot[s] - 1];
    if (there->low == key.low && there->high == key.high)
      break;
  }
  return s;
}

static bool grow_slots(struct key_table *table) {
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
    table->slot[find_slot(table, table->key[i])] = (uint32_t)i + 1;
  return true;
}

static bool grow(struct key_table *table) {
  if (table->count == KEY_TABLE_MAX || !grow_slots(table))
    return false;
  if (table->count < table->capacity)
    return true;
  const size_t capacity = table->capacity < 16 ? 16 : table->capacity + table->capacity / 2;
  struct table_key *const key = realloc(table->key, capacity * sizeof *key);
  if (key == NULL)
    return false;
  table->key = key;
  table->capacity = capacity;
  return true;
}

bool key_table_add(struct key_table *table, struct table_key key, size_t *number, bool *added) {
  if (!grow(table))
    return false;
  const size_t s = find_slot(table, key);
  *added = table->slot[s] == 0;
  if (*added) {
    table->key[table->count] = key;
    table->slot[s] = (uint32_t)++table->count;
  }
  *number = table->slot[s] - 1;
  return true;
}

size_t key_table_find(const struct key_table *table, struct table_key key) {
  if (table->slot_count == 0)
    return SIZE_MAX;
  const uint32_t found = table->slot[find_slot(table, key)];
  return found == 0 ? SIZE_MAX : found - 1;
}

void key_table_release(struct key_table *table) {
  free(table->key);
  free(table->slot);
  *table = (struct key_table){.count = 0};
}
