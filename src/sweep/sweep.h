/*
 * A sweep: the YAML file that asks for a design-space exploration, checked and expanded into grid points.
 * The format is documented in docs/sweep.md.
 */
#ifndef LUTDSE_SWEEP_SWEEP_H
#define LUTDSE_SWEEP_SWEEP_H

#include <stddef.h>

#include "sweep/id_table.h"
#include "sweep/shard.h"

enum {
  SWEEP_POINTS_MAX = 100000000, /* of one shard */
  SWEEP_TEXT_MAX = 16 << 20     /* bytes of its file */
};

struct sweep_axes; /* the grids (axes.h) */

/* What is kept of a point beside its identity. */
struct sweep_row {
  uint64_t place, key;
};

struct sweep {
  char name[64];
  char *text; /* the file, byte for byte, zero-terminated: provenance */
  size_t text_size;
  size_t function_count;
  struct function *functions; /* every function defined or used; points refer to these */
  size_t weight_count;
  struct weight *weights; /* every weight defined; points refer to these */
  struct shard shard;     /* which part of the sweep this is; count 0: all of it */
  size_t point_count;     /* in grid order; of points with equal identity only the first is kept */
  size_t duplicates;      /* how many were dropped for that */

  /* Of each point, and what the rest follows from: for src/sweep/ only. */
  struct sweep_axes *axes;
  struct id_table ids;
  struct sweep_row *rows;
  size_t row_capacity;
};

/*
 * Read, check and expand a sweep, or a shard of it. Fails with ERROR_IO (cannot read) or ERROR_INPUT: one message
 * "FILE:LINE: KEY: what is wrong; what is allowed". On failure *out is left empty.
 * Files that the sweep names (samples, histograms) are taken relative to the sweep's own folder.
 */
bool sweep_load(struct sweep *out, const char *path, struct shard shard, struct error *err);

/* The whole sweep from memory; `path` only names it in messages and anchors relative files. */
bool sweep_parse(struct sweep *out, const char *text, size_t size, const char *path, struct error *err);

/* The same, or a shard of it, with fewer points allowed than SWEEP_POINTS_MAX for each shard. */
bool sweep_parse_limited(struct sweep *out, const char *text, size_t size, const char *path, struct shard shard,
                         size_t limit, struct error *err);

void sweep_release(struct sweep *sweep);

/* Point number `index`. Its function and weight are the sweep's; takes well under a microsecond. */
void sweep_point(const struct sweep *sweep, size_t index, struct point *out);

/* The number of the point with that identity, or SIZE_MAX. */
size_t sweep_find(const struct sweep *sweep, const struct point_id *id);

/*
 * Where a point lies in its grid, a number in [0, 1): points below any t are spread evenly over all axes of the grid,
 * and are about t of all (axes.h).
 */
double sweep_spread(const struct sweep *sweep, size_t index);

/* The name of the grid of a point. */
const char *sweep_grid(const struct sweep *sweep, size_t index);

#endif
