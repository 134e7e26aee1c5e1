/*
 * Rows from results. `row` must be all zero. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_ENCODE_H
#define LUTDSE_STORE_ENCODE_H

#include "store/rows.h"

void encode_function(const struct function *function, struct function_row *row);

/* All but best_mse, so that the designs need not be there yet. */
void encode_point(const struct results *results, size_t point, struct point_row *row);

/* The smallest mse among a point's designs, or NaN if it has none. */
double encode_best_mse(const struct results *results, size_t point);

void encode_design(const struct results *results, size_t design, struct design_row *row);

/* The error of a design at scale number `scale` of its set. */
void encode_error(const struct results *results, size_t design, int scale, struct error_row *row);

void encode_front(const struct results *results, size_t front, struct front_table_row *row);

#endif
