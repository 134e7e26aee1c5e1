/* The figures that `lutdse synth` prints: of each design by synthesis and by the model, and how they agree. */
#ifndef LUTDSE_CLI_SYNTH_FIGURES_H
#define LUTDSE_CLI_SYNTH_FIGURES_H

#include "cli/synth_print.h"

struct synth_figures {
  struct agreement_pair *pair; /* AGREEMENT_METRICS runs of as many as there are designs */
  struct agreement agreement[AGREEMENT_METRICS];
};

/* Fails with ERROR_INTERNAL if memory runs out; otherwise synth_figures_release() frees them. */
bool synth_figures_collect(struct synth_figures *figures, const struct synth_print *print, struct error *err);
void synth_figures_release(struct synth_figures *figures);

/* Those of the design number `index` of the request; its row of results, or NULL; and the design itself. */
struct agreement_pair synth_figures_pair(const struct synth_figures *figures, const struct synth_print *print,
                                         enum agreement_metric metric, size_t index);
const struct synthesised *synth_figures_row(const struct synth_print *print, size_t index);
const struct scored_design *synth_figures_design(const struct synth_print *print, size_t index);
const struct point *synth_figures_point(const struct synth_print *print, size_t index);

#endif
