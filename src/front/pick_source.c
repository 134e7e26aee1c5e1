#include "front/pick_source.h"

#include <math.h>
#include <stdlib.h>

#include "front/digest_stored.h"
#include "front/pick_rules.h"

void pick_release(struct pick *pick) { results_release(&pick->results); }

/* A front has the pick among its members if there is no bound on anything but its two metrics. */
static bool bounds_are_of_pair(const struct pick_request *request) {
  for (int e = 0; e < ERROR_METRICS; e++)
    if (e != (int)request->error && !isinf(request->max_error[e]))
      return false;
  for (int c = 0; c < COST_METRICS; c++)
    if (c != (int)request->cost && !isinf(request->max_cost[c]))
      return false;
  return true;
}

/* Choose among the members of a stored front that are within the bounds. Returns false if there are none. */
static bool choose_member(struct pick *out, const struct digest *digest, const struct pick_request *request) {
  const struct front_view *const view = &digest->views.view[0];
  size_t within = 0;
  for (size_t i = 0; i < view->front_count; i++)
    if (pick_miss(&digest->members.designs[view->front[i].design], request) <= 1)
      view->front[within++] = view->front[i];
  if (within > 0)
    out->design = pick_choose(request->goal, view->front, within);
  return within > 0;
}

/*
 * Whether the stored fronts have the pick. Where they show that there is none, the whole file finds the words: which
 * design comes nearest is nothing that fronts tell.
 */
static bool pick_stored(struct pick *out, struct front_source *source, const struct pick_request *request) {
  const struct digest_request wanted = {
      .filter = request->filter, .error = request->error, .cost = request->cost, .dots = false};
  struct digest digest;
  struct error ignored;
  if (!bounds_are_of_pair(request) || !digest_is_stored(source, &wanted) ||
      !digest_make(&digest, source, &wanted, &ignored))
    return false;
  const bool found = digest.views.count == 1 && choose_member(out, &digest, request);
  if (found) {
    out->results = digest.members;
    results_init(&digest.members);
  }
  digest_release(&digest);
  return found;
}

struct search {
  const struct pick_request *request;
  double least; /* factor by which the nearest design misses the bounds */
  struct pick_near nearest;
};

static bool is_within(void *context, const struct results *slice, size_t design) {
  const struct digest_scan *const scan = context;
  const struct search *const search = scan->context;
  return pick_miss(&slice->designs[design], search->request) <= 1;
}

static bool take_nearest(void *context, const struct results *slice, size_t design, size_t group, struct error *err) {
  const struct digest_scan *const scan = context;
  struct search *const search = scan->context;
  (void)group;
  (void)err;
  const double factor = pick_miss(&slice->designs[design], search->request);
  if (factor < search->least || search->nearest.function[0] == '\0') {
    search->least = fmin(factor, search->least);
    search->nearest = pick_near_of(slice, design);
  }
  return true;
}

/* Errors of different functions do not compare, nor do those under different weights. */
static bool check_one_group(const struct gather *gather, struct error *err) {
  const struct gather_group *const first = &gather->group[0];
  for (size_t g = 1; g < gather->group_count; g++)
    if (gather->group[g].function != first->function) {
      const struct gather_name *const a = &gather->function[first->function],
                                      *const b = &gather->function[gather->group[g].function];
      return pick_fail_functions(&(struct pick_function){a->name, a->lo, a->hi},
                                 &(struct pick_function){b->name, b->lo, b->hi}, err);
    }
  if (gather->group_count == 1)
    return true;
  const size_t weight[] = {first->weight, gather->group[1].weight};
  const char *name[2];
  for (int i = 0; i < 2; i++)
    name[i] = weight[i] == SIZE_MAX ? weight_name(NULL) : gather->weight[weight[i]].name;
  return pick_fail_weights(name[0], name[1], err);
}

static bool conclude(struct pick *out, struct digest_scan *scan, struct error *err) {
  const struct search *const search = scan->context;
  const struct pick_request *const request = search->request;
  if (!check_one_group(&scan->gather, err))
    return false;
  const struct growing_front *const front =
      &scan->gather.group[0].front[(int)request->error * COST_METRICS + (int)request->cost];
  if (front->count == 0)
    return pick_fail_nothing_within(&search->nearest, request, err);
  out->design = keeper_find(&scan->keeper, pick_choose(request->goal, front->item, front->count));
  out->results = scan->keeper.points;
  results_init(&scan->keeper.points);
  return true;
}

static bool pick_scanned(struct pick *out, struct front_source *source, const struct pick_request *request,
                         struct error *err) {
  struct search search = {.request = request, .least = (double)INFINITY};
  struct digest_scan scan = {.filter = &request->filter, .within = is_within, .each = take_nearest, .context = &search};
  bool ok = digest_scan_run(&scan, source, request->error, request->cost, err);
  if (ok)
    ok = conclude(out, &scan, err) || error_prefix(err, "%s", source->path);
  digest_scan_release(&scan);
  return ok;
}

bool pick_from_source(struct pick *out, struct front_source *source, const struct pick_request *request,
                      struct error *err) {
  results_init(&out->results);
  return pick_stored(out, source, request) || pick_scanned(out, source, request, err);
}
