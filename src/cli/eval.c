/* lutdse eval: score a design again with the reference evaluator. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/eval_print.h"
#include "export/gqa_json.h"
#include "parallel.h"
#include "run/proof.h"
#include "text_file.h"

enum {
  OPTION_NO_VERIFY = 256,
  OPTION_SLOPE,
  OPTION_INTERCEPT,
  OPTION_SCALES,
  OPTION_TAILS,
  OPTION_IN_BITS,
  OPTION_CERTIFY,
  OPTION_NO_CERTIFY
};

/* Figures in files survive printing and reading exactly; this leaves room for files from elsewhere. */
static const double tolerance = 1e-9;

struct arguments {
  const char *path;
  bool json, no_verify;
  enum proof_scope scope;
  const char *gqa_option; /* the last option given that is only for GQA-LUT's format, or NULL */
  struct spec spec;       /* for GQA-LUT's format */
};

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {"no-verify", OPTION_NO_VERIFY, NULL, 0, "Do not compare with the errors in the file", 0},
    {"certify", OPTION_CERTIFY, NULL, 0,
     "Prove the best possible error, however long it takes (default: where it takes little)", 0},
    {"no-certify", OPTION_NO_CERTIFY, NULL, 0, "Do not prove it", 0},
    {NULL, 0, NULL, 0, "For files in GQA-LUT's format, which say nothing of this:", 1},
    {"in-bits", OPTION_IN_BITS, "BITS", 0, "Input width (default 8)", 1},
    {"slope", OPTION_SLOPE, "BITS,FRAC", 0, "Format of the slopes (default 8,6)", 1},
    {"intercept", OPTION_INTERCEPT, "BITS,FRAC", 0, "Format of the intercepts (default 8,6)", 1},
    {"scales", OPTION_SCALES, "LIST", 0, "Scales to count, e.g. 1,0.5,2^-2 (default: every scale of the file)", 1},
    {"tails", OPTION_TAILS, "POLICY", 0, "free (default), asymptote or clamp", 1},
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

/* "0.25" or "2^-2". */
static double parse_scale(struct argp_state *state, const char *text) {
  if (strncmp(text, "2^", 2) == 0)
    return ldexp(1, (int)cli_integer(state, "--scales", text + 2, -24, 24));
  return cli_real(state, "--scales", text, SCALE_LEAST, SCALE_MOST);
}

static struct scale_set parse_scales(struct argp_state *state, char *text) {
  struct scale_set set = {.count = 0};
  char *rest = text;
  for (const char *item = strsep(&rest, ","); item != NULL; item = strsep(&rest, ",")) {
    if (set.count == SCALE_MAX)
      argp_error(state, "--scales: more than %d scales", SCALE_MAX);
    else
      set.scale[set.count++] = parse_scale(state, item);
  }
  return set;
}

static enum tails parse_tails(struct argp_state *state, const char *text) {
  const int tails = tails_parse(text);
  if (tails < 0)
    argp_error(state, "--tails: '%s' is not one of free, asymptote, clamp", text);
  return (enum tails)tails;
}

static error_t parse_gqa_option(int key, char *text, struct argp_state *state, struct arguments *arguments) {
  switch (key) {
  case OPTION_IN_BITS:
    arguments->gqa_option = "--in-bits";
    arguments->spec.in_bits = (int)cli_integer(state, "--in-bits", text, IN_BITS_MIN, IN_BITS_MAX);
    return 0;
  case OPTION_SLOPE:
    arguments->gqa_option = "--slope";
    arguments->spec.slope = parse_format(state, "--slope", text);
    return 0;
  case OPTION_INTERCEPT:
    arguments->gqa_option = "--intercept";
    arguments->spec.intercept = parse_format(state, "--intercept", text);
    return 0;
  case OPTION_SCALES:
    arguments->gqa_option = "--scales";
    arguments->spec.scales = parse_scales(state, text);
    return 0;
  case OPTION_TAILS:
    arguments->gqa_option = "--tails";
    arguments->spec.tails = parse_tails(state, text);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 'j':
    arguments->json = true;
    return 0;
  case OPTION_NO_VERIFY:
    arguments->no_verify = true;
    return 0;
  case OPTION_CERTIFY:
    arguments->scope = PROVE_ALL;
    return 0;
  case OPTION_NO_CERTIFY:
    arguments->scope = PROVE_NOTHING;
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->path != NULL)
      argp_error(state, "one design at a time: '%s' is too much", text);
    arguments->path = text;
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which design? Give the name of its file");
    return 0;
  default:
    return parse_gqa_option(key, text, state, arguments);
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "DESIGN.json",
    .doc = "Score a design with the reference evaluator: a file from 'lutdse pick', one written by hand, or one in "
           "GQA-LUT's own format, in which each scale has breakpoints of its own. Says how far it is from the best "
           "table that there can be, shared by all scales.\vWhere the file says what its errors "
           "are, they must agree to 1e-9; if they do not, the exit status is 3.",
};

static bool print(const struct arguments *arguments, const struct evaluation *evaluation, struct error *err) {
  eval_print_notes(evaluation, stderr);
  return arguments->json ? eval_print_json(evaluation, stdout, err) : eval_print_table(evaluation, stdout, err);
}

/* Rounding can make a table that is as good as the optimum look better; a table outside the rules really may be. */
static bool set_gap(struct evaluation *evaluation, enum error_metric metric, double max_abs_limit, struct error *err) {
  struct optimum *optimum = &evaluation->optimum;
  const double figure = score_error(&evaluation->score, metric);
  const bool within_rules = !evaluation->gqa && evaluation->spec.tails != TAILS_ASYMPTOTE &&
                            score_error(&evaluation->score, ERROR_MAX_ABS) <= max_abs_limit;
  if (figure < optimum->value && figure >= optimum->value * (1 - tolerance))
    optimum->value = figure;
  evaluation->gap = optimum_gap(optimum, figure);
  if (!(evaluation->gap < 0) || !within_rules)
    return true;
  return error_set(
      err, ERROR_INTERNAL,
      "%s: its %s of %.17g is better than the proven optimum %.17g: this is a bug in lutdse, please report "
      "it; --no-certify leaves the optimum alone",
      evaluation->path, evaluation->objective, figure, optimum->value);
}

static bool prove(const struct arguments *arguments, struct evaluation *evaluation, enum error_metric metric,
                  double max_abs_limit, struct error *err) {
  const struct exact_resources with = {.threads = parallel_processors()};
  struct exact_goal goal = proof_goal(metric);
  goal.max_abs_limit = max_abs_limit;
  evaluation->objective = objective_name(metric, evaluation->spec.output.bits != 0);
  if (!proof_in_scope(&evaluation->spec, &goal, arguments->scope))
    return true;
  return (proof_of(&with, &evaluation->spec, &goal, arguments->scope, &evaluation->optimum, err) ||
          error_prefix(err, "%s: optimum", evaluation->path)) &&
         set_gap(evaluation, metric, max_abs_limit, err);
}

static bool eval_gqa(const struct arguments *arguments, const char *text, size_t size, struct error *err) {
  struct gqa_file file;
  struct evaluation evaluation = {.path = arguments->path, .spec = arguments->spec, .gqa = true};
  if (!gqa_json_parse(&file, text, size, arguments->path, err))
    return false;
  if (!gqa_complete_spec(&file, &evaluation.spec, err) ||
      !gqa_score(&file, &evaluation.spec, &evaluation.score, &evaluation.rounding, err))
    return error_prefix(err, "%s", arguments->path);
  return prove(arguments, &evaluation, ERROR_MSE, (double)INFINITY, err) && print(arguments, &evaluation, err);
}

/* What the file says of its errors and its optimum is what was found. */
static bool verify(const struct design_file *file, const struct evaluation *evaluation, struct error *err) {
  return design_file_verify(file, &evaluation->score, tolerance, evaluation->path, err) &&
         design_file_verify_gap(file, &evaluation->score, tolerance, evaluation->path, err) &&
         design_file_verify_optimum(file, &evaluation->optimum, tolerance, evaluation->path, err);
}

static bool eval_design(const struct arguments *arguments, const char *text, size_t size, struct error *err) {
  if (arguments->gqa_option != NULL)
    return error_set(err, ERROR_USAGE, "%s: only for files in GQA-LUT's format; %s says it itself",
                     arguments->gqa_option, arguments->path);
  struct design_file file;
  if (!design_json_parse(&file, text, size, arguments->path, err))
    return false;
  struct evaluation evaluation = {.path = arguments->path, .spec = file.spec, .rounding = file.rounding};
  evaluate(&file.spec, &file.design, &evaluation.score);
  const bool claims = file.optimum.optimum.kind != OPTIMUM_NONE;
  bool ok = prove(arguments, &evaluation, claims ? file.optimum.metric : ERROR_MSE,
                  claims ? file.optimum.max_abs_limit : (double)INFINITY, err);
  struct error disagreement;
  const bool verified = (file.has_errors || claims) && !arguments->no_verify;
  const bool agrees = !verified || verify(&file, &evaluation, &disagreement);
  evaluation.verified = !verified ? EVAL_NOT_VERIFIED : agrees ? EVAL_AGREES : EVAL_DISAGREES;
  ok = ok && print(arguments, &evaluation, err);
  if (ok && !agrees) {
    *err = disagreement;
    ok = false;
  }
  design_file_release(&file);
  return ok;
}

int command_eval(int argc, char **argv) {
  struct arguments arguments = {.spec = {.in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}, .tails = TAILS_FREE},
                                .scope = PROVE_CHEAP};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(arguments.path, DESIGN_TEXT_MAX, &text, &size, &err))
    return cli_fail(&err);
  const bool ok =
      gqa_json_detect(text, size) ? eval_gqa(&arguments, text, size, &err) : eval_design(&arguments, text, size, &err);
  free(text);
  return ok ? cli_finish_output() : cli_fail(&err);
}
