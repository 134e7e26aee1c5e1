/*
 * Results from rows, in the order of the tables: functions, weights, points, designs, errors, convergence, fronts,
 * synthesis, runs. A row is taken only if encoding what it gave yields the very same row, so that no column can
 * disagree with another; what remains is for results_check(). Internal to src/store/.
 */
#ifndef LUTDSE_STORE_DECODE_H
#define LUTDSE_STORE_DECODE_H

#include "store/encode.h"

struct decoder {
  hid_t file;                    /* where samples and histograms are */
  struct results *out;           /* what has been read so far */
  size_t design;                 /* the next row of errors: this design ... */
  int scale;                     /* ... at this scale of its set */
  size_t step_point;             /* the point of the last row of convergence */
  struct point_figures *figures; /* owned: what the rows of points say of designs that were not read yet */
  size_t figures_capacity;
  size_t front_capacity;
};

/* Each is a table_take for its table; `decoder` is the struct. ERROR_INPUT, or ERROR_INTERNAL if memory runs out. */
bool decode_function(void *decoder, size_t index, const void *row, struct error *err);
bool decode_weight(void *decoder, size_t index, const void *row, struct error *err);
bool decode_point(void *decoder, size_t index, const void *row, struct error *err);
bool decode_design(void *decoder, size_t index, const void *row, struct error *err);
bool decode_error(void *decoder, size_t index, const void *row, struct error *err);
bool decode_step(void *decoder, size_t index, const void *row, struct error *err);
bool decode_front(void *decoder, size_t index, const void *row, struct error *err);
bool decode_synthesised(void *decoder, size_t index, const void *row, struct error *err);
bool decode_run(void *decoder, size_t index, const void *row, struct error *err);

/*
 * Once every row is taken: whether the errors are as many as they should be, and points agree with their designs. The
 * latter asks for results that pass results_check().
 */
bool decode_finish_errors(const struct decoder *decoder, struct error *err);
bool decode_finish_points(const struct decoder *decoder, struct error *err);

#endif
