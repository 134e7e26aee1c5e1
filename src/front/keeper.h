/* The points behind the members of fronts that are gathered: they are few, and all that is kept of a big file. */
#ifndef LUTDSE_FRONT_KEEPER_H
#define LUTDSE_FRONT_KEEPER_H

#include "front/gather.h"

/* All zero: none yet. */
struct keeper {
  struct results points; /* those with a member, in order of their designs, with all that belongs to them */
  size_t *first_design;  /* owned; per point: the number of its first design in the file */
  size_t capacity, compact_at;
};

void keeper_release(struct keeper *keeper);

/* Keep points[point] of a slice, whose first design is number `first_design`. Numbers of designs ascend.
 * ERROR_INTERNAL. */
bool keeper_add(struct keeper *keeper, const struct results *slice, size_t point, size_t first_design,
                struct error *err);

/* After gather_add() of a slice: keep the points of its new members. Fails with ERROR_INTERNAL. */
bool keeper_take(struct keeper *keeper, const struct gather *gather, const struct results *slice, size_t first_design,
                 struct error *err);

/* Where in points.designs design number `design` is; SIZE_MAX: it is not kept. */
size_t keeper_find(const struct keeper *keeper, size_t design);

#endif
