/* The options of lutdse operator. */
#ifndef LUTDSE_CLI_OPERATOR_OPTIONS_H
#define LUTDSE_CLI_OPERATOR_OPTIONS_H

#include "cli/gqa_options.h"
#include "cli/pick_options.h"
#include "operator/operator.h"

/* The tables of operators. */
enum operator_role { ROLE_EXP, ROLE_DIV, ROLE_RSQRT, OPERATOR_ROLES };

/* "exp", "div", "rsqrt": the option and the function. */
const char *operator_role_name(enum operator_role role);

/* Whether an operator needs the table. */
bool operator_role_of(enum operator_role role, enum operator_kind kind);

struct operator_options {
  bool has_kind;
  enum operator_kind kind;
  const char *path[OPERATOR_ROLES]; /* NULL: computed */
  struct pick_options picked;
  struct gqa_options gqa;
  struct operator_settings settings;
  bool fit; /* compute tables of 1/x and 1/sqrt x for what the operator uses alone */
  bool each, json;
};

/* Parse the command line; ends the program with a usage error if it is bad. */
void operator_options_parse(struct operator_options *options, int argc, char **argv);

#endif
