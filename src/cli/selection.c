#include "cli/selection.h"

static const struct argp_option options[] = {
    {"function", 'f', "NAME", 0, "Only designs for this function", 0},
    {"in-bits", 'b', "BITS", 0, "Only designs with this input width", 0},
    {"entries", 'n', "COUNT", 0, "Only designs with this many entries", 0},
    {"weight", 'w', "NAME", 0, "Only designs judged by this weight of inputs; uniform: by none", 0},
    {"grid", 'g', "NAME", 0, "Only designs of this grid of the sweep", 0},
    {"error", 'e', "METRIC", 0, "What counts as error: mse (default), mae or max_abs", 0},
    {"cost", 'c', "METRIC", 0, "What counts as cost: area (default), power or delay", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static int metric(struct argp_state *state, const char *option, const char *text, int (*parse)(const char *name),
                  const char *allowed) {
  const int value = parse(text);
  if (value < 0)
    argp_error(state, "%s: '%s' is not one of %s", option, text, allowed);
  return value;
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
    selection->error = (enum error_metric)metric(state, "--error", text, error_metric_parse, "mse, mae, max_abs");
    return 0;
  case 'c':
    selection->cost = (enum cost_metric)metric(state, "--cost", text, cost_metric_parse, "area, power, delay");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp selection_argp = {.options = options, .parser = parse_option};

void selection_take_file(struct argp_state *state, const char *text, const char **path) {
  if (*path != NULL)
    argp_error(state, "one file at a time: '%s' is too much", text);
  *path = text;
}
