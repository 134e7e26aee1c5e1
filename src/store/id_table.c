#include "store/id_table.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* 128 bits of hash tell ids apart: they are hashes themselves. */
struct id_slot {
  uint64_t low, high;
  uint64_t number; /* + 1; 0: free */
};

static struct id_slot slot_of(const struct point_id *id) {
  const XXH128_hash_t hash = XXH3_128bits(id->hex, strnlen(id->hex, sizeof id->hex));
  return (struct id_slot){.low = hash.low64, .high = hash.high64};
}

/* The slot that holds it, or the free one where it belongs. */
static struct id_slot *seek(const struct id_table *table, const struct id_slot *wanted) {
  size_t s = (size_t)wanted->low & (table->capacity - 1);
  while (table->slot[s].number != 0 && (table->slot[s].low != wanted->low || table->slot[s].high != wanted->high))
    s = (s + 1) & (table->capacity - 1);
  return &table->slot[s];
}

/* Four of five slots may be taken. */
static bool reserve(struct id_table *table) {
  if (table->count + 1 <= table->capacity / 5 * 4)
    return true;
  struct id_table larger = {.count = table->count, .capacity = table->capacity == 0 ? 64 : 2 * table->capacity};
  larger.slot = calloc(larger.capacity, sizeof *larger.slot);
  if (larger.slot == NULL)
    return false;
  for (size_t s = 0; s < table->capacity; s++)
    if (table->slot[s].number != 0)
      *seek(&larger, &table->slot[s]) = table->slot[s];
  free(table->slot);
  *table = larger;
  return true;
}

size_t id_table_find(const struct id_table *table, const struct point_id *id) {
  if (table->capacity == 0)
    return SIZE_MAX;
  const struct id_slot wanted = slot_of(id);
  const uint64_t number = seek(table, &wanted)->number;
  return number == 0 ? SIZE_MAX : (size_t)number - 1;
}

size_t id_table_add(struct id_table *table, const struct point_id *id) {
  if (!reserve(table))
    return SIZE_MAX;
  const struct id_slot wanted = slot_of(id);
  struct id_slot *const slot = seek(table, &wanted);
  if (slot->number == 0) {
    *slot = wanted;
    slot->number = ++table->count;
  }
  return (size_t)slot->number - 1;
}

void id_table_release(struct id_table *table) {
  free(table->slot);
  *table = (struct id_table){0};
}
