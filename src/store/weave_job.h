/* A weaving under way: the files that are left to weave. Internal to src/store/. */
#ifndef LUTDSE_STORE_WEAVE_JOB_H
#define LUTDSE_STORE_WEAVE_JOB_H

#include "store/weave.h"

enum {
  WEAVE_FAN_IN = 32,    /* files that are open at a time */
  WEAVE_DESIGNS = 8192, /* designs in memory, over all files; each weighs less than 3 KB */
  WEAVE_TAKE = 512      /* points that are handed on at a time */
};

/* What else is asked and told of the files that were given. */
struct weave_hooks {
  void *context;
  /* What is small of each file (reader.h), in order. NULL: nobody asks. */
  bool (*head)(void *context, const struct results *head, struct error *err);
  /* File number `index` cannot be read, `err` says why. True: leave it out. NULL: weaving fails. */
  bool (*excuse)(void *context, size_t index, struct error *err);
};

/* A file to be woven. */
struct weave_input {
  char *path;         /* owned */
  bool temporary;     /* to be deleted */
  size_t first, last; /* the files it was made of, by their numbers among those that were given */
};

struct weave_job {
  const struct weave *weave;
  const struct weave_hooks *hooks;
  const char *const *paths; /* the files that were given */
  const char *folder;       /* for temporary files */
  size_t made;              /* temporary files so far */
  size_t culprit;           /* the file whose rows were wrong while it was woven; SIZE_MAX: none */
  size_t count, capacity;
  struct weave_input *input; /* owned, in order */
};

/*
 * weave_files() with hooks. If one of the files that were given turns out to be wrong in the midst of weaving, *culprit
 * is its number, else SIZE_MAX.
 */
bool weave_hooked(const char *const *paths, size_t count, const char *folder, const struct weave *weave,
                  const struct weave_hooks *hooks, size_t *culprit, struct error *err);

/* Append an input: a file that was given, or a new temporary one, which need not be there yet. NULL: no memory. */
struct weave_input *weave_push(struct weave_job *job, const char *path, size_t first, size_t last, struct error *err);
struct weave_input *weave_push_temporary(struct weave_job *job, size_t first, size_t last, struct error *err);

/* Append a file that was given: as it is, as sorted pieces, or not at all if nothing of it is wanted. */
bool weave_prepare(struct weave_job *job, size_t index, struct error *err);

/* Weave inputs [first, first + count) into `take`, which is told of slices of WEAVE_TAKE points at most. */
bool weave_merge(struct weave_job *job, size_t first, size_t count,
                 bool (*take)(void *context, struct results *slice, struct error *err), void *context,
                 struct error *err);

#endif
