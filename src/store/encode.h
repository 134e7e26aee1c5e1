/*
 * Rows from results. `row` must be all zero. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_ENCODE_H
#define LUTDSE_STORE_ENCODE_H

#include "store/rows.h"

void encode_function(const struct function *function, struct function_row *row);
void encode_weight(const struct weight *weight, struct weight_row *row);

/* All but the figures of its designs, which need not be there yet. */
void encode_point(const struct results *results, size_t index, struct point_row *row);

/* What follows from a point's designs: the smallest mse (NaN if there are none) and the gap of the best one. */
struct point_figures {
  double best_mse, gap;
};

struct point_figures encode_figures(const struct results *results, size_t point);

void encode_design(const struct results *results, size_t index, struct design_row *row);

/* The error of design number `index` at scale number `scale` of its set. */
void encode_error(const struct results *results, size_t index, int scale, struct error_row *row);

/* Step number `index`, which is one of the point's. */
void encode_step(const struct results *results, size_t point, size_t index, struct convergence_row *row);

void encode_front(const struct results *results, size_t index, struct front_table_row *row);
void encode_synthesised(const struct synthesised *synthesised, struct synthesis_row *row);
void encode_run(const struct run_record *run, struct run_record *row);

#endif
