/* What a sweep holds and how long it may take: printed by `check-sweep` and by `run --dry-run`. */
#ifndef LUTDSE_CLI_SWEEP_SUMMARY_H
#define LUTDSE_CLI_SWEEP_SUMMARY_H

#include "sweep/sweep.h"

struct sweep_summary_options {
  size_t points; /* how many of the first points to show */
  double rate;   /* evaluations per second at 8 entries, all devices together; 0: a guess (cli/sweep_estimate.h) */
  bool json;
};

/* Print to stdout. Fails with ERROR_INTERNAL if memory runs out. */
bool sweep_summary_print(const struct sweep *sweep, const struct sweep_summary_options *options, struct error *err);

#endif
