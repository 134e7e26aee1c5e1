/* lutdse report: a sweep or its results become a page, figures, tables and data. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli/command_line.h"
#include "cli/report_print.h"
#include "cli/run_job.h"
#include "cli/selection.h"
#include "cli/stop.h"
#include "report/report.h"

struct arguments {
  const char *path;
  struct selection selection;
  struct report_request request;
  struct run_command_line line;
  bool json, quiet;
};

enum { OPTION_GNUPLOT = 256, OPTION_BENCHMARK, OPTION_RESULTS };

static const struct argp_option options[] = {
    {"output", 'o', "FOLDER", 0,
     "Where the report goes; created if it is not there (default: RESULTS-report next to RESULTS.h5)", 0},
    {"benchmark", OPTION_BENCHMARK, "FILE", 0, "Measurements of programs side by side, as JSON, to show as well", 0},
    {"results", OPTION_RESULTS, "FILE", 0, "With a sweep: its results file (default: results/NAME.h5)", 0},
    {"devices", 'd', "LIST", 0, "With a sweep: devices, as for 'lutdse run'", 0},
    {"threads", 't', "N", 0, "With a sweep: threads (default: all cores)", 0},
    {"gnuplot", OPTION_GNUPLOT, "PROGRAM", 0, "The gnuplot to run (default: gnuplot)", 0},
    {"json", 'j', NULL, 0, "Print what was written as JSON", 0},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 0},
    {0},
};

static bool is_sweep(const char *path) {
  const char *const dot = strrchr(path, '.');
  return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static void check(struct argp_state *state, const struct arguments *arguments) {
  const struct run_command_line *const line = &arguments->line;
  if (arguments->path == NULL)
    argp_error(state, "which results or sweep? Give the name of the file");
  else if (!is_sweep(arguments->path) && (line->devices != NULL || line->threads != 0 || line->output != NULL))
    argp_error(state, "--devices, --threads and --results are for a sweep; '%s' is none (its name has no .yaml)",
               arguments->path);
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->selection;
    return 0;
  case 'o':
    arguments->request.folder = text;
    return 0;
  case OPTION_BENCHMARK:
    arguments->request.benchmark = text;
    return 0;
  case OPTION_RESULTS:
    arguments->line.output = text;
    return 0;
  case 'd':
    arguments->line.devices = text;
    return 0;
  case 't':
    arguments->line.threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
    return 0;
  case OPTION_GNUPLOT:
    arguments->request.gnuplot = text;
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
  case ARGP_KEY_SUCCESS:
    check(state, arguments);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&selection_argp, 0, NULL, 0}, {NULL, 0, NULL, 0}};

static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "RESULTS.h5|SWEEP.yaml",
    .doc =
        "Write a report: a page that needs nothing beside it (report.html), figures as PDF and SVG, tables of LaTeX "
        "and the numbers behind them as comma-separated values. A sweep is run first, as by 'lutdse run', unless its "
        "results are there. Needs gnuplot. Prints the names of the files it wrote."
        "\vWhat the results have nothing to show of is left out, and the page says what a sweep would need for it.",
    .children = children,
};

/* results/quick.h5 -> results/quick-report */
static bool default_folder(const char *path, char *folder, size_t size, struct error *err) {
  const size_t length = strlen(path);
  const int stem = (int)(length > 3 && strcmp(path + length - 3, ".h5") == 0 ? length - 3 : length);
  const int written = snprintf(folder, size, "%.*s-report", stem, path);
  return (written >= 0 && (size_t)written < size) ||
         error_set(err, ERROR_IO, "%.200s...: the path is too long; name a folder with --output", path);
}

static bool write_report(const struct arguments *arguments, struct front_source *source, struct error *err) {
  struct report_request request = arguments->request;
  char folder[PATH_MAX];
  struct report_print print;
  if (request.folder == NULL) {
    if (!default_folder(source->path, folder, sizeof folder, err))
      return false;
    request.folder = folder;
  }
  request.filter = arguments->selection.filter;
  request.error = arguments->selection.error;
  request.cost = arguments->selection.cost;
  if (!report_print_begin(&print, request.folder, arguments->json, arguments->quiet, err))
    return false;
  const struct report_observer observer = report_print_observer(&print);
  const bool ok = report_write(source, &request, &observer, err);
  return report_print_end(&print, ok, err);
}

static int report(const struct arguments *arguments, const char *path) {
  struct error err;
  struct front_source source;
  if (!selection_open(&source, path, &err))
    return cli_fail(&err);
  const bool ok = write_report(arguments, &source, &err);
  if (ok)
    selection_tell_unfinished(&source);
  source_close(&source);
  return ok ? cli_finish_output() : cli_fail(&err);
}

/* Run the sweep, as far as it is not there; then report on it. */
static int run_and_report(struct arguments *arguments, const char *command) {
  struct error err;
  struct sweep sweep;
  struct run_summary summary;
  char output[PATH_MAX];
  arguments->line.sweep = arguments->path;
  if (!report_check(&arguments->request, &err))
    return cli_fail(&err);
  if (!sweep_load(&sweep, arguments->path, arguments->line.shard, &err))
    return cli_fail(&err);
  const struct run_job job = {&arguments->line, command, false, arguments->quiet};
  const bool ok = run_job(&job, &sweep, output, &summary, &err);
  sweep_release(&sweep);
  if (!ok)
    return cli_fail(&err);
  if (!summary.complete) {
    run_print_resume(&summary, &arguments->line);
    return ERROR_INTERRUPTED;
  }
  return report(arguments, output);
}

int command_report(int argc, char **argv) {
  struct arguments arguments = {.request = {.gnuplot = "gnuplot"}};
  char command[1024];
  command_line_join(argc, argv, command, sizeof command);
  cli_parse(&argp, argc, argv, &arguments);
  stop_on_signals(is_sweep(arguments.path) ? "after the running batch, proof or figure" : "after the running figure");
  return is_sweep(arguments.path) ? run_and_report(&arguments, command) : report(&arguments, arguments.path);
}
