/*
 * The fronts of a file of any size, in memory that grows with the fronts alone.
 */
#ifndef LUTDSE_FRONT_DIGEST_H
#define LUTDSE_FRONT_DIGEST_H

#include "front/source.h"
#include "front/view.h"

struct digest_request {
  struct design_filter filter; /* names and numbers; no `definition` or `weighting` */
  enum error_metric error;
  enum cost_metric cost;
  bool dots; /* whether views hold `all` */
};

struct digest {
  struct results members;   /* the points with a member of a front, with all that belongs to them */
  struct front_views views; /* as of the whole; numbers of designs are those in `members` */
};

/*
 * As front_views_make() of everything in the source, and in the same order. What a file has stored is used where it
 * answers the request: with no filter, or one by function or weight alone. Else the source is read once. Fails as the
 * source does, and with ERROR_NOTHING_FOUND if no design passes the filter.
 */
bool digest_make(struct digest *out, struct front_source *source, const struct digest_request *request,
                 struct error *err);
void digest_release(struct digest *digest);

#endif
