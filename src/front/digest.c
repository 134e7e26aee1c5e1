#include "front/digest.h"

#include <stdlib.h>
#include <string.h>

#include "front/digest_stored.h"

/* The designs of one group, on their way into a view. */
struct dots {
  struct front_dot *dot; /* owned */
  size_t count, capacity;
};

struct collection {
  struct digest_scan scan;
  const struct digest_request *request;
  struct dots *dots; /* owned; per group */
  size_t groups;
};

static struct dots *dots_of_group(struct collection *collection, size_t group) {
  if (group < collection->groups)
    return &collection->dots[group];
  struct dots *const moved = realloc(collection->dots, (group + 1) * sizeof *moved);
  if (moved == NULL)
    return NULL;
  collection->dots = moved;
  memset(&moved[collection->groups], 0, (group + 1 - collection->groups) * sizeof *moved);
  collection->groups = group + 1;
  return &moved[group];
}

static bool reserve_dot(struct dots *dots) {
  if (dots->count < dots->capacity)
    return true;
  const size_t capacity = dots->capacity == 0 ? 256 : 2 * dots->capacity;
  struct front_dot *const moved = realloc(dots->dot, capacity * sizeof *moved);
  if (moved == NULL)
    return false;
  dots->dot = moved;
  dots->capacity = capacity;
  return true;
}

static bool add_dot(void *context, const struct results *slice, size_t design, size_t group, struct error *err) {
  const struct digest_scan *const scan = context;
  struct collection *const collection = scan->context;
  const struct digest_request *const request = collection->request;
  const struct scored_design *const scored = &slice->designs[design];
  const struct objective item = {design_cost(scored, request->cost), design_error(scored, request->error), design};
  struct dots *const dots = dots_of_group(collection, group);
  if (dots == NULL || !reserve_dot(dots))
    return error_memory(err, "dots of a figure");
  if (front_objective_compares(&item))
    dots->dot[dots->count++] = front_dot_of(slice, &item);
  return true;
}

/* The members by their numbers in the digest. */
static bool copy_front(struct front_view *view, const struct keeper *keeper, const struct growing_front *front,
                       struct error *err) {
  view->front = malloc((front->count + 1) * sizeof *view->front);
  if (view->front == NULL)
    return error_memory(err, "a front");
  for (size_t i = 0; i < front->count; i++) {
    view->front[i] = front->item[i];
    view->front[i].design = keeper_find(keeper, front->item[i].design);
  }
  view->front_count = front->count;
  /* There is one: a view without designs is none. */
  const size_t cheapest = keeper_find(keeper, front->item[0].design);
  const struct point *const first = &keeper->points.points[keeper->points.designs[cheapest].point];
  view->function = first->spec.function;
  view->weight = first->spec.weight;
  return true;
}

static bool add_view(struct front_views *views, struct collection *collection, const struct gather_group *group,
                     struct error *err) {
  const struct digest_request *const request = collection->request;
  const struct gather_range *const cost = &group->range[ERROR_METRICS + (int)request->cost];
  const struct growing_front *const front = &group->front[(int)request->error * COST_METRICS + (int)request->cost];
  const size_t number = (size_t)(group - collection->scan.gather.group);
  if (front->count == 0)
    return true;
  struct front_view *const view = &views->view[views->count++];
  *view = (struct front_view){
      .all_count = cost->designs, .worst_cost = cost->most, .worst_error = group->range[request->error].most};
  if (request->dots) {
    view->all = collection->dots[number].dot;
    collection->dots[number].dot = NULL;
  }
  return copy_front(view, &collection->scan.keeper, front, err);
}

static bool make_views(struct front_views *views, struct collection *collection, struct error *err) {
  const struct gather *const gather = &collection->scan.gather;
  const struct gather_group **const sorted = gather_sorted(gather);
  *views = (struct front_views){0, calloc(gather->group_count + 1, sizeof *views->view)};
  if (sorted == NULL || views->view == NULL) {
    free(sorted);
    return error_memory(err, "fronts");
  }
  bool ok = true;
  for (size_t g = 0; ok && g < gather->group_count; g++)
    ok = add_view(views, collection, sorted[g], err);
  free(sorted);
  return ok;
}

static bool conclude(struct digest *out, struct collection *collection, const char *path, struct error *err) {
  if (!make_views(&out->views, collection, err))
    return false;
  if (out->views.count == 0)
    return digest_scan_fail_no_match(&collection->scan, path, err);
  out->members = collection->scan.keeper.points;
  results_init(&collection->scan.keeper.points);
  return true;
}

static bool scan_all(struct digest *out, struct front_source *source, const struct digest_request *request,
                     struct error *err) {
  struct collection collection = {.request = request};
  collection.scan =
      (struct digest_scan){.filter = &request->filter, .each = request->dots ? add_dot : NULL, .context = &collection};
  const bool ok = digest_scan_run(&collection.scan, source, request->error, request->cost, err) &&
                  conclude(out, &collection, source->path, err);
  digest_scan_release(&collection.scan);
  for (size_t g = 0; g < collection.groups; g++)
    free(collection.dots[g].dot);
  free(collection.dots);
  return ok;
}

bool digest_make(struct digest *out, struct front_source *source, const struct digest_request *request,
                 struct error *err) {
  *out = (struct digest){.views = {.count = 0}};
  const bool ok = digest_is_stored(source, request) ? digest_make_stored(out, source, request, err)
                                                    : scan_all(out, source, request, err);
  if (!ok)
    digest_release(out);
  return ok;
}

void digest_release(struct digest *digest) {
  front_views_release(&digest->views);
  results_release(&digest->members);
}
