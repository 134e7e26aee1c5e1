/* The grids of a sweep as axes: any point follows from its place, so that points need not be kept. */
#ifndef LUTDSE_SWEEP_AXES_H
#define LUTDSE_SWEEP_AXES_H

#include "sweep/grid.h"

/* What a sweep keeps of its file. */
struct sweep_axes {
  struct settings common; /* what grids do not set for themselves */
  struct list grids;      /* struct grid */
  uint64_t *first;        /* per grid: the place of its first point; [grids.count] is how many places there are */
};

enum { SPEC_AXES = 10, RUN_AXES = 4 };

/* A grid's axes, its own or the sweep's, and their lengths, slowest first. */
struct grid_axes {
  const struct grid *grid;
  const struct list *outputs, *weights, *engines, *seeds, *hardware;
  size_t repeats;
  size_t spec_length[SPEC_AXES]; /* the last: entries */
  size_t run_length[RUN_AXES];   /* engines, seeds, repeats, hardware */
};

struct grid_axes grid_axes_of(const struct grid *grid, const struct settings *common);

/* The product of some lengths, or SIZE_MAX if that does not fit. */
size_t axes_product(const size_t *length, size_t count);

/* The number of points of a grid, or SIZE_MAX if that does not fit. */
size_t grid_axes_points(const struct grid_axes *axes);

/*
 * Spec number `index` of a grid, without what a datapath asks of it; of the same axes the last, entries, changes
 * fastest. `functions` are the sweep's.
 */
struct spec grid_axes_spec(const struct grid_axes *axes, const struct function *functions, size_t index);

/* Set a point's engine, seed, repeat, hardware and what that asks of its spec, which is set: run number `index`. */
void grid_axes_run(const struct grid_axes *axes, size_t index, struct point *point);

/* How many runs from this one on differ in their hardware alone, and not in what that asks of the spec: 1 or more. */
size_t grid_axes_alike(const struct grid_axes *axes, size_t index);

/*
 * Where a point lies in its grid, a number in [0, 1): points below any t are spread evenly over all axes together and
 * over each, about t of all. The fractional part of the sum of the positions on the axes that vary, each times a power
 * of a root: Roberts' R sequence, used as a threshold (M. Roberts, "The unreasonable effectiveness of quasirandom
 * sequences", 2018).
 */
double grid_axes_spread(const struct grid_axes *axes, size_t point);

/* Fill in the places of `axes->grids`. Returns false if memory runs out or they are more than 2^62. */
bool sweep_axes_number(struct sweep_axes *axes);

/* The grid of a place. */
size_t sweep_axes_grid(const struct sweep_axes *axes, uint64_t place);

void sweep_axes_release(struct sweep_axes *axes);

#endif
