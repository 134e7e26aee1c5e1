/* The best tables of up to 16 entries for the published configuration, and operators scored with them. */
#ifndef LUTDSE_TESTS_BEST_TABLES_H
#define LUTDSE_TESTS_BEST_TABLES_H

#include "operator/operator.h"

/* A group's setup: computes all tables. */
int best_tables_solve(void **state);

/* Eight-bit inputs at the scales 2^0 to 2^-6, Q(8,6), the tail of exp pinned. */
struct spec best_tables_spec(const char *function, int entries);

/* The design for that, of exp, div or rsqrt. */
const struct design *best_table(const char *function, int entries);

/* The defaults, but 20 vectors of lengths 1 and 40. */
struct operator_settings best_tables_settings(enum operator_kind kind);

/* Scores with tables of so many entries; a failure fails the test. The caller releases them. */
void best_tables_softmax(struct operator_score *score, int entries, const struct operator_settings *settings);
void best_tables_layernorm(struct operator_score *score, int entries, const struct operator_settings *settings);

#endif
