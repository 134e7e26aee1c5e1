/* Proving the optima of a results file whose sweep is not at hand. */
#ifndef LUTDSE_RUN_CERTIFY_FILE_H
#define LUTDSE_RUN_CERTIFY_FILE_H

#include "run/certify.h"

struct certify_file_options {
  const char *path;    /* the results file */
  const char *command; /* the command line, for the record */
  enum proof_scope scope;
  unsigned threads; /* 0: all cores */
};

/* Whom it tells, and asks: one call at a time, but not always by the same thread. Any function may be NULL. */
struct certify_file_observer {
  void *context;
  void (*note)(void *context, const char *text); /* one line worth knowing */
  void (*progress)(void *context, const struct certify_progress *progress);
  bool (*stop)(void *context);
  void (*opened)(void *context); /* the file is locked for this run: its parts are ours until the function returns */
};

struct certify_file_summary {
  struct certify_progress progress;
  struct optimum_census optima;
  bool complete; /* else it was stopped; proofs found so far are in parts, and the same call goes on with them */
};

/*
 * Prove what a file lacks and write it again: optima and a record of this run are new, the rest is what it was. A file
 * that lacks nothing is not touched. Fails with ERROR_INPUT beside the parts of an unfinished run, else as
 * store_read(), certify() and store_write() do.
 */
bool certify_file(const struct certify_file_options *options, const struct certify_file_observer *observer,
                  struct certify_file_summary *summary, struct error *err);

#endif
