/* lutdse certify: prove the optima of the points of a results file. */
#include "cli/certify_print.h"
#include "cli/cli.h"
#include "cli/command_line.h"
#include "cli/duration.h"
#include "cli/selection.h"
#include "cli/stop.h"
#include "cli/watch.h"
#include "clock.h"

struct arguments {
  const char *path;
  unsigned threads;
  bool all, json, quiet;
  double time_limit; /* seconds; 0: none */
};

enum { OPTION_TIME_LIMIT = 256 };

static const struct argp_option options[] = {
    {"all", 'a', NULL, 0, "Optima also where that takes longer: output stages and very many boundaries", 0},
    {"threads", 't', "N", 0, "Threads (default: all cores)", 0},
    {"time-limit", OPTION_TIME_LIMIT, "DURATION", 0,
     "Stop in time to have ended by then: 8h, 1h30min, 90s, 1-12:00:00; the same command goes on", 0},
    {"json", 'j', NULL, 0, "Print the summary as JSON", 0},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 'a':
    arguments->all = true;
    return 0;
  case 't':
    arguments->threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
    return 0;
  case OPTION_TIME_LIMIT:
    arguments->time_limit = duration_option(state, "--time-limit", text);
    return 0;
  case 'j':
    arguments->json = true;
    return 0;
  case 'q':
    arguments->quiet = true;
    return 0;
  case ARGP_KEY_ARG:
    selection_take_file(state, text, &arguments->path);
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which results? Give the name of the file");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Prove the best possible error of the points of a results file, and write how far each design is from it."
           "\vWithout --all only what takes little time: optima where there is no output stage, at most 4096 "
           "boundaries and the mean squared error to judge by, else bounds where they are known. Points whose optimum "
           "is known are left alone; designs never change. Ctrl-C stops after the running proof, SIGTERM and SIGHUP "
           "within two seconds; nothing proven is lost.",
};

static int conclude(const struct arguments *arguments, const struct certify_file_summary *summary) {
  struct error err;
  if (!arguments->json)
    certify_print_summary(summary, arguments->path);
  else if (!certify_print_json(summary, arguments->path, &err))
    return cli_fail(&err);
  const int status = cli_finish_output();
  if (summary->complete || status != ERROR_NONE)
    return status;
  certify_print_resume(summary);
  return ERROR_INTERRUPTED;
}

int command_certify(int argc, char **argv) {
  const double started = clock_seconds();
  struct arguments arguments = {.path = NULL};
  char command[1024];
  command_line_join(argc, argv, command, sizeof command);
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  const struct certify_file_options file = {arguments.path, command, arguments.all ? PROVE_ALL : PROVE_CHEAP,
                                            arguments.threads};
  const struct watch_settings settings = {
      .about = {.output = arguments.path, .sweep_name = "", .sweep_file = "", .command = command},
      .log = "none",
      .quiet = arguments.quiet};
  struct watch watch;
  struct certify_file_summary summary;
  stop_on_signals("after the running proof");
  if (arguments.time_limit > 0)
    stop_at(started + arguments.time_limit, arguments.time_limit);
  watch_begin(&watch, &settings);
  const struct certify_file_observer observer = watch_certify_observer(&watch);
  const bool ok = certify_file(&file, &observer, &summary, &err);
  watch_end_certify(&watch, ok, summary.complete, &err);
  return ok ? conclude(&arguments, &summary) : cli_fail(&err);
}
