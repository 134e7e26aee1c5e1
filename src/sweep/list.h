/* A growing array of equal items, used while a sweep is read. A zero-initialised list is empty. */
#ifndef LUTDSE_SWEEP_LIST_H
#define LUTDSE_SWEEP_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
  void *items;
  size_t count, capacity;
};

/* Item `index` of a list whose items are of `type`. */
#define LIST_AT(list, type, index) (((const type *)(list)->items)[index])

/* Append a copy of `item`; `size` is the same for every item of a list. Returns false if memory ran out. */
bool list_add(struct list *list, const void *item, size_t size);

/* Free the items and leave the list empty. */
void list_release(struct list *list);

#endif
