/* Two records of one point: whether they agree, and what one adds to the other. Internal to src/store/weave*.c. */
#ifndef LUTDSE_STORE_WEAVE_JOIN_H
#define LUTDSE_STORE_WEAVE_JOIN_H

#include "store/results.h"

/* A row of points, with all that belongs to it. */
struct weave_record {
  const struct results *results;
  size_t row;
};

/* What differs, bit for bit: "designs", "figures", "evaluations" or "convergence". NULL: nothing. */
const char *weave_difference(struct weave_record a, struct weave_record b);

/*
 * Add to the last point of `results` what a record that agrees with it knows better: its optimum, and syntheses of its
 * designs by other libraries and tools. Fails with ERROR_INTERNAL if memory runs out.
 */
bool weave_join(struct results *results, struct weave_record other, struct error *err);

#endif
