/* What lutdse operator prints. */
#ifndef LUTDSE_CLI_OPERATOR_PRINT_H
#define LUTDSE_CLI_OPERATOR_PRINT_H

#include "cli/operator_tables.h"

/* For people: means over all, by length, by distribution and by scale; `each`: every case on lines of its own. */
bool operator_print_table(const struct operator_score *score, const struct operator_tables *tables, bool each,
                          FILE *out, struct error *err);

/* Everything, as JSON. */
bool operator_print_json(const struct operator_score *score, const struct operator_tables *tables, FILE *out,
                         struct error *err);

#endif
