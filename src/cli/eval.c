/* lutdse eval: score a design again with the reference evaluator. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/eval_print.h"
#include "cli/gqa_options.h"
#include "export/gqa_json.h"
#include "parallel.h"
#include "run/proof.h"
#include "text_file.h"

enum { OPTION_NO_VERIFY = 256, OPTION_IN_BITS, OPTION_CERTIFY, OPTION_NO_CERTIFY };

/* Figures in files survive printing and reading exactly; this leaves room for files from elsewhere. */
static const double tolerance = 1e-9;

struct arguments {
  const char *path;
  bool json, no_verify;
  enum proof_scope scope;
  struct gqa_options gqa;
};

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {"no-verify", OPTION_NO_VERIFY, NULL, 0, "Do not compare with the errors in the file", 0},
    {"certify", OPTION_CERTIFY, NULL, 0,
     "Prove the best possible error, however long it takes (default: where it takes little)", 0},
    {"no-certify", OPTION_NO_CERTIFY, NULL, 0, "Do not prove it", 0},
    {NULL, 0, NULL, 0, GQA_OPTIONS_HEADING, 1},
    {"in-bits", OPTION_IN_BITS, "BITS", 0, "Input width (default 8)", 1},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->gqa;
    return 0;
  case OPTION_IN_BITS:
    arguments->gqa.given = "--in-bits";
    arguments->gqa.spec.in_bits = (int)cli_integer(state, "--in-bits", text, IN_BITS_MIN, IN_BITS_MAX);
    return 0;
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
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&gqa_options_argp, 0, NULL, 1}, {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "DESIGN.json",
    .doc = "Score a design with the reference evaluator: a file from 'lutdse pick', one written by hand, or one in "
           "GQA-LUT's own format, in which each scale has breakpoints of its own. Says how far it is from the best "
           "table that there can be, shared by all scales.\vWhere the file says what its errors "
           "are, they must agree to 1e-9; if they do not, the exit status is 3.",
    .children = children,
};

static bool print(const struct arguments *arguments, const struct evaluation *evaluation, struct error *err) {
  eval_print_rounding(evaluation->path, &evaluation->rounding, stderr);
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
  struct evaluation evaluation = {.path = arguments->path, .spec = arguments->gqa.spec, .gqa = true};
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
  if (arguments->gqa.given != NULL)
    return error_set(err, ERROR_USAGE, "%s: only for files in GQA-LUT's format; %s says it itself",
                     arguments->gqa.given, arguments->path);
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
  struct arguments arguments = {.gqa = gqa_options_default(), .scope = PROVE_CHEAP};
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
