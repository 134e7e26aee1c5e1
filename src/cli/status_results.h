/* A results file at a glance. */
#ifndef LUTDSE_CLI_STATUS_RESULTS_H
#define LUTDSE_CLI_STATUS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "error.h"

struct status_results {
  struct stat status; /* of the file that was read */
  size_t points, designs, runs;
  uint64_t evaluations;
  double seconds;                 /* of all runs */
  char finished[32], version[32]; /* of the last run */
  char devices[512];              /* of all runs, comma-separated */
};

/* Whether a file begins as lutdse's do; *points is what its seal says it holds, or 0 if it does not
 * say or is of another schema. */
bool status_results_sealed(const char *path, size_t *points);

/* Read the counts and the records of runs. Fails as reading a results file does. */
bool status_results_read(struct status_results *results, const char *path, struct error *err);

#endif
