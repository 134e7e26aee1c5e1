/* lutdse calibrate: fit the cost model to what synthesis found. */
#include <string.h>

#include "calibrate/observe.h"
#include "cli/calibrate_print.h"
#include "cli/cli.h"
#include "cli/selection.h"
#include "store/store.h"

struct arguments {
  const char *path, *library, *name;
  double flip_flop_ge;
  bool coefficients;
};

enum { OPTION_LIBRARY = 256, OPTION_FLIP_FLOP, OPTION_COEFFICIENTS, OPTION_NAME };

static const struct argp_option options[] = {
    {"library", OPTION_LIBRARY, "NAME", 0, "Only what was synthesised with this library (default: the file's only one)",
     0},
    {"flip-flop", OPTION_FLIP_FLOP, "GE", 0,
     "Area of the library's flip-flop in its NAND2 gates (default: what stored bits take)", 0},
    {"name", OPTION_NAME, "NAME", 0, "The technology's name in the profile (default: the library's)", 0},
    {"coefficients", OPTION_COEFFICIENTS, NULL, 0, "Print the coefficients as C source, and nothing else", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case OPTION_LIBRARY:
    arguments->library = text;
    return 0;
  case OPTION_FLIP_FLOP:
    arguments->flip_flop_ge = cli_real(state, "--flip-flop", text, 0.01, 1000);
    return 0;
  case OPTION_NAME:
    arguments->name = text;
    return 0;
  case OPTION_COEFFICIENTS:
    arguments->coefficients = true;
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
    .doc = "Fit the cost model to the units that `lutdse synth` synthesised, and print how far it is off."
           "\vErrors are those of units that the fit did not see: in turn each fifth is left out. The technology "
           "profile printed last, for `hardware: {technology: ...}` of a sweep, needs no fit of its own: the built-in "
           "coefficients times one factor each for area, energy and delay.",
};

static bool fit_and_print(const struct arguments *arguments, const struct observations *observations,
                          const struct calibrate_library *library, struct error *err) {
  const struct holdout none = {0, 0};
  struct coefficients coefficients;
  if (!calibrate_fit(observations->item, observations->count, none, library->flip_flop_ge, &coefficients, err))
    return error_prefix(err, "%s", arguments->path);
  if (arguments->coefficients)
    return calibrate_print_source(&coefficients, err);
  return calibrate_print_errors(observations, library, err) &&
         calibrate_print_blocks(observations, &coefficients, err) &&
         calibrate_print_profile(observations, library, err);
}

/* The library asked for, or the only one of the file. */
static bool find_library(const struct arguments *arguments, const struct results *results, const char **name,
                         struct error *err) {
  *name = arguments->library;
  for (size_t i = 0; i < results->synthesised_count && arguments->library == NULL; i++) {
    if (*name != NULL && strcmp(*name, results->synthesised[i].library) != 0)
      return error_set(err, ERROR_INPUT, "%s: units were synthesised with %s and %s; choose one with --library",
                       arguments->path, *name, results->synthesised[i].library);
    *name = results->synthesised[i].library;
  }
  return *name != NULL || error_set(err, ERROR_INPUT, "%s: no unit was synthesised; run `lutdse synth %s --all` first",
                                    arguments->path, arguments->path);
}

static bool observe_and_fit(const struct arguments *arguments, const struct results *results, struct error *err) {
  const char *name = NULL;
  struct observations observations;
  if (!find_library(arguments, results, &name, err) || !observations_create(&observations, results, name, err))
    return false;
  bool ok = observations.count > 0 ||
            error_set(err, ERROR_INPUT, "%s: no unit was synthesised with %s", arguments->path, name);
  if (ok) {
    const struct calibrate_library library = {
        arguments->name != NULL ? arguments->name : name, observations.row[0]->area_um2 / observations.row[0]->area_ge,
        arguments->flip_flop_ge > 0 ? arguments->flip_flop_ge
                                    : calibrate_flip_flop(observations.item, observations.count)};
    ok = fit_and_print(arguments, &observations, &library, err);
  }
  observations_release(&observations);
  return ok;
}

int command_calibrate(int argc, char **argv) {
  struct arguments arguments = {.path = NULL};
  struct error err;
  struct results results;
  cli_parse(&parser, argc, argv, &arguments);
  if (!store_read(&results, arguments.path, &err))
    return cli_fail(&err);
  const bool ok = observe_and_fit(&arguments, &results, &err);
  results_release(&results);
  return ok ? cli_finish_output() : cli_fail(&err);
}
