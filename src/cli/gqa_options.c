#include "cli/gqa_options.h"

#include <string.h>

#include "cli/scale_list.h"

enum { OPTION_SLOPE = 0x200, OPTION_INTERCEPT, OPTION_SCALES, OPTION_TAILS };

static const struct argp_option options[] = {
    {"slope", OPTION_SLOPE, "BITS,FRAC", 0, "Format of the slopes (default 8,6)", 0},
    {"intercept", OPTION_INTERCEPT, "BITS,FRAC", 0, "Format of the intercepts (default 8,6)", 0},
    {"scales", OPTION_SCALES, "LIST", 0, "Scales to count, e.g. 1,0.5,2^-2 (default: every scale of the file)", 0},
    {"tails", OPTION_TAILS, "POLICY", 0, "free (default), asymptote or clamp", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static struct format parse_format(struct argp_state *state, const char *option, char *text) {
  char *comma = strchr(text, ',');
  if (comma == NULL) {
    argp_error(state, "%s: '%s' is not BITS,FRAC", option, text);
    return (struct format){0, 0};
  }
  *comma = '\0';
  return (struct format){(int)cli_integer(state, option, text, FORMAT_BITS_MIN, FORMAT_BITS_MAX),
                         (int)cli_integer(state, option, comma + 1, 0, FORMAT_FRAC_MAX)};
}

static enum tails parse_tails(struct argp_state *state, const char *text) {
  const int tails = tails_parse(text);
  if (tails < 0)
    argp_error(state, "--tails: '%s' is not one of free, asymptote, clamp", text);
  return (enum tails)tails;
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct gqa_options *const gqa = state->input;
  switch (key) {
  case OPTION_SLOPE:
    gqa->given = "--slope";
    gqa->spec.slope = parse_format(state, "--slope", text);
    return 0;
  case OPTION_INTERCEPT:
    gqa->given = "--intercept";
    gqa->spec.intercept = parse_format(state, "--intercept", text);
    return 0;
  case OPTION_SCALES:
    gqa->given = "--scales";
    gqa->spec.scales = scale_list_parse(state, "--scales", text);
    return 0;
  case OPTION_TAILS:
    gqa->given = "--tails";
    gqa->has_tails = true;
    gqa->spec.tails = parse_tails(state, text);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp gqa_options_argp = {.options = options, .parser = parse_option};

struct gqa_options gqa_options_default(void) {
  return (struct gqa_options){.spec = {.in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}, .tails = TAILS_FREE}};
}
