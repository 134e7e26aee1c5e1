/* The cost of a unit by blocks: as a table and as JSON. */
#ifndef LUTDSE_CLI_COST_PRINT_H
#define LUTDSE_CLI_COST_PRINT_H

#include <stdio.h>

#include "cli/cost_subject.h"

/* Both fail with ERROR_INTERNAL if memory runs out. */
bool cost_print_table(const struct cost_subject *subject, FILE *out, struct error *err);
bool cost_print_json(const struct cost_subject *subject, FILE *out, struct error *err);

#endif
