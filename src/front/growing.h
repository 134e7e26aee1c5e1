/* A Pareto front that grows by one item after the other. */
#ifndef LUTDSE_FRONT_GROWING_H
#define LUTDSE_FRONT_GROWING_H

#include "front/front.h"

/* At any moment what front_extract() makes of the items so far, in whatever order they came. All zero: none yet. */
struct growing_front {
  struct objective *item; /* owned */
  size_t count, capacity;
};

/* Add an item; one that another beats leaves no trace. Fails with ERROR_INTERNAL if memory runs out. */
bool growing_front_add(struct growing_front *front, const struct objective *item, struct error *err);

void growing_front_release(struct growing_front *front);

#endif
