/* lutdse merge: join results files. */
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/merge_print.h"
#include "clock.h"

enum { OPTION_PARTIAL = 256 };

struct arguments {
  char **paths; /* in argv */
  size_t count;
  const char *output;
  bool partial, json, quiet;
};

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The file to write; one that is there is set aside", 0},
    {"partial", OPTION_PARTIAL, NULL, 0, "Take the parts of runs that are not complete, too", 0},
    {"json", 'j', NULL, 0, "Print the summary as JSON", 0},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 0},
    {0},
};

static error_t parse_end(const struct arguments *arguments, struct argp_state *state) {
  if (arguments->count == 0)
    argp_error(state, "which results? Give the names of the files");
  else if (arguments->output == NULL)
    argp_error(state, "where to? Name the output with -o");
  return 0;
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 'o':
    arguments->output = text;
    return 0;
  case OPTION_PARTIAL:
    arguments->partial = true;
    return 0;
  case 'j':
    arguments->json = true;
    return 0;
  case 'q':
    arguments->quiet = true;
    return 0;
  case ARGP_KEY_ARG:
    arguments->paths[arguments->count++] = text;
    return 0;
  case ARGP_KEY_END:
    return parse_end(arguments, state);
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE...",
    .doc = "Join results files: the shards of one sweep, or the results of different ones. Points that several files "
           "hold appear once; the files must agree on them."
           "\vFiles of one sweep together give what one run of it writes. Of different sweeps the points of the first "
           "file come first, then what the second one adds, and so on. With conflicts nothing is written and the exit "
           "status is 3; 'lutdse verify' tells which file is right.",
};

static int merge(const struct arguments *arguments, struct merge_report *report) {
  const struct merge_options merging = {.paths = (const char *const *)arguments->paths,
                                        .count = arguments->count,
                                        .output = arguments->output,
                                        .partial = arguments->partial};
  const struct merge_observer observer = {report, merge_tell_note, merge_tell_conflict, merge_show_progress};
  struct merge_summary summary;
  struct error err;
  const bool ok = merge_files(&merging, &observer, &summary, &err);
  progress_end(&report->view);
  merge_tell_rest(report);
  if (!ok)
    return cli_fail(&err);
  if (!arguments->json)
    merge_print_summary(&summary, &merging);
  else if (!merge_print_json(&summary, &merging, &err))
    return cli_fail(&err);
  return cli_finish_output();
}

int command_merge(int argc, char **argv) {
  struct arguments arguments = {.paths = calloc((size_t)argc, sizeof *arguments.paths)};
  struct error err;
  if (arguments.paths == NULL) {
    (void)error_memory(&err, "names of files");
    return cli_fail(&err);
  }
  cli_parse(&parser, argc, argv, &arguments);
  struct merge_report report = {.view = progress_view_create(arguments.quiet), .began = clock_seconds()};
  const int status = merge(&arguments, &report);
  free(arguments.paths);
  return status;
}
