/* The texts of several sweeps in one. Internal to src/run/. */
#ifndef LUTDSE_RUN_MERGE_TEXT_H
#define LUTDSE_RUN_MERGE_TEXT_H

#include <stddef.h>

#include "error.h"

/* All zero: none yet. */
struct merge_text {
  size_t distinct; /* how many different ones there are */
  char **text;     /* owned */
  char **path;     /* owned: a file of each */
  bool missing;    /* whether any file had none */
};

/* Add the text of a file (NULL or empty: it has none), unless it is there. Fails with ERROR_INTERNAL. */
bool merge_text_add(struct merge_text *all, const char *text, const char *path, struct error *err);

/*
 * The only text as it is; several as documents of YAML, with "---" between and a comment with the file's name before
 * each. *out is malloc'ed. Fails with ERROR_INTERNAL.
 */
bool merge_text_join(const struct merge_text *all, char **out, struct error *err);

void merge_text_release(struct merge_text *all);

#endif
