/* Optima and gaps, for people and for programs. */
#ifndef LUTDSE_CLI_OPTIMUM_PRINT_H
#define LUTDSE_CLI_OPTIMUM_PRINT_H

#include <jansson.h>

#include "store/optimum.h"

/*
 * A gap in percent: "0 %", "0.31 %", "12 %", or "x 25" from a factor of ten on; "inf" where only the optimum is zero,
 * "-" where nothing is known. Of a bound "<= " comes first: the design is at most that far from the best.
 */
void optimum_gap_text(const struct optimum *optimum, double gap, char *text, size_t size);

/* "optima proven for 20 of 24 points, 18 of them reached; gap: worst 3.1 %, mean 0.2 %". */
void optimum_census_text(const struct optimum_census *census, char *text, size_t size);

/* A number, or null where it is not finite. */
json_t *optimum_json_number(double value);

/* {"objective", "value", "kind", "gap"}, or null where nothing is known; {"proven", "bounded", "reached", ...}. */
json_t *optimum_json(const char *objective, const struct optimum *optimum, double gap);
json_t *optimum_census_json(const struct optimum_census *census);

#endif
