/* Which programs a synthesis would run. */
#ifndef LUTDSE_SYNTH_VERSIONS_H
#define LUTDSE_SYNTH_VERSIONS_H

#include <stddef.h>

#include "error.h"

/*
 * "Yosys 0.23, OpenSTA 2.0.17": the programs that synth_run() finds in PATH. Fails as it does if one is missing or does
 * not start, so that this is told before there is work.
 */
bool synth_versions(char *text, size_t size, struct error *err);

#endif
