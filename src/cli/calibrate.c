/* lutdse calibrate: fit the cost model to what synthesis found. */
#include <string.h>

#include "calibrate/observe.h"
#include "cli/calibrate_print.h"
#include "cli/cli.h"
#include "cli/selection.h"
#include "cli/synth_library.h"
#include "store/store.h"
#include "synth/liberty_pick.h"

struct arguments {
  const char *path, *liberty, *name;
  bool coefficients;
};

enum { OPTION_LIBERTY = 256, OPTION_COEFFICIENTS, OPTION_NAME };

static const struct argp_option options[] = {
    {"liberty", OPTION_LIBERTY, "FILE", 0,
     "The cell library that `lutdse synth` worked with (default: OSU 0.18 um of Debian's qflow-tech-osu018)", 0},
    {"name", OPTION_NAME, "NAME", 0, "The technology's name in the profile (default: the library's)", 0},
    {"coefficients", OPTION_COEFFICIENTS, NULL, 0, "Print the coefficients as C source, and nothing else", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case OPTION_LIBERTY:
    arguments->liberty = text;
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
    return false;
  if (arguments->coefficients)
    return calibrate_print_source(&coefficients, err);
  return calibrate_print_errors(observations, &coefficients, library, err) &&
         calibrate_print_blocks(observations, &coefficients, err) &&
         calibrate_print_profile(observations, library, err);
}

static bool run(const struct arguments *arguments, const struct liberty *liberty, const char *name, struct error *err) {
  const double nand_area = liberty_pick_nand2(liberty)->area;
  const struct calibrate_library library = {arguments->name != NULL ? arguments->name : name, nand_area,
                                            liberty_pick_flip_flop(liberty)->area / nand_area};
  struct results results;
  struct observations observations;
  if (!store_read(&results, arguments->path, err))
    return false;
  bool ok = observations_create(&observations, &results, name, err);
  if (ok) {
    ok = fit_and_print(arguments, &observations, &library, err);
    observations_release(&observations);
  }
  results_release(&results);
  return ok;
}

int command_calibrate(int argc, char **argv) {
  struct arguments arguments = {NULL, NULL, NULL, false};
  struct error err = {.kind = ERROR_NONE};
  struct liberty liberty;
  const char *name = NULL;
  cli_parse(&parser, argc, argv, &arguments);
  if (!synth_library_read(&liberty, arguments.liberty, &name, &err))
    return cli_fail(&err);
  bool ok = liberty_pick_nand2(&liberty) != NULL && liberty_pick_flip_flop(&liberty) != NULL
                ? true
                : error_set(&err, ERROR_INPUT, "%s: the library has no NAND gate or no flip-flop with an area", name);
  ok = ok && run(&arguments, &liberty, name, &err);
  liberty_release(&liberty);
  return ok ? cli_finish_output() : cli_fail(&err);
}
