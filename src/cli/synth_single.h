/* A design file as results of one design, for what works on results. */
#ifndef LUTDSE_CLI_SYNTH_SINGLE_H
#define LUTDSE_CLI_SYNTH_SINGLE_H

#include "store/results.h"

/*
 * Read it, with its cost by the model; its point has no identity. Fails as design_json_parse() does. On success
 * results_release() frees it.
 */
bool synth_single_read(struct results *out, const char *path, struct error *err);

#endif
