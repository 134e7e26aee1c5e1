/*
 * Many files become one sequence of points, in order of keys, each point once. Files are read piece by piece; memory
 * grows with the number of files read at a time, not with their size.
 */
#ifndef LUTDSE_STORE_WEAVE_H
#define LUTDSE_STORE_WEAVE_H

#include "store/reader.h"

/* Two files say different things of one point. */
struct weave_conflict {
  const char *path[2];
  const struct point *point;
  const char *what; /* what differs: "designs", "figures", "evaluations" or "convergence" */
};

struct weave {
  void *context; /* of all functions below */

  /*
   * A point's key, by which points come in ascending order; equal keys are for equal ids (if they are not, ids decide
   * the order). False: leave the point out. Called several times for a point: it must say the same whenever it is
   * called, and the same for equal ids.
   */
  bool (*key)(void *context, const struct store_key *of, uint64_t *key);

  /* Points in order, some at a time; numbered from 0 within the slice, which may be changed and is lent. */
  bool (*take)(void *context, struct results *slice, struct error *err);

  /*
   * A point that files disagree on. NULL, or false with `err` set: the weaving fails; true: it goes on with what the
   * first one says. May be called before the first slice is taken, and in any order of points.
   */
  bool (*conflict)(void *context, const struct weave_conflict *conflict, struct error *err);
};

/*
 * Weave files. Of a point that several of them hold, the first file's record is taken, with the best that any of them
 * knows of its optimum, and every synthesis that any of them has of its designs. A file whose keys do not ascend is
 * sorted first, through temporary files in `folder`; so are groups of files where there are more than can be open at a
 * time. None of them is left, but by a process that is killed: file_is_temporary() knows them. Fails as the reader, the
 * writer and `take` do; with ERROR_INPUT if files disagree and `conflict` does not say otherwise.
 */
bool weave_files(const char *const *paths, size_t count, const char *folder, const struct weave *weave,
                 struct error *err);

#endif
