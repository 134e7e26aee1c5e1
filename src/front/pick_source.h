/* Choosing one design of a file of any size. */
#ifndef LUTDSE_FRONT_PICK_SOURCE_H
#define LUTDSE_FRONT_PICK_SOURCE_H

#include "front/pick.h"
#include "front/source.h"

struct pick {
  struct results results; /* a few points, that of the pick among them */
  size_t design;          /* the pick, in results.designs */
};

/*
 * pick_design() of everything in a source. Where the file's stored fronts tell, the file is not read; else it is, once.
 * Fails as pick_design() does (the message begins with the file's name) and as the source does.
 */
bool pick_from_source(struct pick *out, struct front_source *source, const struct pick_request *request,
                      struct error *err);
void pick_release(struct pick *pick);

#endif
