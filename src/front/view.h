/*
 * One function's designs and their front: what tables and figures show.
 */
#ifndef LUTDSE_FRONT_VIEW_H
#define LUTDSE_FRONT_VIEW_H

#include "front/front.h"

struct front_view {
  const struct function *function;
  struct objective *all; /* owned: every design of the function that passes the filter, less those with NaN */
  size_t all_count;
  struct objective *front; /* owned; as front_extract() leaves it */
  size_t front_count;
  double worst_cost, worst_error; /* over `all` */
};

struct front_views {
  size_t count;
  struct front_view *view; /* owned; functions in order of appearance, those without a design left out */
};

/* Fails with ERROR_NOTHING_FOUND if no design passes the filter, ERROR_INTERNAL if memory runs out. */
bool front_views_make(struct front_views *out, const struct results *results, const struct design_filter *filter,
                      enum error_metric error, enum cost_metric cost, struct error *err);
void front_views_release(struct front_views *views);

/* Whether another view is of a function with the same name, so that a label needs more than the name. */
bool front_views_shares_name(const struct front_views *views, size_t index);

#endif
