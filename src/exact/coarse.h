/*
 * A coarse look at the dynamic program for squared errors: every `step`-th boundary only.
 *
 * A run shrunk to the coarse boundaries within it costs no more than the run, so a program over shrunk runs bounds
 * every table from below; a program over runs between coarse boundaries finds real tables, which bound the optimum from
 * above. Together they tell which entries can be part of an optimal table at all. Internal to src/exact/.
 */
#ifndef LUTDSE_EXACT_COARSE_H
#define LUTDSE_EXACT_COARSE_H

#include "exact/exact.h"
#include "model/problem.h"

struct coarse {
  const struct problem *problem;
  int entries_max;
  uint32_t step, side; /* cell t holds the boundaries t * step ... t * step + step - 1; `side` cells in all */
  double rounding;     /* what sums of costs may be off by, besides a part of themselves */
  double *cost;        /* [side + 1][side + 1]: between coarse boundaries; number `side` is the last boundary */
  double *before;      /* [entries_max + 1][side]: least error of n entries that end in a cell, from below */
  double *after;       /* [entries_max + 1][side]: of n entries from a cell to the end, from below */
  double lower[ENTRIES_MAX + 1]; /* no table has less */
  uint32_t *boundary;            /* [entries_max + 1][ENTRIES_MAX]: the best table found of each size */
  double upper[ENTRIES_MAX + 1]; /* its error */
};

/* Look at a problem with cells of `step` boundaries, on up to `threads` threads. Fails with ERROR_INTERNAL (memory). */
bool coarse_create(struct coarse *coarse, const struct problem *problem, int entries_max, uint32_t step,
                   unsigned threads, struct error *err);
void coarse_free(struct coarse *coarse);

/*
 * Find the best tables whose breakpoints are coarse boundaries, and move these by ever smaller steps as long as that
 * helps: sets `boundary` and `upper`. Fails with ERROR_INTERNAL (memory).
 */
bool coarse_find_tables(struct coarse *coarse, struct error *err);

/*
 * For each pair of cells, [side][side]: bit n - 1 is set if an entry from a boundary of the first to one of the second
 * can be the n-th of an optimal table of some size. After coarse_find_tables().
 */
void coarse_wanted(const struct coarse *coarse, uint64_t *wanted);

#endif
