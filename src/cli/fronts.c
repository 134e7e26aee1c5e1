/* lutdse fronts: print Pareto fronts of a results file. */
#include <float.h>
#include <string.h>

#include "cli/fronts_print.h"
#include "cli/selection.h"
#include "front/digest.h"

enum { OPTION_CSV = 256, OPTION_REFERENCE };

struct arguments {
  const char *path;
  struct selection selection;
  enum fronts_layout layout;
  struct fronts_reference reference;
};

static const struct argp_option options[] = {
    {"csv", OPTION_CSV, NULL, 0, "Print comma-separated values", 0},
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {"reference", OPTION_REFERENCE, "COST,ERROR", 0,
     "Corner of the hypervolume (default: the worst cost and error among a function's designs)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static void set_layout(struct argp_state *state, struct arguments *arguments, enum fronts_layout layout) {
  if (arguments->layout != FRONTS_TABLE && arguments->layout != layout)
    argp_error(state, "--csv and --json exclude each other");
  arguments->layout = layout;
}

static struct fronts_reference parse_reference(struct argp_state *state, char *text) {
  char *comma = strchr(text, ',');
  if (comma == NULL) {
    argp_error(state, "--reference: '%s' is not COST,ERROR", text);
    return (struct fronts_reference){.given = false};
  }
  *comma = '\0';
  return (struct fronts_reference){.given = true,
                                   .cost = cli_real(state, "--reference: cost", text, 0, DBL_MAX),
                                   .error = cli_real(state, "--reference: error", comma + 1, 0, DBL_MAX)};
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->selection;
    return 0;
  case OPTION_CSV:
    set_layout(state, arguments, FRONTS_CSV);
    return 0;
  case 'j':
    set_layout(state, arguments, FRONTS_JSON);
    return 0;
  case OPTION_REFERENCE:
    arguments->reference = parse_reference(state, text);
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

static const struct argp_child children[] = {{&selection_argp, 0, NULL, 0}, {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Print the Pareto front of every function in a results file: the designs that no other of the same function "
           "and weight beats in both error and cost. A run that is not complete shows the fronts of its parts so far."
           "\vThe hypervolume is the area that a front dominates within a "
           "corner of "
           "cost and error; of two fronts the one with more is better.",
    .children = children,
};

static bool print_fronts(const struct digest *digest, const struct arguments *arguments, struct error *err) {
  const struct selection *selection = &arguments->selection;
  const struct fronts_print print = {&digest->members, &digest->views, selection->error, selection->cost,
                                     arguments->reference};
  return fronts_print(&print, arguments->layout, stdout, err);
}

static bool show(struct front_source *source, const struct arguments *arguments, struct error *err) {
  const struct selection *selection = &arguments->selection;
  const struct digest_request request = {
      .filter = selection->filter, .error = selection->error, .cost = selection->cost};
  struct digest digest;
  const bool made = digest_make(&digest, source, &request, err);
  selection_tell_unfinished(source);
  if (!made)
    return false;
  const bool ok = print_fronts(&digest, arguments, err);
  digest_release(&digest);
  return ok;
}

int command_fronts(int argc, char **argv) {
  struct arguments arguments = {.path = NULL};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  struct front_source source;
  if (!selection_open(&source, arguments.path, &err))
    return cli_fail(&err);
  const bool ok = show(&source, &arguments, &err);
  source_close(&source);
  return ok ? cli_finish_output() : cli_fail(&err);
}
