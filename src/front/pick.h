/*
 * Choosing one design: the cheapest under an error bound, the most accurate within a budget, or the knee.
 */
#ifndef LUTDSE_FRONT_PICK_H
#define LUTDSE_FRONT_PICK_H

#include "front/front.h"

enum pick_goal {
  PICK_CHEAPEST, /* least cost within the bounds; of equal cost the least error */
  PICK_ACCURATE, /* least error within the bounds; of equal error the least cost */
  PICK_KNEE      /* front_knee() of the front of what lies within the bounds */
};

struct pick_request {
  struct design_filter filter;
  enum pick_goal goal;
  enum error_metric error;         /* what "error" means for the goal */
  enum cost_metric cost;           /* what "cost" means for the goal */
  double max_error[ERROR_METRICS]; /* inclusive bounds; INFINITY: none */
  double max_cost[COST_METRICS];
};

/* A request without bounds or filter: the cheapest design by area, mse second. */
struct pick_request pick_request_default(void);

/*
 * Choose a design; *out is its index in results->designs. Designs equal in both objectives: the first. Fails with
 * ERROR_NOTHING_FOUND if no design passes the filter (the message lists the functions there are) or if none is
 * within the bounds (the message shows the design that misses them by the smallest factor), with ERROR_USAGE if
 * designs of more than one function or weight pass the filter.
 */
bool pick_design(const struct results *results, const struct pick_request *request, size_t *out, struct error *err);

#endif
