/* A file that is woven, point by point in order. Internal to src/store/weave*.c. */
#ifndef LUTDSE_STORE_WEAVE_SOURCE_H
#define LUTDSE_STORE_WEAVE_SOURCE_H

#include "store/weave.h"
#include "store/weave_join.h"

struct weave_source {
  const char *path;
  const struct weave *weave;
  struct store_reader *reader;
  size_t next, step;    /* the row behind the slice, and rows in a slice */
  struct results slice; /* owned */
  size_t at;            /* the present point, in the slice */
  bool begun, ended;    /* there has been a present point; there is none any more */
  uint64_t key;         /* of the present point ... */
  struct point_id id;   /* ... and its id */
};

/* Some designs in memory are worth a megabyte: how many points of a file that is, at least 16 and at most `most`. */
size_t weave_slice(const struct store_reader *reader, size_t designs, size_t most);

/* Points in order: by key, then by id. Less than 0, 0 or more, as strcmp(). */
int weave_compare(uint64_t key_a, const struct point_id *a, uint64_t key_b, const struct point_id *b);

/* What the keys of a row are, if it is wanted. */
bool weave_key(const struct weave *weave, const struct results *slice, size_t row, uint64_t *key);

/*
 * Open a file at its first point, holding about so many designs at a time. `path` and `weave` are kept. It is to be
 * closed even after a failure: as the reader's; ERROR_INPUT if keys do not ascend.
 */
bool weave_source_open(struct weave_source *source, const char *path, const struct weave *weave, size_t designs,
                       struct error *err);

/* Go to the next point that is wanted; source->ended: there is none. Fails as above. */
bool weave_source_next(struct weave_source *source, struct error *err);

struct weave_record weave_source_record(const struct weave_source *source);

void weave_source_close(struct weave_source *source);

#endif
