/* lutdse synth: synthesise the units of designs and lay area, delay and energy beside the cost model. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command_line.h"
#include "cli/design_source.h"
#include "cli/progress.h"
#include "cli/stop.h"
#include "cli/synth_choice.h"
#include "cli/synth_library.h"
#include "cli/synth_print.h"
#include "cli/synth_single.h"
#include "file.h"
#include "parallel.h"
#include "run/synth_file.h"
#include "store/store.h"
#include "synth/versions.h"

enum { OPTION_LIBERTY = 0x500, OPTION_BLOCKS, OPTION_AGAIN, OPTION_DRY_RUN, OPTION_JSON };

struct arguments {
  const char *path, *liberty;
  struct synth_choice choice;
  unsigned jobs;
  bool blocks, again, dry_run, json, quiet;
};

static const struct argp_option options[] = {
    {"liberty", OPTION_LIBERTY, "FILE", 0, "The cell library (default: OSU 0.18 um of Debian's qflow-tech-osu018)", 1},
    {"blocks", OPTION_BLOCKS, NULL, 0, "The area of each block's module alone as well", 1},
    {"again", OPTION_AGAIN, NULL, 0, "Also designs that the file has figures of", 1},
    {"jobs", 'j', "N", 0, "How many at once (default: all cores)", 1},
    {"dry-run", OPTION_DRY_RUN, NULL, 0, "Show the designs and what the file has of them; synthesise nothing", 1},
    {"json", OPTION_JSON, NULL, 0, "Print JSON", 1},
    {"quiet", 'q', NULL, 0, "No progress on stderr", 1},
    {NULL, 0, NULL, 0, "Which designs of a results file:", 2},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->choice;
    return 0;
  case OPTION_LIBERTY:
    arguments->liberty = text;
    return 0;
  case OPTION_BLOCKS:
    arguments->blocks = true;
    return 0;
  case OPTION_AGAIN:
    arguments->again = true;
    return 0;
  case OPTION_DRY_RUN:
    arguments->dry_run = true;
    return 0;
  case OPTION_JSON:
    arguments->json = true;
    return 0;
  case 'j':
    arguments->jobs = (unsigned)cli_integer(state, "--jobs", text, 1, 1024);
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

static const struct argp_child children[] = {{&synth_choice_argp, 0, NULL, 2}, {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc =
        "Synthesise the units of designs with Yosys and OpenSTA, write area, delay and energy into the results file, "
        "and print them beside the cost model's. FILE is a results file, or a design as 'lutdse pick' writes it, of "
        "which figures are only printed.\vWhat the file has of this library and these tools is not done again. "
        "Ctrl-C stops the tools; what was done is kept, and the same command goes on. Exit status 3: designs that "
        "cannot be synthesised were left out. Needs the Debian packages yosys and opensta.",
    .children = children,
};

/* Everything at work. */
struct session {
  const struct arguments *arguments;
  const char *command;
  struct progress_view view;
  struct liberty liberty;
  char tool[sizeof((struct synthesised *)0)->tool];
  struct synth_request request;
  struct synth_progress progress;
  const struct results *results;
};

static void tell_failure(void *context, size_t design, const struct error *err) {
  struct session *const session = context;
  char text[1200];
  (void)snprintf(text, sizeof text, "warning: design %zu (%s) is left out: %s", design,
                 session->results->points[session->results->designs[design].point].spec.function->name, err->text);
  progress_note(&session->view, text);
}

static void show(void *context, const struct synth_progress *progress) {
  struct session *const session = context;
  progress_show_synthesis(&session->view, progress);
}

static bool print(const struct session *session, struct error *err) {
  const struct synth_print what = {session->arguments->path, session->results, &session->request, &session->progress};
  return session->arguments->json ? synth_print_json(&what, stdout, err) : synth_print_table(&what, stdout, err);
}

/* A file of one design is all of it; what the options choose is for results files. */
static bool check_single(const struct arguments *arguments, struct error *err) {
  const struct design_filter *const filter = &arguments->choice.picked.selection.filter, none = {.in_bits = 0};
  if (!synth_choice_given(&arguments->choice) && memcmp(filter, &none, sizeof none) == 0)
    return true;
  return error_set(err, ERROR_USAGE, "the choice of designs is for results files; %s is none", arguments->path);
}

/* A single design that fails is the command's failure. */
static bool add_single(const struct session *session, struct results *results, struct error *err) {
  const struct point *const point = &results->points[0];
  struct synthesised row;
  return synth_make_row(&session->request, &point->spec, &point->hardware, &results->designs[0].design, stop_requested,
                        &row, err)
             ? results_add_synthesised(results, &row, err)
             : error_prefix(err, "%s", session->arguments->path);
}

static bool run_single(struct session *session, struct error *err) {
  static const size_t only[] = {0};
  struct results results;
  if (!check_single(session->arguments, err) || !synth_single_read(&results, session->arguments->path, err))
    return false;
  session->results = &results;
  session->request.design = only;
  session->request.count = 1;
  session->progress = (struct synth_progress){.wanted = 1, .done = 1};
  const bool ok = (session->arguments->dry_run || add_single(session, &results, err)) && print(session, err);
  results_release(&results);
  return ok;
}

static bool choose(struct session *session, const struct results *results, size_t **design, struct error *err) {
  const struct arguments *const arguments = session->arguments;
  if (!synth_choice_find(&arguments->choice, results, design, &session->request.count, err))
    return error_prefix(err, "%s", arguments->path);
  session->results = results;
  session->request.design = *design;
  session->progress.wanted = session->request.count;
  return true;
}

static bool run_results(struct session *session, struct error *err) {
  struct synth_file file;
  size_t *design = NULL;
  if (!synth_file_open(&file, session->arguments->path, err))
    return false;
  const struct synth_observer observer = {session, show, tell_failure, NULL, stop_requested};
  bool ok = choose(session, &file.results, &design, err) &&
            synth_file_run(&file, &session->request, &observer, session->command, &session->progress, err);
  progress_end(&session->view);
  ok = ok && print(session, err);
  free(design);
  synth_file_close(&file);
  return ok;
}

/* Without the lock: nothing is written. */
static bool show_results(struct session *session, struct error *err) {
  struct results results;
  size_t *design = NULL;
  if (!store_read(&results, session->arguments->path, err))
    return false;
  const bool ok = choose(session, &results, &design, err) && print(session, err);
  free(design);
  results_release(&results);
  return ok;
}

static bool work(struct session *session, struct error *err) {
  const struct arguments *const arguments = session->arguments;
  if (!design_source_is_results(arguments->path))
    return run_single(session, err);
  return arguments->dry_run ? show_results(session, err) : run_results(session, err);
}

static bool synthesise(struct session *session, struct error *err) {
  const struct arguments *const arguments = session->arguments;
  if (access(arguments->path, R_OK) != 0)
    return file_error(err, "read", arguments->path, errno);
  if (!synth_versions(session->tool, sizeof session->tool, err) ||
      !synth_library_read(&session->liberty, arguments->liberty, &session->request.library, err))
    return false;
  session->request.liberty = &session->liberty;
  session->request.tool = session->tool;
  const bool ok = work(session, err);
  liberty_release(&session->liberty);
  return ok;
}

static int conclude(const struct session *session) {
  const struct synth_progress *const progress = &session->progress;
  const int status = cli_finish_output();
  if (status != ERROR_NONE || session->arguments->dry_run)
    return status;
  if (progress->known + progress->done + progress->failed < progress->wanted) {
    stop_print_cause();
    (void)fprintf(stderr, " with %zu of %zu designs synthesised; the same command goes on\n",
                  progress->known + progress->done, progress->wanted);
    return ERROR_INTERRUPTED;
  }
  return progress->failed > 0 ? ERROR_INPUT : ERROR_NONE;
}

int command_synth(int argc, char **argv) {
  struct arguments arguments = {.choice = {.picked = pick_options_default()}};
  char command[1024];
  command_line_join(argc, argv, command, sizeof command);
  cli_parse(&parser, argc, argv, &arguments);
  struct session session = {.arguments = &arguments,
                            .command = command,
                            .view = progress_view_create(arguments.quiet),
                            .request = {.blocks = arguments.blocks,
                                        .again = arguments.again,
                                        .jobs = arguments.jobs > 0 ? arguments.jobs : parallel_processors()}};
  struct error err;
  stop_on_signals("the tools");
  const bool ok = synthesise(&session, &err);
  stop_end();
  return ok ? conclude(&session) : cli_fail(&err);
}
