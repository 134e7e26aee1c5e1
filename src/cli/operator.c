/* lutdse operator: score Softmax or LayerNorm from tables, in integers. */
#include "cli/operator_print.h"

static bool score_operator(struct operator_score *score, const struct operator_tables *tables,
                           const struct operator_options *options, struct error *err) {
  const struct operator_source *const role = tables->role;
  return options->kind == OPERATOR_SOFTMAX
             ? operator_softmax_score(&role[ROLE_EXP].table, &role[ROLE_DIV].table, &options->settings, score, err)
             : operator_layernorm_score(&role[ROLE_RSQRT].table, &options->settings, score, err);
}

static bool run(const struct operator_options *options, struct operator_tables *tables, struct error *err) {
  struct operator_score score;
  if (!score_operator(&score, tables, options, err))
    return false;
  const bool ok = options->json ? operator_print_json(&score, tables, stdout, err)
                                : operator_print_table(&score, tables, options->each, stdout, err);
  operator_score_release(&score);
  return ok;
}

int command_operator(int argc, char **argv) {
  struct operator_options options;
  struct operator_tables tables;
  struct error err;
  operator_options_parse(&options, argc, argv);
  if (!operator_tables_open(&tables, &options, &err))
    return cli_fail(&err);
  const bool ok = run(&options, &tables, &err);
  operator_tables_release(&tables);
  return ok ? cli_finish_output() : cli_fail(&err);
}
