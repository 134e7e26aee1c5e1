#include "front/pick.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "front/list_text.h"
#include "front/pick_rules.h"

struct pick_request pick_request_default(void) {
  struct pick_request request = {.goal = PICK_CHEAPEST, .error = ERROR_MSE, .cost = COST_AREA};
  for (int i = 0; i < ERROR_METRICS; i++)
    request.max_error[i] = INFINITY;
  for (int i = 0; i < COST_METRICS; i++)
    request.max_cost[i] = INFINITY;
  return request;
}

/* By what factor a value misses its bound: at most 1 where it does not. NaN misses every bound. */
static double miss(double value, double bound) {
  if (isinf(bound))
    return 0;
  if (value <= bound)
    return 1;
  return bound > 0 && !isnan(value) ? value / bound : INFINITY;
}

double pick_miss(const struct scored_design *design, const struct pick_request *request) {
  double worst = 0;
  for (int i = 0; i < ERROR_METRICS; i++)
    worst = fmax(worst, miss(design_error(design, (enum error_metric)i), request->max_error[i]));
  for (int i = 0; i < COST_METRICS; i++)
    worst = fmax(worst, miss(design_cost(design, (enum cost_metric)i), request->max_cost[i]));
  return worst;
}

/* Keep the items within the bounds, in place; *nearest is the item that misses them by the smallest factor. */
static size_t keep_within(const struct results *results, const struct pick_request *request, struct objective *items,
                          size_t count, struct objective *nearest) {
  size_t kept = 0;
  double least = INFINITY;
  *nearest = items[0];
  for (size_t i = 0; i < count; i++) {
    const double factor = pick_miss(&results->designs[items[i].design], request);
    if (factor < least) {
      least = factor;
      *nearest = items[i];
    }
    if (factor <= 1)
      items[kept++] = items[i];
  }
  return kept;
}

/* "mse 1.2e-05 (bound 1e-06)" for every bound that there is. */
static void describe_miss(const struct scored_design *design, const struct pick_request *request, char *text,
                          size_t size) {
  for (int i = 0; i < ERROR_METRICS; i++) {
    const enum error_metric metric = (enum error_metric)i;
    if (!isinf(request->max_error[i]))
      text_append_item(text, size, "%s %.4g (bound %.4g)", error_metric_name(metric), design_error(design, metric),
                       request->max_error[i]);
  }
  for (int i = 0; i < COST_METRICS; i++) {
    const enum cost_metric metric = (enum cost_metric)i;
    if (!isinf(request->max_cost[i]))
      text_append_item(text, size, "%s %.4g %s (bound %.4g)", cost_metric_name(metric), design_cost(design, metric),
                       cost_metric_unit(metric), request->max_cost[i]);
  }
}

bool pick_fail_nothing_within(const struct pick_near *nearest, const struct pick_request *request, struct error *err) {
  const struct scored_design *design = &nearest->design;
  char figures[512] = "";
  describe_miss(design, request, figures, sizeof figures);
  return error_set(err, ERROR_NOTHING_FOUND,
                   "no design is within the bounds; the nearest miss is %s with %d entries, in_bits %d, point %.12s "
                   "rank %d: %s",
                   nearest->function, design->design.entries, nearest->in_bits, nearest->id.hex, design->rank, figures);
}

struct pick_near pick_near_of(const struct results *results, size_t design) {
  struct pick_near near = {.design = results->designs[design]};
  const struct point *const point = &results->points[near.design.point];
  (void)snprintf(near.function, sizeof near.function, "%s", point->spec.function->name);
  near.in_bits = point->spec.in_bits;
  near.id = point->id;
  return near;
}

static bool fail_nothing_within(const struct results *results, const struct pick_request *request, size_t nearest,
                                struct error *err) {
  const struct pick_near near = pick_near_of(results, nearest);
  return pick_fail_nothing_within(&near, request, err);
}

/* The extreme of a front is the pick: its least cost comes first, its least error last. */
size_t pick_choose(enum pick_goal goal, const struct objective *front, size_t count) {
  switch (goal) {
  case PICK_CHEAPEST:
    return front[0].design;
  case PICK_ACCURATE:
    return front[count - 1].design;
  case PICK_KNEE:
    break;
  }
  return front[front_knee(front, count)].design;
}

bool pick_fail_weights(const char *first, const char *other, struct error *err) {
  return error_set(err, ERROR_USAGE, "several weights match (%s, %s); choose one with --weight or --grid", first,
                   other);
}

/* Nor do errors under different weights. */
static bool check_one_weight(const struct results *results, const struct objective *items, size_t count,
                             struct error *err) {
  const struct weight *first = results->points[results->designs[items[0].design].point].spec.weight;
  for (size_t i = 1; i < count; i++) {
    const struct weight *other = results->points[results->designs[items[i].design].point].spec.weight;
    if (other != first)
      return pick_fail_weights(weight_name(first), weight_name(other), err);
  }
  return true;
}

bool pick_fail_functions(const struct pick_function *first, const struct pick_function *other, struct error *err) {
  return error_set(err, ERROR_USAGE,
                   "several functions match (%s on [%g, %g], %s on [%g, %g]); choose one with --function or --grid",
                   first->name, first->lo, first->hi, other->name, other->lo, other->hi);
}

/* Errors of different functions do not compare. */
static bool check_one_function(const struct results *results, const struct objective *items, size_t count,
                               struct error *err) {
  const struct function *first = results->points[results->designs[items[0].design].point].spec.function;
  for (size_t i = 1; i < count; i++) {
    const struct function *other = results->points[results->designs[items[i].design].point].spec.function;
    if (other != first)
      return pick_fail_functions(&(struct pick_function){first->name, first->lo, first->hi},
                                 &(struct pick_function){other->name, other->lo, other->hi}, err);
  }
  return true;
}

static bool pick_among(const struct results *results, const struct pick_request *request, struct objective *items,
                       size_t count, size_t *out, struct error *err) {
  if (count == 0)
    return front_fail_no_match(results, &request->filter, err);
  if (!check_one_function(results, items, count, err) || !check_one_weight(results, items, count, err))
    return false;
  struct objective nearest;
  const size_t within = keep_within(results, request, items, count, &nearest);
  const size_t front = front_extract(items, within);
  if (front == 0)
    return fail_nothing_within(results, request, nearest.design, err);
  *out = pick_choose(request->goal, items, front);
  return true;
}

bool pick_design(const struct results *results, const struct pick_request *request, size_t *out, struct error *err) {
  struct objective *items = NULL;
  size_t count = 0;
  if (!front_objectives(results, &request->filter, request->error, request->cost, &items, &count, err))
    return false;
  const bool ok = pick_among(results, request, items, count, out, err);
  free(items);
  return ok;
}
