/* One grid of a sweep: its axes, and the number of points in their product. */
#ifndef LUTDSE_SWEEP_GRID_H
#define LUTDSE_SWEEP_GRID_H

#include "sweep/define.h"
#include "sweep/define_weight.h"
#include "sweep/settings.h"

struct grid {
  char name[sizeof((struct point *)NULL)->grid];
  size_t line;            /* of the file */
  struct list functions;  /* size_t: index in struct functions */
  struct list in_bits;    /* uint64_t */
  struct list scale_sets; /* struct scale_set */
  struct list slopes;     /* struct format_choice */
  struct list intercepts; /* struct format_choice */
  struct list entries;    /* uint64_t */
  struct list tails;      /* enum tails */
  struct list ranges;     /* uint64_t; 1: none but the domain */
  struct settings own;    /* what this grid sets for itself; the rest is as for the whole sweep */
};

/*
 * Read one grid. Its name is left empty if it has none. On failure nothing is to be released; `functions` takes up
 * the built-in functions it names; `weights` must stay where it is.
 */
bool grid_read(struct yaml_reader *reader, const yaml_node_t *node, struct functions *functions,
               const struct weights *weights, struct grid *out);

void grid_release(struct grid *grid);

#endif
