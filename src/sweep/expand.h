/* From grids to points: counting first, then expanding, checking and dropping points that are there already. */
#ifndef LUTDSE_SWEEP_EXPAND_H
#define LUTDSE_SWEEP_EXPAND_H

#include "sweep/grid.h"
#include "sweep/sweep.h"

/* The number of points of a grid, or SIZE_MAX if that does not fit. */
size_t expand_count(const struct grid *grid, const struct settings *common);

/*
 * Expand grids into out->points; out->functions must be complete. `total` is the sum of their counts. The function
 * changes slowest, then come in_bits, scale set, slope, intercept, tails, output, weights, entries, engine, seed and
 * repeat; the hardware changes fastest, so that points which share a search are neighbours. Fails with ERROR_INPUT and
 * "FILE:LINE: grids: ..." at the first point whose spec is impossible, or that no unit of shifts and adders computes
 * exactly.
 */
bool expand(struct sweep *out, const struct grid *grids, size_t count, const struct settings *common, size_t total,
            const char *path, struct error *err);

#endif
