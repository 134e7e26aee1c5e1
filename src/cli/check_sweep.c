/* lutdse check-sweep: read a sweep, and show what it asks for without running it. */
#include "cli/cli.h"
#include "cli/sweep_summary.h"

struct arguments {
  const char *path;
  struct shard shard;
  struct sweep_summary_options summary;
};

enum { OPTION_RATE = 256, OPTION_SHARD };

static const struct argp_option options[] = {
    {"points", 'n', "COUNT", 0, "Show the first COUNT points (default 10)", 0},
    {"rate", OPTION_RATE, "PER_SECOND", 0,
     "Evaluations per second at 8 entries, for the estimated time (default 1.4e8 for each processor core)", 0},
    {"shard", OPTION_SHARD, "I/N", 0, "Show part I of N of the sweep, as 'lutdse run --shard' computes it", 0},
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 'n':
    arguments->summary.points = (size_t)cli_integer(state, "--points", text, 0, SWEEP_POINTS_MAX);
    return 0;
  case OPTION_RATE:
    arguments->summary.rate = cli_real(state, "--rate", text, 1, 1e18);
    return 0;
  case OPTION_SHARD:
    cli_shard(state, text, &arguments->shard);
    return 0;
  case 'j':
    arguments->summary.json = true;
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->path != NULL)
      argp_error(state, "one sweep at a time: '%s' is too much", text);
    arguments->path = text;
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which sweep? Give the name of its file");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Check a sweep (YAML; see docs/sweep.md) and show its points without running it.",
};

int command_check_sweep(int argc, char **argv) {
  struct arguments arguments = {.path = NULL, .summary = {.points = 10, .rate = 0, .json = false}};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  struct sweep sweep;
  if (!sweep_load(&sweep, arguments.path, arguments.shard, &err))
    return cli_fail(&err);
  const bool printed = sweep_summary_print(&sweep, &arguments.summary, &err);
  sweep_release(&sweep);
  return printed ? cli_finish_output() : cli_fail(&err);
}
