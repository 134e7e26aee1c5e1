/*
 * Axes: the values that one key of a grid runs over. Written as a value, a range "4..16" or "8..64/8", a mapping
 * {from: 4, to: 16, step: 2}, or a list of these.
 */
#ifndef LUTDSE_SWEEP_AXIS_H
#define LUTDSE_SWEEP_AXIS_H

#include <stdint.h>

#include "model/spec.h"
#include "sweep/yaml_reader.h"

/* Read integers within [min, max] into a list of uint64_t. */
bool axis_integers(struct yaml_reader *reader, const yaml_node_t *node, uint64_t min, uint64_t max, struct list *out);

/* Read finite real numbers into a list of double; `step` is that of a range which names none. */
bool axis_reals(struct yaml_reader *reader, const yaml_node_t *node, double step, struct list *out);

/* Read one finite real number, also written as a power of two: 2^-3. */
bool axis_real(struct yaml_reader *reader, const yaml_node_t *node, double *out);

/* Read one set of scales: a list of numbers, powers 2^-3 and ranges of powers 2^0..2^-6 or 2^0..2^-6/2. */
bool axis_scale_set(struct yaml_reader *reader, const yaml_node_t *node, struct scale_set *out);

#endif
