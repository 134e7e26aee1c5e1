#include "sweep/list.h"

#include <stdlib.h>
#include <string.h>

static bool grow(struct list *list, size_t size) {
  const size_t capacity = list->capacity == 0 ? 8 : 2 * list->capacity;
  void *const items = realloc(list->items, capacity * size);
  if (items == NULL)
    return false;
  list->items = items;
  list->capacity = capacity;
  return true;
}

bool list_add(struct list *list, const void *item, size_t size) {
  if (list->count == list->capacity && !grow(list, size))
    return false;
  memcpy((char *)list->items + list->count * size, item, size);
  list->count++;
  return true;
}

void list_release(struct list *list) {
  free(list->items);
  *list = (struct list){NULL, 0, 0};
}
