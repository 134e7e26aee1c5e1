/* What `lutdse synth` found, beside the model: as a table and as JSON. */
#ifndef LUTDSE_CLI_SYNTH_PRINT_H
#define LUTDSE_CLI_SYNTH_PRINT_H

#include <stdio.h>

#include "front/agreement.h"
#include "run/synth_designs.h"

struct synth_print {
  const char *path;
  const struct results *results;
  const struct synth_request *request; /* its designs are printed, each with its row of results if there is one */
  const struct synth_progress *progress;
};

/*
 * A row for each design. Delays and energies of the model are multiplied by one factor each, which the last lines tell.
 * Fails with ERROR_INTERNAL if memory runs out.
 */
bool synth_print_table(const struct synth_print *print, FILE *out, struct error *err);

/* The same and more; also fails with ERROR_INTERNAL if a name is not UTF-8. */
bool synth_print_json(const struct synth_print *print, FILE *out, struct error *err);

#endif
