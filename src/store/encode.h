/*
 * Rows from results. `row` must be all zero. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_ENCODE_H
#define LUTDSE_STORE_ENCODE_H

#include "store/rows.h"

void encode_function(const struct function *function, struct function_row *row);
void encode_weight(const struct weight *weight, struct weight_row *row);

/* All but best_mse, so that the designs need not be there yet. */
void encode_point(const struct results *results, size_t index, struct point_row *row);

/* The smallest mse among a point's designs, or NaN if it has none. */
double encode_best_mse(const struct results *results, size_t point);

void encode_design(const struct results *results, size_t index, struct design_row *row);

/* The error of design number `index` at scale number `scale` of its set. */
void encode_error(const struct results *results, size_t index, int scale, struct error_row *row);

void encode_front(const struct results *results, size_t index, struct front_table_row *row);
void encode_run(const struct run_record *run, struct run_record *row);

#endif
