/*
 * The output of `lutdse fronts`, apart from where the results come from.
 */
#ifndef LUTDSE_CLI_FRONTS_PRINT_H
#define LUTDSE_CLI_FRONTS_PRINT_H

#include <stdio.h>

#include "front/view.h"

enum fronts_layout { FRONTS_TABLE, FRONTS_CSV, FRONTS_JSON };

/* The corner of the hypervolume; where none is given, each function's worst cost and error. */
struct fronts_reference {
  bool given;
  double cost, error;
};

struct fronts_print {
  const struct results *results;
  const struct front_views *views;
  enum error_metric error;
  enum cost_metric cost;
  struct fronts_reference reference;
};

/* Fails with ERROR_INTERNAL if memory runs out; whether the output arrived is for the caller to check. */
bool fronts_print(const struct fronts_print *print, enum fronts_layout layout, FILE *out, struct error *err);

#endif
