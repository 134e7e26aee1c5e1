#include "store/place_table.h"

#include <stdlib.h>
#include <string.h>

#include "store/results_push.h"

static int compare_rows(const void *a, const void *b) {
  const struct place_row *x = a, *y = b;
  const int order = strcmp(x->id.hex, y->id.hex);
  return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

bool place_table_add(struct place_table *table, const struct point_id *id, uint64_t place) {
  if (!array_reserve(&table->row, &table->capacity, table->count + 1, sizeof *table->row))
    return false;
  table->row[table->count] = (struct place_row){.id = *id, .place = place, .order = table->count};
  table->count++;
  return true;
}

void place_table_sort(struct place_table *table) {
  if (table->count > 0)
    qsort(table->row, table->count, sizeof *table->row, compare_rows);
}

uint64_t place_table_find(const struct place_table *table, const struct point_id *id) {
  size_t low = 0, high = table->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (strcmp(table->row[middle].id.hex, id->hex) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low < table->count && strcmp(table->row[low].id.hex, id->hex) == 0 ? table->row[low].place : UINT64_MAX;
}

void place_table_release(struct place_table *table) {
  free(table->row);
  *table = (struct place_table){.count = 0};
}
