#include "front/growing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many members cost at most that much. */
static size_t count_within(const struct growing_front *front, double cost) {
  size_t low = 0, high = front->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (front->item[middle].cost <= cost)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool reserve(struct growing_front *front, struct error *err) {
  if (front->count < front->capacity)
    return true;
  const size_t capacity = front->capacity == 0 ? 16 : 2 * front->capacity;
  struct objective *const moved = realloc(front->item, capacity * sizeof *moved);
  if (moved == NULL)
    return error_memory(err, "a front");
  front->item = moved;
  front->capacity = capacity;
  return true;
}

/* Put an item in the place of members [first, end), which it beats. */
static bool replace(struct growing_front *front, size_t first, size_t end, const struct objective *item,
                    struct error *err) {
  if (!reserve(front, err))
    return false;
  memmove(&front->item[first + 1], &front->item[end], (front->count - end) * sizeof *item);
  front->item[first] = *item;
  front->count += 1 - (end - first);
  return true;
}

bool growing_front_add(struct growing_front *front, const struct objective *item, struct error *err) {
  if (isnan(item->cost) || isnan(item->error))
    return true;
  const size_t within = count_within(front, item->cost);
  size_t first = within;
  if (within > 0) {
    /* Of those that cost no more the last has the least error. */
    struct objective *const rival = &front->item[within - 1];
    const bool equal = rival->cost == item->cost && rival->error == item->error;
    if (equal && item->design < rival->design)
      *rival = *item;
    if (rival->error <= item->error)
      return true;
    first -= rival->cost == item->cost;
  }
  size_t end = within;
  while (end < front->count && front->item[end].error >= item->error)
    end++;
  return replace(front, first, end, item, err);
}

void growing_front_release(struct growing_front *front) {
  free(front->item);
  *front = (struct growing_front){0};
}
