/* Joining results files of any number and size. */
#ifndef LUTDSE_RUN_MERGE_FILES_H
#define LUTDSE_RUN_MERGE_FILES_H

#include "store/weave.h"

struct merge_options {
  const char *const *paths; /* the inputs */
  size_t count;             /* at least 1 */
  const char *output;
  bool partial; /* whether inputs may be unfinished: then their parts are taken, too */
};

/* Whom it tells. Any function may be NULL. */
struct merge_observer {
  void *context;
  void (*note)(void *context, const char *text);
  void (*conflict)(void *context, const struct weave_conflict *conflict);
  void (*progress)(void *context, size_t points, size_t written); /* `points` counts shared ones more than once */
};

struct merge_summary {
  size_t read;      /* points of all inputs */
  size_t points;    /* of the output; the others are in several inputs */
  size_t designs;   /* of the output */
  size_t conflicts; /* points on which inputs disagree */
  bool same_sweep;  /* all inputs are of one sweep */
  bool nameless;    /* there are parts among them, which do not say of which sweep they are */
  double seconds;
};

/*
 * Join files. Those of one sweep, word for word, are woven in its order: together they are what one run of the sweep
 * writes, bit for bit but for /runs. Else the points of the first file come first, in their order, then those of the
 * second that the first lacks, and so on; that takes some 40 bytes of memory a point. Texts of sweeps that differ are
 * joined as documents of YAML, each with a comment that names its file.
 *
 * All points of one problem get the best that any of them knows of its optimum: a table of some 100 bytes a problem and
 * entry count, and a second pass where they do not agree from the start.
 *
 * Of a point that several inputs hold, the best that any knows of its optimum is kept, and all that was synthesised of
 * its designs. If they disagree about anything else nothing is written and the call fails with ERROR_INPUT.
 *
 * The output is written under the lock of runs and appears at once, complete; a file of its name is set aside, which a
 * note tells, unless it was the very same. It must be none of the inputs (ERROR_USAGE). Fails with ERROR_INPUT if an
 * input is unfinished, else as the reader and the writer do.
 */
bool merge_files(const struct merge_options *options, const struct merge_observer *observer,
                 struct merge_summary *summary, struct error *err);

#endif
