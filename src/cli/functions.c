/* lutdse functions: list the built-in functions. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/json_print.h"
#include "cli/table.h"
#include "model/function.h"

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  bool *const json = state->input;
  switch (key) {
  case 'j':
    *json = true;
    return 0;
  case ARGP_KEY_ARG:
    argp_error(state, "unexpected argument '%s'", text);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .doc = "List the built-in functions: name, domain, tails (the lines they tend to outside the domain), formula.",
};

/* "y = 0", "y = x", "y = 1.0507x"; "-" where there is no tail. */
static void add_tail(struct table *table, const struct tail *tail) {
  if (!tail->present)
    table_add(table, "-");
  else if (tail->slope == 0)
    table_add(table, "y = %g", tail->intercept);
  else if (tail->slope == 1 && tail->intercept == 0)
    table_add(table, "y = x");
  else if (tail->intercept == 0)
    table_add(table, "y = %gx", tail->slope);
  else
    table_add(table, "y = %gx %+g", tail->slope, tail->intercept);
}

static bool print_text(struct error *err) {
  struct table table = {.columns = 5};
  table_add(&table, "name");
  table_add(&table, "domain");
  table_add(&table, "left tail");
  table_add(&table, "right tail");
  table_add(&table, "formula");
  for (size_t i = 0; i < function_builtin_count(); i++) {
    const struct function *const function = function_builtin(i);
    table_add(&table, "%s", function->name);
    table_add(&table, "[%g, %g]", function->lo, function->hi);
    add_tail(&table, &function->left);
    add_tail(&table, &function->right);
    table_add(&table, "%s", function->formula);
  }
  return table_print(&table, stdout) || error_memory(err, "table of functions");
}

static json_t *tail_json(const struct tail *tail) {
  if (!tail->present)
    return json_null();
  return json_pack("{s:f, s:f}", "slope", tail->slope, "intercept", tail->intercept);
}

static bool print_json(struct error *err) {
  json_t *array = json_array();
  for (size_t i = 0; i < function_builtin_count(); i++) {
    const struct function *const function = function_builtin(i);
    json_append(&array, json_pack("{s:s, s:s, s:[f, f], s:o, s:o}", "name", function->name, "formula",
                                  function->formula, "domain", function->lo, function->hi, "left_tail",
                                  tail_json(&function->left), "right_tail", tail_json(&function->right)));
  }
  return json_print(array, stdout, "JSON of the functions", err);
}

int command_functions(int argc, char **argv) {
  bool json = false;
  cli_parse(&parser, argc, argv, &json);
  struct error err;
  if (!(json ? print_json(&err) : print_text(&err)))
    return cli_fail(&err);
  return cli_finish_output();
}
