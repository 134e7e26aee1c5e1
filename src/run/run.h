/*
 * Running a sweep: what is not computed yet goes to the device in batches; every finished batch becomes a part
 * file; at the end the parts become the results file. docs/architecture.md has the whole picture.
 */
#ifndef LUTDSE_RUN_RUN_H
#define LUTDSE_RUN_RUN_H

#include "backend.h"
#include "run/certify.h"
#include "store/results.h"
#include "sweep/sweep.h"

struct run_options {
  const char *output;     /* the results file */
  const char *devices;    /* devices_open() */
  unsigned threads;       /* 0: all cores */
  const char *command;    /* the command line, for the record */
  bool fresh;             /* set aside what is there and compute every point again */
  enum proof_scope prove; /* which optima to prove once all points are there */
};

struct run_progress {
  size_t points, done;  /* of the sweep; `done` includes what was there before */
  size_t computed;      /* by this run */
  uint64_t evaluations; /* by this run */
  double seconds;       /* since this run began to compute */
  double share;         /* of this run's work that is done, 0 ... 1, weighed by evaluations and entries */
  const char *best;     /* the function with the smallest MSE so far, or NULL */
  double best_mse;
  double longest_batch; /* seconds that a device took for one batch, at most */
};

/* What a run is at. */
enum run_phase {
  RUN_READING,   /* the results file is locked for this run; what is there already is being read */
  RUN_COMPUTING, /* the plan is made and the devices are open, if they are needed */
  RUN_PROVING,
  RUN_WRITING /* the results file */
};

struct run_summary;

/* Whom a run tells, and asks: one call at a time, but not always by the same thread. Any function may be NULL. */
struct run_observer {
  void *context;
  void (*note)(void *context, const char *text);                          /* one line worth knowing */
  void (*progress)(void *context, const struct run_progress *progress);   /* after every batch */
  bool (*stop)(void *context);                                            /* asked before every batch and proof */
  void (*proved)(void *context, const struct certify_progress *progress); /* after every proof */
  void (*phase)(void *context, enum run_phase phase, const struct run_summary *summary); /* as it begins */
  void (*retired)(void *context, const char *device, const char *message);               /* a device failed */
};

struct run_summary {
  char devices[256]; /* the devices used, comma-separated; empty if none was needed */
  size_t retired;    /* how many of them failed on the way */
  struct run_progress progress;
  size_t found_before; /* points that need not be computed */
  struct certify_progress proofs;
  struct optimum_census optima; /* of the sweep's points; only where it is complete */
  bool complete;                /* the results file is there; else the parts are, and the run can go on later */
};

/*
 * Run a sweep. Resumes what parts or the results file already hold. Points found there that the sweep no longer has
 * are not lost: they are set aside in a file of their own. Fails as its parts do; an interruption is no failure
 * (summary->complete is false).
 */
bool run_sweep(const struct sweep *sweep, const struct run_options *options, const struct run_observer *observer,
               struct run_summary *summary, struct error *err);

#endif
