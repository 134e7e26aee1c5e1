/* Functions of a sweep: the built-in ones and those that it defines. */
#ifndef LUTDSE_SWEEP_DEFINE_H
#define LUTDSE_SWEEP_DEFINE_H

#include "model/function.h"
#include "sweep/yaml_reader.h"

struct functions {
  struct list items; /* struct function: first the defined ones, then the built-in ones in use */
  size_t defined;
};

/* Read one item of `define` and append it; `target` is a struct functions. */
yaml_read define_item;

/*
 * The index in `functions->items` of the function named by a scalar; a built-in one is appended when it is first
 * named. `all` (all built-in functions) sets *index to SIZE_MAX.
 */
bool define_lookup(struct yaml_reader *reader, const yaml_node_t *node, struct functions *functions, size_t *index);

/* The index of a built-in function in `functions->items`, which it joins if it is not there yet. */
bool define_use(struct functions *functions, const struct function *builtin, size_t *index, struct error *err);

void define_release(struct functions *functions);

#endif
