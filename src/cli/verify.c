/* lutdse verify: compute every figure of a results file again. */
#include "cli/verify_print.h"

#include "cli/selection.h"

struct arguments {
  const char *path;
  unsigned threads;
  bool json, quiet;
};

static const struct argp_option options[] = {
    {"threads", 't', "N", 0, "Threads (default: all cores)", 0},
    {"json", 'j', NULL, 0, "Print the summary as JSON", 0},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 't':
    arguments->threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
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
    .doc = "Score every design of a results file again with the reference evaluator, price it again with the cost "
           "model, and compare every figure bit for bit; compare designs with proven optima; gather the fronts again."
           "\vParts of a run can be verified, too. At most 20 differences are printed; all are counted. Exit status 3: "
           "there are any. Figures that another version of lutdse computed may differ: costs above all.",
};

static int conclude(const struct arguments *arguments, const struct verify_report *report, const char *path) {
  struct error err;
  if (!arguments->json)
    verify_print_summary(report, path);
  else if (!verify_print_json(report, path, &err))
    return cli_fail(&err);
  const int status = cli_finish_output();
  if (status != ERROR_NONE || verify_report_is_good(report))
    return status;
  verify_print_advice(report, path);
  return ERROR_INPUT;
}

static int verify(const struct arguments *arguments, struct verify_report *report, struct front_source *source) {
  const struct verify_observer observer = {report, verify_take_difference, verify_show_progress};
  struct error err;
  const bool ok = verify_source(source, arguments->threads, &observer, &report->summary, &err);
  progress_end(&report->view);
  if (!ok)
    return cli_fail(&err);
  selection_tell_unfinished(source);
  return conclude(arguments, report, source->path);
}

int command_verify(int argc, char **argv) {
  struct arguments arguments = {.path = NULL};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  struct verify_report report = {.view = progress_view_create(arguments.quiet), .print = !arguments.json};
  struct front_source source;
  if (!source_open(&source, arguments.path, verify_take_damage, &report, &err))
    return cli_fail(&err);
  const int status = verify(&arguments, &report, &source);
  source_close(&source);
  return status;
}
