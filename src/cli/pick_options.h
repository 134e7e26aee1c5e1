/*
 * The options that pick and export share: which design of a results file.
 */
#ifndef LUTDSE_CLI_PICK_OPTIONS_H
#define LUTDSE_CLI_PICK_OPTIONS_H

#include "cli/selection.h"
#include "front/pick.h"

struct pick_options {
  struct selection selection;
  double max_error[ERROR_METRICS], max_cost[COST_METRICS]; /* INFINITY: no bound */
  bool knee;
};

/* Nothing chosen. */
struct pick_options pick_options_default(void);

/* An argp child; its input is a struct pick_options. */
extern const struct argp pick_options_argp;

/* Whether there is a bound or the knee was asked for, so that they choose one design. */
bool pick_options_choose(const struct pick_options *picked);

/*
 * What they ask for. An error bound asks for the cheapest design, a budget alone for the most accurate one.
 */
struct pick_request pick_options_request(const struct pick_options *picked);

#endif
