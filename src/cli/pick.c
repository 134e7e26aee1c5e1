/* lutdse pick: choose a design and write it as JSON. */
#include <stdlib.h>
#include <string.h>

#include "cli/optimum_print.h"
#include "cli/pick_options.h"
#include "cli/synth_columns.h"
#include "export/design_json.h"
#include "file.h"
#include "front/pick_source.h"
#include "model/significant.h"

struct arguments {
  const char *path, *output;
  struct pick_options picked;
};

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "Write the design there instead of to standard output", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->picked;
    return 0;
  case 'o':
    arguments->output = text;
    return 0;
  case ARGP_KEY_ARG:
    selection_take_file(state, text, &arguments->path);
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which results? Give the name of the file");
    return 0;
  case ARGP_KEY_SUCCESS:
    if (!pick_options_choose(&arguments->picked))
      argp_error(state, "which design? Give an error bound, a budget or --knee");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&pick_options_argp, 0, NULL, 0}, {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Choose one design of a results file and write it as JSON.\vBounds may be combined. With an error bound the "
           "cheapest design by --cost wins, with a budget only the most accurate one by --error. Exit status 6: "
           "nothing satisfies the bounds.",
    .children = children,
};

static void print_optimum(const struct point *point, const struct scored_design *design,
                          const struct optimum *optimum) {
  char gap[64];
  optimum_gap_text(optimum, optimum_gap(optimum, design_error(design, point_metric(point))), gap, sizeof gap);
  if (optimum->kind == OPTIMUM_NONE)
    (void)fprintf(stderr, "optimum: not known; 'lutdse certify' proves it\n");
  else
    (void)fprintf(stderr, "optimum: %s %.4e (%s), gap %s\n", point_objective(point), optimum->value,
                  optimum->kind == OPTIMUM_EXACT ? "proven" : "a lower bound", gap);
}

static void print_summary(const struct point *point, const struct scored_design *design,
                          const struct optimum *optimum) {
  const struct spec *spec = &point->spec;
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  (void)fprintf(stderr, "%s: %d entries, in_bits %d, slopes %s, intercepts %s, tails %s%s%s\n", spec->function->name,
                design->design.entries, spec->in_bits, significant_text(spec->slope, spec->slope_significant, slope),
                significant_text(spec->intercept, spec->intercept_significant, intercept), tails_name(spec->tails),
                spec->weight == NULL ? "" : ", weight ", spec->weight == NULL ? "" : spec->weight->name);
  (void)fprintf(stderr, "error: mse %.4e, mae %.4e, max_abs %.4e%s\n", design_error(design, ERROR_MSE),
                design_error(design, ERROR_MAE), design_error(design, ERROR_MAX_ABS),
                spec->output.bits != 0 ? " (requantised)" : "");
  print_optimum(point, design, optimum);
  char datapath[POINT_OPTIONS_TEXT];
  (void)fprintf(stderr, "cost: %.1f um^2, %.4g mW, %.3f ns (%s, %s, %s%s)\n", design_cost(design, COST_AREA),
                design_cost(design, COST_POWER), design_cost(design, COST_DELAY), storage_name(point->hardware.storage),
                selector_name(point->hardware.selector), point->hardware.technology.name,
                point_options_text(spec, &point->hardware, datapath));
  (void)fprintf(stderr, "point: %s, rank %d\n", point->id.hex, design->rank);
}

static bool write_design(const struct point *point, const struct scored_design *design, const struct optimum *optimum,
                         const char *output, struct error *err) {
  char *text = NULL;
  if (!design_json_text(point, design, optimum, &text, err))
    return false;
  bool ok = true;
  if (output != NULL && strcmp(output, "-") != 0)
    ok = file_write(output, text, strlen(text), err);
  else
    (void)fputs(text, stdout);
  free(text);
  return ok;
}

static bool write_pick(const struct pick *pick, const struct arguments *arguments, struct error *err) {
  const struct results *results = &pick->results;
  const struct scored_design *design = &results->designs[pick->design];
  const struct point *point = &results->points[design->point];
  const struct optimum *optimum = &results->outcomes[design->point].optimum;
  if (!write_design(point, design, optimum, arguments->output, err))
    return false;
  print_summary(point, design, optimum);
  synth_columns_print(stderr, results, pick->design);
  return true;
}

static bool pick_one(struct front_source *source, const struct arguments *arguments, struct error *err) {
  const struct pick_request request = pick_options_request(&arguments->picked);
  struct pick pick;
  const bool picked = pick_from_source(&pick, source, &request, err);
  selection_tell_unfinished(source);
  if (!picked)
    return false;
  const bool ok = write_pick(&pick, arguments, err);
  pick_release(&pick);
  return ok;
}

int command_pick(int argc, char **argv) {
  struct arguments arguments = {.path = NULL, .picked = pick_options_default()};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  struct front_source source;
  if (!selection_open(&source, arguments.path, &err))
    return cli_fail(&err);
  const bool ok = pick_one(&source, &arguments, &err);
  source_close(&source);
  return ok ? cli_finish_output() : cli_fail(&err);
}
