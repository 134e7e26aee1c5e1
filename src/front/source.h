/*
 * Where fronts come from: a results file, or the parts of a run that is not complete, also while it is writing them.
 * Either is read piece by piece.
 */
#ifndef LUTDSE_FRONT_SOURCE_H
#define LUTDSE_FRONT_SOURCE_H

#include "store/reader.h"

/* Told about a part that cannot be read; what it holds is left out. */
typedef void source_complaint(void *context, const char *message);

struct front_source {
  char path[4096];             /* the results file, there or not */
  bool unfinished;             /* it is to be read from its parts */
  struct store_reader *reader; /* of a complete file, else NULL */
  size_t points;               /* that were read so far; each once */
  source_complaint *complain;  /* may be NULL */
  void *context;
};

/* Some points, each with all that belongs to it. */
struct source_slice {
  const struct results *results;
  size_t first_design; /* their designs' numbers begin there, among all that come */
  const bool *known;   /* per point: it came before, and at most its optimum is news; NULL: none did */
};

/* Told of slices until it returns false with `err` set. */
typedef bool source_take(void *context, const struct source_slice *slice, struct error *err);

/*
 * Open `path`: a results file; where there is none but a folder PATH.parts is, its parts; or the folder itself, PATH
 * being its name: then with the results file, if there is one. Fails as store_reader_open() does.
 */
bool source_open(struct front_source *source, const char *path, source_complaint *complain, void *context,
                 struct error *err);
void source_close(struct front_source *source);

/*
 * Read all. Parts that a run joins or completes meanwhile are looked for again, a bounded number of times. Fails as the
 * reader or `take` do, or with ERROR_IO if the parts never hold still.
 */
bool source_scan(struct front_source *source, source_take *take, void *context, struct error *err);

#endif
