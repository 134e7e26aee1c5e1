/*
 * Rows from results. `row` must be all zero. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_ENCODE_H
#define LUTDSE_STORE_ENCODE_H

#include "store/rows.h"

/* How what a slice numbers from 0 is numbered in its file. */
struct numbering {
  size_t point, design;            /* the slice's first point and design */
  const size_t *function, *weight; /* per function and weight of the slice; NULL: as in the slice */
};

void encode_function(const struct function *function, struct function_row *row);
void encode_weight(const struct weight *weight, struct weight_row *row);

/* All but the figures of its designs, which need not be there yet. */
void encode_point(const struct results *slice, size_t index, const struct numbering *numbering, struct point_row *row);

/*
 * What follows from a point's designs: the smallest mse, the smallest error in its objective (NaN if there are none)
 * and the gap of the best one.
 */
struct point_figures {
  double best_mse, best, gap;
};

struct point_figures encode_figures(const struct results *slice, size_t point);

void encode_design(const struct results *slice, size_t index, const struct numbering *numbering,
                   struct design_row *row);

/* The error of design number `index` of the slice at scale number `scale` of its set. */
void encode_error(const struct results *slice, size_t index, int scale, const struct numbering *numbering,
                  struct error_row *row);

/* A step of the slice's point number `point`. */
void encode_step(const struct convergence_step *step, size_t point, const struct numbering *numbering,
                 struct convergence_row *row);

/* Fronts and ranges refer to functions and weights of `head`. */
void encode_front(const struct results *head, const struct front_row *front, struct front_table_row *row);
void encode_range(const struct results *head, const struct range_row *range, struct range_table_row *row);

void encode_synthesised(const struct synthesised *synthesised, const struct numbering *numbering,
                        struct synthesis_row *row);
void encode_run(const struct run_record *run, struct run_record *row);

#endif
