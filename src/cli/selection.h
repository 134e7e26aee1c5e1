/*
 * The options that fronts, pick and plot share: which designs, and what error and cost mean.
 */
#ifndef LUTDSE_CLI_SELECTION_H
#define LUTDSE_CLI_SELECTION_H

#include "cli/cli.h"
#include "front/front.h"
#include "front/source.h"

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

/* Open what a command was told to show: a results file or parts. Parts that cannot be read are told of on stderr. */
bool selection_open(struct front_source *source, const char *path, struct error *err);

/* After everything is read: say on stderr if it was not complete. */
void selection_tell_unfinished(const struct front_source *source);

#endif
