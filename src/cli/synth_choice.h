/*
 * Which designs of a results file `lutdse synth` works on.
 */
#ifndef LUTDSE_CLI_SYNTH_CHOICE_H
#define LUTDSE_CLI_SYNTH_CHOICE_H

#include "cli/pick_options.h"

enum { SYNTH_ROWS_MAX = 4096 };

struct synth_choice {
  struct pick_options picked;
  bool front, all;
  size_t row_count;
  size_t row[SYNTH_ROWS_MAX]; /* --design */
};

/* An argp child; its input is a struct synth_choice whose picked is pick_options_default(). */
extern const struct argp synth_choice_argp;

/* Whether anything was chosen; argp has made sure that no more than one way was. */
bool synth_choice_given(const struct synth_choice *choice);

/*
 * The rows of /designs, ascending, each once; *design is malloc'ed. Fails with ERROR_USAGE if nothing was chosen, with
 * ERROR_NOTHING_FOUND if no design is like that, and as pick_design() does.
 */
bool synth_choice_find(const struct synth_choice *choice, const struct results *results, size_t **design, size_t *count,
                       struct error *err);

#endif
