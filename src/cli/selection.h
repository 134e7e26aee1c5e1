/*
 * The options that fronts, pick and plot share: which designs, and what error and cost mean.
 */
#ifndef LUTDSE_CLI_SELECTION_H
#define LUTDSE_CLI_SELECTION_H

#include "cli/cli.h"
#include "front/front.h"

struct selection {
  struct design_filter filter;
  enum error_metric error; /* mse unless told */
  enum cost_metric cost;   /* area unless told */
};

/* An argp child; its input is a struct selection, all zero before. */
extern const struct argp selection_argp;

/*
 * Take the one file name that a command needs: keep `text` in *path, or end the program with a usage error if there
 * already is one.
 */
void selection_take_file(struct argp_state *state, const char *text, const char **path);

#endif
