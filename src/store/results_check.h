/*
 * Checking results that are a slice of a file. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_RESULTS_CHECK_H
#define LUTDSE_STORE_RESULTS_CHECK_H

#include "store/encode.h"

/* The hash of each function, malloc'ed: it takes a while where there are many samples. NULL if memory runs out. */
unsigned long long *results_hash_functions(const struct results *results);

/* What results_check() checks, but for fronts and ranges. Messages name the rows as they are numbered in the file. */
bool results_check_slice(const struct results *slice, const unsigned long long *hashes,
                         const struct numbering *numbering, struct error *err);

/*
 * Whether fronts and ranges of `tail` name functions and weights of `head`, designs below `designs` and metrics that
 * there are. ERROR_INPUT; the message names the table and the row.
 */
bool results_check_tail(const struct results *tail, const struct results *head, size_t designs, struct error *err);

/* Whether fronts repeat what their designs say; everything else is in order. ERROR_INPUT. */
bool results_check_fronts(const struct results *results, struct error *err);

/* Whether every parameter of the engine is in its range: asked before anything is made of them. */
bool results_check_engine(const struct engine_settings *settings, struct error *err);

#endif
