/* What parts and results files hold becomes one results file, piece by piece: in order, with fronts and optima. */
#ifndef LUTDSE_RUN_REWRITE_H
#define LUTDSE_RUN_REWRITE_H

#include "run/ledger.h"
#include "store/parts.h"

struct rewrite {
  const char *path; /* the file to write */
  const char *sweep_name, *sweep_text;
  void *context;
  /* The number of a point, by which points are ordered; SIZE_MAX: leave it out. */
  size_t (*number)(void *context, const struct point_id *id);
  /* What is to be said of slice->points[index] now: its grid, its place, and names. NULL: nothing changes. */
  void (*describe)(void *context, size_t number, struct results *slice, size_t index);
  const struct ledger *ledger;     /* whose optima hold, by number; NULL: what the files say */
  const struct run_record *record; /* of this run, to join those that are there; NULL: none */
};

/*
 * Write the file. *points is how many it has. Fails as parts_weave() and the writer do; then `path` is what it was
 * before.
 */
bool rewrite_results(const struct parts *parts, const struct rewrite *rewrite, size_t *points, struct error *err);

#endif
