/*
 * A batch laid out for the kernels: the arrays every back end hands to islands_epoch() and cost_table().
 */
#ifndef LUTDSE_GPU_LAYOUT_H
#define LUTDSE_GPU_LAYOUT_H

#include "backend.h"
#include "gpu/batch.h"

struct layout {
  islands_parameters parameters;
  size_t problem_count, point_count, group_count; /* groups: points * islands */
  size_t genes;                                   /* entries - 1 */
  problem_view *views;                            /* [problem_count] */
  islands_point *points;                          /* [point_count] */
  size_t double_count, cost_count;
  double *doubles; /* prefix and rounding tables of every problem */
};

/* Lay out a batch. Fails with ERROR_INTERNAL if memory runs out, leaving nothing to free. */
bool layout_create(struct layout *layout, const struct batch *batch, struct error *err);
void layout_free(struct layout *layout);

/* Tiles along a side of the table of costs between so many boundaries. */
size_t layout_tiles(u32 bounds);

#endif
