/* Whether a results file is right: every figure in it computed again. */
#ifndef LUTDSE_RUN_VERIFY_FILE_H
#define LUTDSE_RUN_VERIFY_FILE_H

#include "front/source.h"

/* A figure that is not what it should be. */
struct verify_difference {
  const char *table; /* "/designs" "/errors" "/points" "/fronts" "/ranges" */
  size_t row;        /* of /designs, but of /fronts and /ranges where the table is that */
  char point[33];    /* id; empty where the row is of no point */
  char function[32];
  char column[64]; /* and at which scale, or of which front */
  double stored, found;
};

struct verify_progress {
  size_t designs, done; /* `designs` is 0 where nobody knows how many there are */
  double seconds;
};

/* Whom it tells. Any function may be NULL. */
struct verify_observer {
  void *context;
  void (*difference)(void *context, const struct verify_difference *difference);
  void (*progress)(void *context, const struct verify_progress *progress);
};

struct verify_summary {
  size_t points, designs;
  size_t differences;   /* figures */
  size_t wrong_designs; /* with any of these */
  bool fronts;          /* whether the file has fronts and ranges, which were gathered again; parts have none */
  char versions[128];   /* of lutdse that wrote it, as its runs tell */
  double seconds;
};

/*
 * Read all of a source, score every design with the reference evaluator, price it with the cost model, and compare
 * every figure bit for bit; compare each point's designs with its optimum; gather fronts and ranges again. What can be
 * checked without computing, identities above all, the reader has checked. `threads`: 0: all cores. Differences are no
 * failure. Fails with ERROR_INPUT where the file is damaged, else as the source does, or with ERROR_INTERNAL.
 */
bool verify_source(struct front_source *source, unsigned threads, const struct verify_observer *observer,
                   struct verify_summary *summary, struct error *err);

#endif
