/* A batch of a published baseline laid out for the kernels: the arrays that every back end hands to them. */
#ifndef LUTDSE_GPU_BASELINE_BATCH_H
#define LUTDSE_GPU_BASELINE_BATCH_H

#include "backend.h"

struct baseline_arrays {
  baseline_view *views;   /* [table_count]: offsets into `doubles` */
  baseline_point *points; /* [point_count] */
  size_t double_count;
  double *doubles; /* what all share, then every table's */
};

/* Lay out a batch. Fails with ERROR_INTERNAL if memory runs out, leaving nothing to free. */
bool baseline_arrays_create(struct baseline_arrays *arrays, const struct baseline_batch *batch, struct error *err);
void baseline_arrays_free(struct baseline_arrays *arrays);

/* The doubles that a point's search keeps on the device. */
size_t baseline_state_doubles(const baseline_parameters *parameters);

/* The points [first, first + count) as a batch of their own, with only the tables they need. */
struct baseline_piece {
  struct baseline_batch batch;
  const struct baseline_table **tables;
  uint32_t *table_of;
};

/* Fails with ERROR_INTERNAL if memory runs out; baseline_piece_free() is due in any case. */
bool baseline_piece_create(struct baseline_piece *piece, const struct baseline_batch *batch, size_t first, size_t count,
                           struct error *err);
void baseline_piece_free(struct baseline_piece *piece);

/* The results of points from `first` on. */
struct baseline_result baseline_result_at(const struct baseline_result *result, const baseline_parameters *parameters,
                                          size_t first);

#endif
