/* The last step of a run: everything computed becomes the results file. */
#ifndef LUTDSE_RUN_FINISH_H
#define LUTDSE_RUN_FINISH_H

#include "store/parts.h"
#include "sweep/sweep.h"

/*
 * Write the results file: the sweep's points in its order (`known` holds them all), fronts, the records of all runs.
 * Points of `known` that the sweep does not have go to a file beside it, named in `aside` (of `size` bytes; empty if
 * there are none). Then the parts are deleted. Fails with ERROR_IO or ERROR_INTERNAL, keeping the parts. They are
 * closed in either case.
 */
bool finish_run(const struct sweep *sweep, const struct results *known, struct parts *parts, char *aside, size_t size,
                struct error *err);

#endif
