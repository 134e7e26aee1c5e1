/* Weights of a sweep: those that `define_weights` lists, and `uniform`. */
#ifndef LUTDSE_SWEEP_DEFINE_WEIGHT_H
#define LUTDSE_SWEEP_DEFINE_WEIGHT_H

#include "model/weight.h"
#include "sweep/yaml_reader.h"

struct weights {
  struct list items; /* struct weight */
};

/* A value of the axis `weights`. */
struct weight_choice {
  const struct weight *weight; /* NULL: uniform */
};

/* Read one item of `define_weights` and append it; `target` is a struct weights. */
yaml_read define_weight_item;

/* The weight named by a scalar, which stays where it is once all are defined. */
bool define_weight_lookup(struct yaml_reader *reader, const yaml_node_t *node, const struct weights *weights,
                          struct weight_choice *out);

void define_weight_release(struct weights *weights);

#endif
