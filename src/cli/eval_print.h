/*
 * The output of `lutdse eval`.
 */
#ifndef LUTDSE_CLI_EVAL_PRINT_H
#define LUTDSE_CLI_EVAL_PRINT_H

#include <stdio.h>

#include "export/design_json.h"
#include "store/optimum.h"

enum eval_verified { EVAL_NOT_VERIFIED, EVAL_AGREES, EVAL_DISAGREES };

struct evaluation {
  const char *path;
  struct spec spec;
  struct score score;
  struct design_rounding rounding;
  bool gqa; /* each scale has breakpoints of its own */
  enum eval_verified verified;
  struct optimum optimum; /* of kind OPTIMUM_NONE: not proven here */
  const char *objective;  /* "mse" or "mse_requantised" */
  double gap;
};

/* What happened to the table on its way in: rounding, saturation. Nothing where it came in exactly. */
void eval_print_rounding(const char *path, const struct design_rounding *rounding, FILE *out);

/* Fail with ERROR_INTERNAL if memory runs out. */
bool eval_print_table(const struct evaluation *evaluation, FILE *out, struct error *err);
bool eval_print_json(const struct evaluation *evaluation, FILE *out, struct error *err);

#endif
