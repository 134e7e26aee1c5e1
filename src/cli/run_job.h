/* Running a sweep for a command: where its results go, and who watches. */
#ifndef LUTDSE_CLI_RUN_JOB_H
#define LUTDSE_CLI_RUN_JOB_H

#include <limits.h>

#include "cli/run_print.h"
#include "sweep/sweep.h"

struct run_job {
  const struct run_command_line *line; /* what was asked for; `sweep` is the sweep's file */
  const char *command;                 /* the whole command line, for the record */
  bool fresh;                          /* set aside what is there */
  bool quiet;                          /* no progress on stderr */
};

/*
 * run_sweep() into line->output, or results/NAME.h5 after the sweep's name; `output` is that path. Progress goes to
 * stderr, events to the log. Fails as run_sweep() does, or with ERROR_IO if there can be no such file.
 */
bool run_job(const struct run_job *job, const struct sweep *sweep, char output[PATH_MAX], struct run_summary *summary,
             struct error *err);

#endif
