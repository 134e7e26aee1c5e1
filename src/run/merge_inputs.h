/* What there is to merge. Internal to src/run/. */
#ifndef LUTDSE_RUN_MERGE_INPUTS_H
#define LUTDSE_RUN_MERGE_INPUTS_H

#include "run/merge_files.h"
#include "store/parts.h"
#include "sweep/id_table.h"

struct merge_inputs {
  size_t count, capacity;
  char **path; /* owned: every file that is to be read */
  size_t locked_count;
  struct parts *locked; /* owned: the parts among them, so that no run changes them */
  char sweep_name[64];
  char *sweep_text; /* owned */
  bool same_sweep;
  bool nameless;          /* there are parts among them, which do not say of which sweep they are */
  struct results records; /* of all runs, joined */
  struct id_table ids;    /* where sweeps differ: points by number, in order of the output */
  size_t points;          /* of all inputs together */
};

/* Find all files, and read what is small. Fails as merge_files() does; merge_inputs_release() in any case. */
bool merge_inputs_open(struct merge_inputs *inputs, const struct merge_options *options, struct error *err);
void merge_inputs_release(struct merge_inputs *inputs);

/* Whether there are parts in PATH.parts. */
bool merge_has_parts(const char *path);

#endif
