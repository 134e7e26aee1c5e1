/*
 * The designs of one function and one weight, and their front: what tables and figures show.
 */
#ifndef LUTDSE_FRONT_VIEW_H
#define LUTDSE_FRONT_VIEW_H

#include "front/front.h"

/* One of very many designs: what a figure shows of it. */
struct front_dot {
  double cost, error;
  uint8_t entries, in_bits;
};

struct front_view {
  const struct function *function;
  const struct weight *weight; /* NULL: uniform */
  struct front_dot *all;       /* owned: every such design that passes the filter, less those with NaN; or NULL */
  size_t all_count;            /* how many these are */
  struct objective *front;     /* owned; as front_extract() leaves it */
  size_t front_count;
  double worst_cost, worst_error; /* over `all` */
};

struct front_views {
  size_t count;
  struct front_view
      *view; /* owned; functions and weights in order of appearance, uniform first; none without a design */
};

/* Fails with ERROR_NOTHING_FOUND if no design passes the filter, ERROR_INTERNAL if memory runs out. */
bool front_views_make(struct front_views *out, const struct results *results, const struct design_filter *filter,
                      enum error_metric error, enum cost_metric cost, struct error *err);
void front_views_release(struct front_views *views);

/* Whether neither of the two is NaN: others are in no front and no figure. */
bool front_objective_compares(const struct objective *item);

/* What a figure shows of a design. */
struct front_dot front_dot_of(const struct results *results, const struct objective *item);

/* Whether another view is of a function and a weight of the same names, so that a label needs more than these. */
bool front_views_shares_name(const struct front_views *views, size_t index);

#endif
