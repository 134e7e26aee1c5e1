/* lutdse run: a sweep becomes a results file. */
#include <limits.h>
#include <stdio.h>

#include "cli/cli.h"
#include "cli/command_line.h"
#include "cli/duration.h"
#include "cli/run_job.h"
#include "cli/stop.h"
#include "cli/sweep_summary.h"
#include "clock.h"

struct arguments {
  struct run_command_line line;
  bool dry_run, json, quiet, fresh;
  double time_limit; /* seconds; 0: none */
};

enum { OPTION_CERTIFY = 256, OPTION_NO_CERTIFY, OPTION_TIME_LIMIT, OPTION_LOG, OPTION_SHARD };

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "Results file (default: results/NAME.h5 after the sweep's name)", 0},
    {"devices", 'd', "LIST", 0,
     "Devices, comma-separated: auto (default), all, cpu, cuda:N, opencl:N; see 'lutdse devices'", 0},
    {"threads", 't', "N", 0, "Threads (default: all cores)", 0},
    {"dry-run", 'n', NULL, 0, "Show the points and an estimate of the time; compute nothing", 0},
    {"fresh", 'f', NULL, 0, "Set aside what is there and compute every point again", 0},
    {"certify", OPTION_CERTIFY, NULL, 0,
     "Prove the optimum of every point, however long it takes (default: where it takes little)", 0},
    {"no-certify", OPTION_NO_CERTIFY, NULL, 0, "Prove no optimum", 0},
    {"shard", OPTION_SHARD, "I/N", 0,
     "Compute only part I of N of the sweep, 1/N to N/N (results/NAME-I-of-N.h5); see 'lutdse merge'", 0},
    {"time-limit", OPTION_TIME_LIMIT, "DURATION", 0,
     "Stop in time to have ended by then: 8h, 1h30min, 90s, 1-12:00:00; the same command goes on", 0},
    {"log", OPTION_LOG, "FILE", 0, "Append what happens to FILE (default: beside the results, NAME.log); none: no log",
     0},
    {"json", 'j', NULL, 0, "Print the summary as JSON", 0},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *arguments = state->input;
  switch (key) {
  case 'o':
    arguments->line.output = text;
    return 0;
  case 'd':
    arguments->line.devices = text;
    return 0;
  case 't':
    arguments->line.threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
    return 0;
  case OPTION_SHARD:
    cli_shard(state, text, &arguments->line.shard);
    return 0;
  case 'n':
    arguments->dry_run = true;
    return 0;
  case 'f':
    arguments->fresh = true;
    return 0;
  case OPTION_CERTIFY:
  case OPTION_NO_CERTIFY:
    arguments->line.certify = key == OPTION_CERTIFY ? RUN_CERTIFY_ALL : RUN_CERTIFY_NONE;
    return 0;
  case OPTION_TIME_LIMIT:
    arguments->time_limit = duration_option(state, "--time-limit", text);
    arguments->line.time_limit = text;
    return 0;
  case OPTION_LOG:
    arguments->line.log = text;
    return 0;
  case 'j':
    arguments->json = true;
    return 0;
  case 'q':
    arguments->quiet = true;
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->line.sweep != NULL)
      argp_error(state, "one sweep at a time: '%s' is too much", text);
    arguments->line.sweep = text;
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which sweep? (sweeps/quick.yaml is a short one)");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
    options,
    parse_option,
    "SWEEP.yaml",
    "Search every point of a sweep, score the designs and write them with their Pareto fronts to an HDF5 file."
    " What the best possible design would be is proven where that takes little time, or with --certify everywhere."
    "\vA run that was stopped goes on where it was when it is started again; a finished one computes nothing.\n"
    "Ctrl-C stops after the running batch or proof; a second one at once. SIGTERM and SIGHUP stop within two seconds. "
    "Nothing finished is lost. 'lutdse status' shows how far a run is.",
    NULL,
    NULL,
    NULL};

static int conclude(const struct arguments *arguments, const struct run_summary *summary, const char *output) {
  struct error err;
  if (!arguments->json)
    run_print_summary(summary, output);
  else if (!run_print_json(summary, output, &err))
    return cli_fail(&err);
  const int status = cli_finish_output();
  if (!summary->complete && status == ERROR_NONE) {
    run_print_resume(summary, &arguments->line);
    return ERROR_INTERRUPTED;
  }
  /* The results are whole, but whoever counts on every device should look. */
  return status == ERROR_NONE && summary->retired > 0 ? ERROR_DEVICE : status;
}

static int run(const struct arguments *arguments, const struct sweep *sweep, const char *command) {
  const struct run_job job = {&arguments->line, command, arguments->fresh, arguments->quiet};
  char output[PATH_MAX];
  struct run_summary summary;
  struct error err;
  return run_job(&job, sweep, output, &summary, &err) ? conclude(arguments, &summary, output) : cli_fail(&err);
}

static int dry_run(const struct arguments *arguments, const struct sweep *sweep) {
  struct error err;
  const struct sweep_summary_options summary = {.points = 10, .json = arguments->json};
  return sweep_summary_print(sweep, &summary, &err) ? cli_finish_output() : cli_fail(&err);
}

/* What stops a run; it may do so while the sweep is being read. */
static void prepare_to_stop(const struct arguments *arguments, double started) {
  stop_on_signals("after the running batch or proof");
  if (arguments->time_limit > 0)
    stop_at(started + arguments->time_limit, arguments->time_limit);
}

int command_run(int argc, char **argv) {
  const double started = clock_seconds();
  struct arguments arguments = {.json = false};
  char command[1024];
  command_line_join(argc, argv, command, sizeof command);
  cli_parse(&argp, argc, argv, &arguments);
  if (!arguments.dry_run)
    prepare_to_stop(&arguments, started);
  struct error err;
  struct sweep sweep;
  if (!sweep_load(&sweep, arguments.line.sweep, arguments.line.shard, &err))
    return cli_fail(&err);
  const int status = arguments.dry_run ? dry_run(&arguments, &sweep) : run(&arguments, &sweep, command);
  sweep_release(&sweep);
  return status;
}
