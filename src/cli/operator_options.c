#include "cli/operator_options.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scale_list.h"
#include "parallel.h"

enum {
  OPTION_TABLE = 0x700,
  OPTION_FIT = OPTION_TABLE + OPERATOR_ROLES,
  OPTION_LENGTH,
  OPTION_DISTRIBUTION,
  OPTION_SCALE,
  OPTION_VECTORS,
  OPTION_SEED,
  OPTION_SPREAD,
  OPTION_INPUT_BITS,
  OPTION_EXP_BITS,
  OPTION_RECIPROCAL_BITS,
  OPTION_OUT_BITS,
  OPTION_OUT_FRAC,
  OPTION_EPSILON,
  OPTION_EACH
};

static const struct argp_option option_list[] = {
    {NULL, 0, NULL, 0,
     "The tables; without a file, the best table of --entries entries is computed, that of e^x with its tail pinned "
     "unless --tails is given:",
     1},
    {"exp", OPTION_TABLE + ROLE_EXP, "FILE", 0, "Softmax: the table of e^x, a design or a results file", 1},
    {"div", OPTION_TABLE + ROLE_DIV, "FILE", 0, "Softmax: the table of 1/x", 1},
    {"rsqrt", OPTION_TABLE + ROLE_RSQRT, "FILE", 0, "Layernorm: the table of 1/sqrt x", 1},
    {"fit", OPTION_FIT, NULL, 0, "Compute tables of 1/x and 1/sqrt x for the codes and the scale that are used, alone",
     1},
    {NULL, 0, NULL, 0, "The vectors:", 2},
    {"length", OPTION_LENGTH, "LIST", 0, "Their lengths (default 16,64,197,512,2048)", 2},
    {"distribution", OPTION_DISTRIBUTION, "LIST", 0,
     "Any of normal, laplace, uniform, outliers, peaked, constant (default: all)", 2},
    {"scale", OPTION_SCALE, "LIST", 0, "Scales of their codes, e.g. 0.5,2^-4 (default: the exp or rsqrt table's)", 2},
    {"spread", OPTION_SPREAD, "X", 0, "Their standard deviation (default: softmax 2, layernorm 1)", 2},
    {"vectors", OPTION_VECTORS, "N", 0, "So many of each length and distribution (default 64)", 2},
    {"seed", OPTION_SEED, "N", 0, "Of the random numbers (default 1)", 2},
    {NULL, 0, NULL, 0, "The operator:", 3},
    {"input-bits", OPTION_INPUT_BITS, "BITS", 0, "Width of its codes (default: softmax the exp table's, layernorm 8)",
     3},
    {"exp-bits", OPTION_EXP_BITS, "BITS", 0, "Softmax: width of what the exp table hands on (default 16)", 3},
    {"reciprocal-bits", OPTION_RECIPROCAL_BITS, "BITS", 0, "The same of the other table (default 16)", 3},
    {"out-bits", OPTION_OUT_BITS, "BITS", 0, "Width of its outputs (default 8)", 3},
    {"out-frac", OPTION_OUT_FRAC, "BITS", 0,
     "Their scale is 2^-BITS (default: softmax the width, layernorm the width - 4)", 3},
    {"epsilon", OPTION_EPSILON, "X", 0, "Layernorm: added to the variance (default 1e-5)", 3},
    {NULL, 0, NULL, 0, "Output:", 4},
    {"each", OPTION_EACH, NULL, 0, "Print a line for each length, distribution and scale", 4},
    {"json", 'j', NULL, 0, "Print JSON", 4},
    {"threads", 't', "N", 0, "Threads of the processor (default: all cores)", 4},
    {NULL, 0, NULL, 0,
     "Which design of a results file (default: the most accurate); --entries and --in-bits are also "
     "for tables that are computed:",
     5},
    {NULL, 0, NULL, 0, NULL, 0},
};

const char *operator_role_name(enum operator_role role) {
  static const char *const names[OPERATOR_ROLES] = {"exp", "div", "rsqrt"};
  return names[role];
}

bool operator_role_of(enum operator_role role, enum operator_kind kind) {
  return (role == ROLE_RSQRT) == (kind == OPERATOR_LAYERNORM);
}

static void parse_kind(struct argp_state *state, const char *text, struct operator_options *options) {
  if (options->has_kind)
    argp_error(state, "one operator at a time: '%s' is too much", text);
  for (int kind = 0; kind < OPERATOR_KINDS; kind++)
    if (strcmp(text, operator_kind_name((enum operator_kind)kind)) == 0) {
      options->kind = (enum operator_kind)kind;
      options->has_kind = true;
      return;
    }
  argp_error(state, "'%s' is not one of softmax, layernorm", text);
}

static void parse_lengths(struct argp_state *state, char *text, struct operator_settings *settings) {
  char *rest = text;
  settings->lengths = 0;
  for (const char *item = strsep(&rest, ","); item != NULL; item = strsep(&rest, ",")) {
    if (settings->lengths == OPERATOR_LENGTHS_MAX)
      argp_error(state, "--length: more than %d lengths", OPERATOR_LENGTHS_MAX);
    settings->length[settings->lengths++] = (int)cli_integer(state, "--length", item, 1, OPERATOR_LENGTH_MAX);
  }
}

static enum operator_distribution parse_distribution(struct argp_state *state, const char *text) {
  for (size_t i = 0; i < OPERATOR_DISTRIBUTIONS; i++)
    if (strcmp(text, operator_distribution_name(i)) == 0)
      return (enum operator_distribution)i;
  argp_error(state, "--distribution: '%s' is not one of normal, laplace, uniform, outliers, peaked, constant", text);
  return OPERATOR_NORMAL;
}

static void parse_distributions(struct argp_state *state, char *text, struct operator_settings *settings) {
  char *rest = text;
  settings->distributions = 0;
  for (const char *item = strsep(&rest, ","); item != NULL; item = strsep(&rest, ",")) {
    if (settings->distributions == OPERATOR_DISTRIBUTIONS)
      argp_error(state, "--distribution: more than the %d there are", OPERATOR_DISTRIBUTIONS);
    settings->distribution[settings->distributions++] = parse_distribution(state, item);
  }
}

static error_t parse_vectors(int key, char *text, struct argp_state *state, struct operator_settings *settings) {
  switch (key) {
  case OPTION_LENGTH:
    parse_lengths(state, text, settings);
    return 0;
  case OPTION_DISTRIBUTION:
    parse_distributions(state, text, settings);
    return 0;
  case OPTION_SCALE:
    settings->scales = scale_list_parse(state, "--scale", text);
    return 0;
  case OPTION_SPREAD:
    settings->spread = cli_real(state, "--spread", text, SCALE_LEAST, SCALE_MOST);
    return 0;
  case OPTION_VECTORS:
    settings->vectors = (int)cli_integer(state, "--vectors", text, 1, OPERATOR_VECTORS_MAX);
    return 0;
  case OPTION_SEED:
    settings->seed = (uint64_t)cli_integer(state, "--seed", text, 0, LONG_MAX);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_widths(int key, const char *text, struct argp_state *state, struct operator_settings *settings) {
  switch (key) {
  case OPTION_INPUT_BITS:
    settings->input_bits = (int)cli_integer(state, "--input-bits", text, IN_BITS_MIN, IN_BITS_MAX);
    return 0;
  case OPTION_EXP_BITS:
    settings->exp_bits = (int)cli_integer(state, "--exp-bits", text, OPERATOR_UNIT_BITS_MIN, OPERATOR_EXP_BITS_MAX);
    return 0;
  case OPTION_RECIPROCAL_BITS:
    settings->reciprocal_bits =
        (int)cli_integer(state, "--reciprocal-bits", text, OPERATOR_UNIT_BITS_MIN, OPERATOR_RECIPROCAL_BITS_MAX);
    return 0;
  case OPTION_OUT_BITS:
    settings->out_bits = (int)cli_integer(state, "--out-bits", text, OUT_BITS_MIN, OPERATOR_OUT_BITS_MAX);
    return 0;
  case OPTION_OUT_FRAC:
    settings->out_frac = (int)cli_integer(state, "--out-frac", text, 0, OPERATOR_OUT_FRAC_MAX);
    return 0;
  case OPTION_EPSILON:
    settings->epsilon = cli_real(state, "--epsilon", text, 0, 1);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

/* What was not given has the operator's own default; what it has no use for must not be given. */
static void complete(struct argp_state *state, struct operator_options *options) {
  struct operator_settings *const settings = &options->settings;
  const struct operator_settings usual = operator_settings_default(options->kind);
  const bool softmax = options->kind == OPERATOR_SOFTMAX;
  if (!options->has_kind)
    argp_error(state, "which operator? Give softmax or layernorm");
  for (int role = 0; role < OPERATOR_ROLES; role++)
    if (options->path[role] != NULL && !operator_role_of((enum operator_role)role, options->kind))
      argp_error(state, "--%s: %s has no such table", operator_role_name((enum operator_role)role),
                 operator_kind_name(options->kind));
  if (softmax ? settings->epsilon >= 0 : settings->exp_bits > 0)
    argp_error(state, "--%s: %s has none", softmax ? "epsilon" : "exp-bits", operator_kind_name(options->kind));
  settings->epsilon = settings->epsilon < 0 ? usual.epsilon : settings->epsilon;
  settings->exp_bits = settings->exp_bits == 0 ? usual.exp_bits : settings->exp_bits;
  settings->spread = settings->spread == 0 ? usual.spread : settings->spread;
  if (settings->out_frac < 0)
    settings->out_frac = softmax ? settings->out_bits : settings->out_bits > 4 ? settings->out_bits - 4 : 0;
  if (softmax && (settings->out_frac < settings->out_bits - 1 || settings->out_frac > settings->out_bits))
    argp_error(state, "--out-frac: %d is not one of %d, %d for softmax", settings->out_frac, settings->out_bits - 1,
               settings->out_bits);
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct operator_options *const options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->picked;
    state->child_inputs[1] = &options->gqa;
    return 0;
  case OPTION_TABLE + ROLE_EXP:
  case OPTION_TABLE + ROLE_DIV:
  case OPTION_TABLE + ROLE_RSQRT:
    options->path[key - OPTION_TABLE] = text;
    return 0;
  case OPTION_FIT:
    options->fit = true;
    return 0;
  case OPTION_EACH:
    options->each = true;
    return 0;
  case 'j':
    options->json = true;
    return 0;
  case 't':
    options->settings.threads = (unsigned)cli_integer(state, "--threads", text, 1, 1024);
    return 0;
  case ARGP_KEY_ARG:
    parse_kind(state, text, options);
    return 0;
  case ARGP_KEY_SUCCESS:
    complete(state, options);
    return 0;
  default:
    return parse_vectors(key, text, state, &options->settings) == 0
               ? 0
               : parse_widths(key, text, state, &options->settings);
  }
}

static const struct argp_child children[] = {
    {&pick_options_argp, 0, NULL, 5},
    {&gqa_options_argp, 0, "For files in GQA-LUT's format and tables that are computed:", 6},
    {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = option_list,
    .parser = parse_option,
    .args_doc = "softmax|layernorm",
    .doc = "Score a whole operator that computes in integers with look-up tables: Softmax with tables of e^x and 1/x, "
           "LayerNorm with one of 1/sqrt x. Errors are against double precision, on random vectors, beside those of "
           "the same operator with ideal functions, and of rounding the output alone.\vA table's file is a design (as "
           "'lutdse pick' writes it, written by hand, or in GQA-LUT's own format) or a results file. What is computed "
           "bit by bit is in docs/operators.md.",
    .children = children,
};

void operator_options_parse(struct operator_options *options, int argc, char **argv) {
  *options = (struct operator_options){.picked = pick_options_default(), .gqa = gqa_options_default()};
  options->settings = operator_settings_default(OPERATOR_SOFTMAX);
  options->settings.threads = parallel_processors();
  options->settings.spread = options->settings.exp_bits = 0;
  options->settings.epsilon = options->settings.out_frac = -1;
  cli_parse(&parser, argc, argv, options);
}
