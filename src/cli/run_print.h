/*
 * The output of `lutdse run`, apart from progress.
 */
#ifndef LUTDSE_CLI_RUN_PRINT_H
#define LUTDSE_CLI_RUN_PRINT_H

#include "run/run.h"

enum run_certify { RUN_CERTIFY_DEFAULT, RUN_CERTIFY_ALL, RUN_CERTIFY_NONE };

/* The command line that was given; what was not is NULL or 0. */
struct run_command_line {
  const char *sweep, *output, *devices;
  unsigned threads;
  enum run_certify certify;
  const char *time_limit, *log;
  struct shard shard; /* count 0: none */
};

/*
 * What the run did, on stdout: a line for people (nothing if it was stopped), or JSON, which fails with ERROR_INPUT
 * if the name of the results file is not UTF-8, with ERROR_INTERNAL if memory runs out.
 */
void run_print_summary(const struct run_summary *summary, const char *output);
bool run_print_json(const struct run_summary *summary, const char *output, struct error *err);

/* What stopped a run (stop.h), how far it came, and the command that goes on with it, on stderr. */
void run_print_resume(const struct run_summary *summary, const struct run_command_line *line);

#endif
