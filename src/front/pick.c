#include "front/pick.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const cost_units[COST_METRICS] = {"um^2", "mW", "ns"};

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

static double worst_miss(const struct scored_design *design, const struct pick_request *request) {
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
    const double factor = worst_miss(&results->designs[items[i].design], request);
    if (factor < least) {
      least = factor;
      *nearest = items[i];
    }
    if (factor <= 1)
      items[kept++] = items[i];
  }
  return kept;
}

static void append(char *text, size_t size, const char *piece) {
  const size_t used = strlen(text);
  (void)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", piece);
}

static bool fail_no_match(const struct results *results, const struct design_filter *filter, struct error *err) {
  char wanted[256] = "";
  char piece[96];
  if (filter->function != NULL && snprintf(piece, sizeof piece, "function %s", filter->function) > 0)
    append(wanted, sizeof wanted, piece);
  if (filter->grid != NULL && snprintf(piece, sizeof piece, "grid %s", filter->grid) > 0)
    append(wanted, sizeof wanted, piece);
  if (filter->in_bits != 0 && snprintf(piece, sizeof piece, "in_bits %d", filter->in_bits) > 0)
    append(wanted, sizeof wanted, piece);
  if (filter->entries != 0 && snprintf(piece, sizeof piece, "%d entries", filter->entries) > 0)
    append(wanted, sizeof wanted, piece);
  char functions[512] = "";
  for (size_t i = 0; i < results->function_count; i++)
    append(functions, sizeof functions, results->functions[i].name);
  return error_set(err, ERROR_NOTHING_FOUND, "no design%s%s; functions present: %s", wanted[0] != '\0' ? " with " : "",
                   wanted, functions[0] != '\0' ? functions : "none");
}

/* Append "mse 1.2e-05 (bound 1e-06)" for every bound that there is. */
static void describe_miss(const struct scored_design *design, const struct pick_request *request, char *text,
                          size_t size) {
  char piece[96];
  for (int i = 0; i < ERROR_METRICS; i++) {
    const enum error_metric metric = (enum error_metric)i;
    if (isinf(request->max_error[i]))
      continue;
    (void)snprintf(piece, sizeof piece, "%s %.4g (bound %.4g)", error_metric_name(metric), design_error(design, metric),
                   request->max_error[i]);
    append(text, size, piece);
  }
  for (int i = 0; i < COST_METRICS; i++) {
    const enum cost_metric metric = (enum cost_metric)i;
    if (isinf(request->max_cost[i]))
      continue;
    (void)snprintf(piece, sizeof piece, "%s %.4g %s (bound %.4g)", cost_metric_name(metric),
                   design_cost(design, metric), cost_units[i], request->max_cost[i]);
    append(text, size, piece);
  }
}

static bool fail_nothing_within(const struct results *results, const struct pick_request *request,
                                const struct objective *nearest, struct error *err) {
  const struct scored_design *design = &results->designs[nearest->design];
  const struct point *point = &results->points[design->point];
  char figures[512] = "";
  describe_miss(design, request, figures, sizeof figures);
  return error_set(err, ERROR_NOTHING_FOUND,
                   "no design is within the bounds; the nearest miss is %s with %d entries, in_bits %d, point %.12s "
                   "rank %d: %s",
                   point->spec.function->name, design->design.entries, point->spec.in_bits, point->id.hex, design->rank,
                   figures);
}

/* The extreme of a front is the pick: its least cost comes first, its least error last. */
static size_t choose(enum pick_goal goal, const struct objective *front, size_t count) {
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

bool pick_design(const struct results *results, const struct pick_request *request, size_t *out, struct error *err) {
  struct objective *items = NULL;
  size_t count = 0;
  if (!front_objectives(results, &request->filter, request->error, request->cost, &items, &count, err))
    return false;
  bool ok = false;
  if (count == 0) {
    ok = fail_no_match(results, &request->filter, err);
  } else {
    struct objective nearest;
    const size_t within = keep_within(results, request, items, count, &nearest);
    const size_t front = front_extract(items, within);
    ok = front > 0 || fail_nothing_within(results, request, &nearest, err);
    if (ok)
      *out = choose(request->goal, items, front);
  }
  free(items);
  return ok;
}
