/* Published units beside what the model predicts of them: as a table and as JSON. */
#ifndef LUTDSE_CLI_COST_PUBLISHED_H
#define LUTDSE_CLI_COST_PUBLISHED_H

#include <stdio.h>

#include "error.h"

/* In the profile paper28. Both fail with ERROR_INTERNAL if memory runs out. */
bool cost_published_table(FILE *out, struct error *err);
bool cost_published_json(FILE *out, struct error *err);

#endif
