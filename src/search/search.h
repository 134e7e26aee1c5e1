/*
 * Running an engine: a batch of grid points in, their best designs out. Engines know nothing of files, hardware
 * costs or where points come from.
 */
#ifndef LUTDSE_SEARCH_SEARCH_H
#define LUTDSE_SEARCH_SEARCH_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "backend.h"
#include "model/design.h"
#include "search/engine.h"

/* One point to search. All pointers are the caller's. */
struct search_request {
  const struct spec *spec; /* passes spec_check() */
  const struct engine_settings *settings;
  uint64_t key; /* the random key */
};

/* How far a point was after an epoch. */
struct search_epoch {
  uint64_t evaluations; /* so far */
  float fitness;        /* the least there is, as the engine sums it */
  float mse;            /* the mean squared error of what it would answer with; NAN: its fitness is that */
};

/* What an engine proves of a point's optimum: nothing, that no table is better than `bound`, or that its design is
 * best. */
enum search_proof { SEARCH_PROVES_NOTHING, SEARCH_PROVES_BOUND, SEARCH_PROVES_OPTIMUM };

/* Its best distinct designs, in the engine's order of merit, and how they were found. search_release() frees both. */
struct search_answer {
  size_t count;
  struct design *designs;
  uint64_t evaluations; /* spent */
  size_t epoch_count;   /* taken */
  struct search_epoch *epochs;
  enum search_proof proof; /* in the engine's own objective */
  double bound;
};

/* A device to search on. */
struct search_device {
  const struct backend *backend;
  struct device *device;
  unsigned threads;      /* that the host may use beside it */
  pthread_mutex_t *turn; /* taken while the device works; NULL if only one thread searches on it */
};

/* Whether a point's tables are so few that all are tried, whatever engine is asked for (model/segments.h). */
bool search_tries_all(const struct spec *spec);

/*
 * Whether two points can share a batch: the same engine and settings, the same count of stored entries unless it does
 * them all, and both or none with tables that are all tried.
 */
bool search_batchable(const struct search_request *a, const struct search_request *b);

/* Whether two points of a batch share the work and the memory that a problem takes. */
bool search_shares(const struct search_request *a, const struct search_request *b);

/* Hashes by which points are sorted: batchable points have the same `batch`, those that share the same of both. */
struct search_kinship {
  uint64_t batch, problem;
};

struct search_kinship search_kinship(const struct search_request *request);

/*
 * Search `count` points that are pairwise batchable. answers[i] belongs to requests[i] and depends on nothing else:
 * not on the batch, the device or the number of threads. *seconds is the time that the device took. Fails with
 * ERROR_INPUT (a user function without a finite value), ERROR_DEVICE or ERROR_INTERNAL; then there is nothing to
 * release.
 */
bool search_run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err);

void search_release(struct search_answer *answers, size_t count);

/* The boundaries of a spec's problem (src/model/problem.h). */
double search_bounds(const struct spec *spec);

/* About how many individuals are scored for a point, or tables tried where all are. */
uint64_t search_evaluations(const struct search_request *request);

/*
 * About how much work a batch is, in whole numbers: each problem that its points share (search_shares()), for the
 * table of costs or an exact solution, and each point's own search. Scoring an individual of N entries counts N + 2, so
 * 10 at 8 entries, but more where lines are solved for want of a table.
 */
double search_tabled_line_work(const struct spec *spec); /* solving one line of a table */
double search_problem_work(const struct search_request *request);
double search_point_work(const struct search_request *request);

enum {
  SEARCH_WORK_AT_8_ENTRIES = 10,
  SEARCH_SEGMENT_LINES = 4 /* a boundary, where all tables are tried: of each step's segments, and of both ends */
};

/*
 * About how many bytes a batch takes while it is searched: for the tables of each problem that its points share
 * (search_shares()), and for each point's own populations.
 */
double search_problem_bytes(const struct search_request *request);
double search_point_bytes(const struct search_request *request);

#endif
