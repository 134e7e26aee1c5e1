/* The tables that lutdse operator was told to use: from files, or computed. */
#ifndef LUTDSE_CLI_OPERATOR_TABLES_H
#define LUTDSE_CLI_OPERATOR_TABLES_H

#include "cli/design_source.h"
#include "cli/operator_options.h"

/* Do not copy: `table` points into it. */
struct operator_source {
  const char *path; /* NULL: computed */
  struct design_source file;
  struct function function; /* otherwise */
  struct spec spec;         /* of this or of a built-in one */
  struct design design;     /* of this */
  struct operator_table table;
  struct errors errors; /* of the exact output, over the scales of its spec */
};

struct operator_tables {
  struct operator_source role[OPERATOR_ROLES]; /* only those of the operator are set */
};

/*
 * Read or compute the tables of the operator. Fails as design_source_open() and exact_solve() do; with
 * ERROR_USAGE if options choose among designs where there is nothing to choose. The caller releases *out.
 */
bool operator_tables_open(struct operator_tables *out, const struct operator_options *options, struct error *err);

void operator_tables_release(struct operator_tables *tables);

#endif
