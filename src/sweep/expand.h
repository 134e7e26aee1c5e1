/* From grids to points: checking them, and dropping those of other shards and those that are there already. */
#ifndef LUTDSE_SWEEP_EXPAND_H
#define LUTDSE_SWEEP_EXPAND_H

#include "sweep/sweep.h"

/*
 * Expand the grids of out->axes, whose places are numbered, into points of out->shard; out->functions must be complete.
 * The function changes slowest, then come in_bits, scale set, slope, intercept, tails, output, weights, entries,
 * engine, seed and repeat; the hardware changes fastest, so that points which share a search are neighbours. Fails with
 * ERROR_INPUT and "FILE:LINE: grids: ..." at the first point whose spec is impossible, or that no unit of shifts and
 * adders computes exactly.
 */
bool expand(struct sweep *out, const char *path, struct error *err);

#endif
