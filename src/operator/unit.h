/*
 * The units of an operator: what a table, or the function itself, hands on for each code of its input. Outputs are
 * unsigned: rounded half to even, negative ones 0, too large ones the largest.
 */
#ifndef LUTDSE_OPERATOR_UNIT_H
#define LUTDSE_OPERATOR_UNIT_H

#include "operator/operator.h"

struct operator_unit {
  int32_t first, last; /* input codes */
  uint32_t *value;     /* by code - first */
};

/* Which codes at which scale, and the output's format: bits <= 24, an output is value * 2^-frac. */
struct operator_unit_shape {
  double scale;
  int32_t first, last;
  int bits, frac;
};

/*
 * A table's. A table with an output stage puts out what that stage leaves. Fails if memory runs out. The caller
 * releases *out.
 */
bool operator_unit_of_table(struct operator_unit *out, const struct operator_table *table,
                            const struct operator_unit_shape *shape, struct error *err);

/* The ideal one of a built-in function. Fails if memory runs out. */
bool operator_unit_of_function(struct operator_unit *out, const char *function, const struct operator_unit_shape *shape,
                               struct error *err);

void operator_unit_release(struct operator_unit *unit);

/* The output for a code of first ... last. */
static inline uint32_t operator_unit_value(const struct operator_unit *unit, int32_t code) {
  return unit->value[code - unit->first];
}

#endif
