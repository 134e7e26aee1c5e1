#include "cli/selection.h"

#include <string.h>

#include "hardware/unit.h"

enum { OPTION_STORAGE = 0x200, OPTION_SELECT, OPTION_DIGITS, OPTION_SYMMETRY, OPTION_PIPELINE, OPTION_RANGES };

static const struct argp_option options[] = {
    {"function", 'f', "NAME", 0, "Only designs for this function", 0},
    {"in-bits", 'b', "BITS", 0, "Only designs with this input width", 0},
    {"entries", 'n', "COUNT", 0, "Only designs with this many entries", 0},
    {"weight", 'w', "NAME", 0, "Only designs judged by this weight of inputs; uniform: by none", 0},
    {"grid", 'g', "NAME", 0, "Only designs of this grid of the sweep", 0},
    {"storage", OPTION_STORAGE, "NAME", 0, "Only designs with this storage: enable, gated or rom", 0},
    {"select", OPTION_SELECT, "NAME", 0, "Only designs with this select: one_hot, tree, binary, uniform or power2", 0},
    {"digits", OPTION_DIGITS, "COUNT", 0, "Only designs with so many digits in a slope; full: with a multiplier", 0},
    {"symmetry", OPTION_SYMMETRY, "NAME", 0, "Only designs of half a table (half) or of a whole one (none)", 0},
    {"pipeline", OPTION_PIPELINE, "COUNT", 0, "Only designs with so many pipeline registers", 0},
    {"ranges", OPTION_RANGES, "COUNT", 0, "Only designs with so many input ranges; 1: for the domain alone", 0},
    {"error", 'e', "METRIC", 0, "What counts as error: mse (default), mae or max_abs", 0},
    {"cost", 'c', "METRIC", 0, "What counts as cost: area (default), power or delay", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static int word(struct argp_state *state, const char *option, const char *text, int (*parse)(const char *name),
                const char *allowed) {
  const int value = parse(text);
  if (value < 0)
    argp_error(state, "%s: '%s' is not one of %s", option, text, allowed);
  return value;
}

static int parse_digits(struct argp_state *state, const char *text) {
  return strcmp(text, "full") == 0 ? 0 : (int)cli_integer(state, "--digits", text, 1, SLOPE_DIGITS_MAX);
}

static error_t parse_datapath(int key, const char *text, struct argp_state *state, struct datapath_filter *filter) {
  switch (key) {
  case OPTION_STORAGE:
    filter->by_storage = true;
    filter->storage = (enum storage)word(state, "--storage", text, storage_parse, "enable, gated, rom");
    return 0;
  case OPTION_SELECT:
    filter->by_selector = true;
    filter->selector =
        (enum selector)word(state, "--select", text, selector_parse, "one_hot, tree, binary, uniform, power2");
    return 0;
  case OPTION_DIGITS:
    filter->by_digits = true;
    filter->slope_digits = parse_digits(state, text);
    return 0;
  case OPTION_SYMMETRY:
    filter->by_symmetry = true;
    filter->mirrored = word(state, "--symmetry", text, symmetry_parse, "none, half") == 1;
    return 0;
  case OPTION_PIPELINE:
    filter->by_pipeline = true;
    filter->pipeline = (int)cli_integer(state, "--pipeline", text, 0, PIPELINE_MAX);
    return 0;
  case OPTION_RANGES:
    filter->by_ranges = true;
    filter->ranges = (int)cli_integer(state, "--ranges", text, 1, RANGES_MAX);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct selection *const selection = state->input;
  switch (key) {
  case 'f':
    selection->filter.function = text;
    return 0;
  case 'b':
    selection->filter.in_bits = (int)cli_integer(state, "--in-bits", text, IN_BITS_MIN, IN_BITS_MAX);
    return 0;
  case 'n':
    selection->filter.entries = (int)cli_integer(state, "--entries", text, ENTRIES_MIN, ENTRIES_MAX);
    return 0;
  case 'w':
    selection->filter.weight = text;
    return 0;
  case 'g':
    selection->filter.grid = text;
    return 0;
  case 'e':
    selection->error = (enum error_metric)word(state, "--error", text, error_metric_parse, "mse, mae, max_abs");
    return 0;
  case 'c':
    selection->cost = (enum cost_metric)word(state, "--cost", text, cost_metric_parse, "area, power, delay");
    return 0;
  default:
    return parse_datapath(key, text, state, &selection->filter.datapath);
  }
}

const struct argp selection_argp = {.options = options, .parser = parse_option};

void selection_take_file(struct argp_state *state, const char *text, const char **path) {
  if (*path != NULL)
    argp_error(state, "one file at a time: '%s' is too much", text);
  *path = text;
}

static void tell(void *context, const char *message) {
  (void)context;
  (void)fprintf(stderr, "lutdse: %s\n", message);
}

bool selection_open(struct front_source *source, const char *path, struct error *err) {
  return source_open(source, path, tell, NULL, err);
}

void selection_tell_unfinished(const struct front_source *source) {
  if (source->unfinished)
    (void)fprintf(stderr, "lutdse: %s is not complete: %zu point%s so far, from its parts\n", source->path,
                  source->points, source->points == 1 ? "" : "s");
}
