/* The last step of a run: everything computed becomes the results file. */
#ifndef LUTDSE_RUN_FINISH_H
#define LUTDSE_RUN_FINISH_H

#include "run/collect.h"

struct finish {
  const struct collection *known;  /* all of the sweep's points, with their optima */
  const struct run_record *record; /* of this run beyond what parts say of it, or NULL */
};

/*
 * Write the results file: the sweep's points in its order, fronts, the records of all runs. Points that the sweep does
 * not have go to a file beside it, named in `aside` (of `size` bytes; empty if there are none). Then the parts are
 * deleted. Fails with ERROR_IO, ERROR_INPUT (a part was damaged meanwhile) or ERROR_INTERNAL, keeping the parts. They
 * are closed in either case.
 */
bool finish_run(const struct finish *finish, struct parts *parts, char *aside, size_t size, struct error *err);

#endif
