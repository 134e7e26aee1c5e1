/*
 * The tables that grow with the points, together. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_GROWING_H
#define LUTDSE_STORE_GROWING_H

#include "store/encode.h"

enum growing_table { POINTS, DESIGNS, ERRORS, CONVERGENCE, SYNTHESIS, GROWING };

/* By enum growing_table. */
extern const struct table *const growing_tables[GROWING];

/* On their way into a file. */
struct growing {
  struct table_writer table[GROWING];
};

/* Begin them. Returns false if memory runs out; discard them then. */
bool growing_open(struct growing *growing, hid_t file);

/*
 * Append all rows of a point of a slice: one point after the other, so that the order in which chunks reach the file
 * has nothing to do with slices. What was synthesised of its designs begins at row *synthesised of the slice, which
 * moves on. Returns false if HDF5 fails.
 */
bool growing_add(struct growing *growing, const struct results *slice, size_t point, const struct numbering *numbering,
                 size_t *synthesised);

/* Write what is left, and close. Returns false if HDF5 fails; they are closed all the same. */
bool growing_finish(struct growing *growing);

/* Close, and leave the tables as they are; those that are closed, or all zero, are left alone. */
void growing_discard(struct growing *growing);

#endif
