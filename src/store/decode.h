/*
 * Results from rows. A row is taken only if encoding what it gave yields the very same row, so that no column can
 * disagree with another; what remains is for results_check(). Internal to src/store/.
 */
#ifndef LUTDSE_STORE_DECODE_H
#define LUTDSE_STORE_DECODE_H

#include "store/encode.h"

/* What is small and read whole, in the order functions, weights, fronts, ranges, runs. */
struct head_decoder {
  hid_t file;           /* where samples and histograms are */
  struct results *head; /* what has been read so far */
  size_t designs;       /* of the file */
  size_t front_capacity, range_capacity;
};

/* Each is a table_take; the context is a head_decoder. ERROR_INPUT, or ERROR_INTERNAL if memory runs out. */
bool decode_function(void *decoder, size_t index, const void *row, struct error *err);
bool decode_weight(void *decoder, size_t index, const void *row, struct error *err);
bool decode_front(void *decoder, size_t index, const void *row, struct error *err);
bool decode_range(void *decoder, size_t index, const void *row, struct error *err);
bool decode_run(void *decoder, size_t index, const void *row, struct error *err);

/* A slice of the points with what belongs to them, in the order points, designs, errors, convergence, synthesis. */
struct slice_decoder {
  struct results *slice;         /* what has been read so far; its functions and weights are those of the file */
  struct numbering at;           /* of the slice in its file */
  size_t points, designs;        /* of the file */
  size_t design;                 /* of the slice: the next row of errors is of this design ... */
  int scale;                     /* ... at this scale of its set */
  size_t step_point;             /* of the slice: that of the last row of convergence */
  struct point_figures *figures; /* owned: what the rows of points say of designs that were not read yet */
  size_t figures_capacity;
};

/* The same for a slice_decoder. */
bool decode_point(void *decoder, size_t index, const void *row, struct error *err);
bool decode_design(void *decoder, size_t index, const void *row, struct error *err);
bool decode_error(void *decoder, size_t index, const void *row, struct error *err);
bool decode_step(void *decoder, size_t index, const void *row, struct error *err);
bool decode_synthesised(void *decoder, size_t index, const void *row, struct error *err);

/* Once every row is taken, and the slice passes results_check(): whether points agree with their designs. */
bool decode_finish_points(const struct slice_decoder *decoder, struct error *err);

#endif
