#include "run/plan.h"

#include <stdlib.h>
#include <string.h>

#include "search/search.h"

enum { BATCH_POINTS_MAX = 65536 };

/* Tables and populations of one batch: a fraction of what a small machine has. */
static const double batch_bytes_max = 1e9;

static struct search_request request_of(const struct point *point) {
  return (struct search_request){&point->spec, &point->engine, point->key};
}

/* Whether a point adds no problem of its own to a batch that ends with `before`. Equal ones are neighbours. */
static bool shared(const struct point *point, const struct point *before) {
  if (before == NULL)
    return false;
  const struct search_request first = request_of(before), second = request_of(point);
  return search_shares(&first, &second);
}

/* Whether a point is solved together with the one before it, whatever the batch. */
static bool joined(const struct point *point, const struct point *before) {
  return point->engine.engine->all_entries && shared(point, before);
}

/* Otherwise as if every point had a problem of its own: in a batch only repeats and the like share one. */
static double point_work(const struct point *point, const struct point *before) {
  const struct search_request request = request_of(point);
  return search_point_work(&request) + (joined(point, before) ? 0 : search_problem_work(&request));
}

static bool batchable(const struct point *a, const struct point *b) {
  const struct search_request first = request_of(a), second = request_of(b);
  return search_batchable(&first, &second);
}

/*
 * By engine and parameters, then so that batchable points are neighbours, then by place in the sweep.
 */
static int compare_points(const void *left, const void *right) {
  const struct point *a = *(const struct point *const *)left, *b = *(const struct point *const *)right;
  const int engine = strcmp(a->engine.engine->name, b->engine.engine->name);
  if (engine != 0)
    return engine;
  for (int i = 0; i < a->engine.engine->parameter_count; i++)
    if (a->engine.value[i] != b->engine.value[i])
      return a->engine.value[i] < b->engine.value[i] ? -1 : 1;
  const struct search_request first = request_of(a), second = request_of(b);
  const int order = search_compare(&first, &second);
  if (order != 0)
    return order;
  return a < b ? -1 : a > b;
}

bool plan_create(struct plan *plan, const struct sweep *sweep, const struct results *known, struct error *err) {
  memset(plan, 0, sizeof *plan);
  plan->point = malloc((sweep->point_count + 1) * sizeof *plan->point);
  if (plan->point == NULL)
    return error_memory(err, "plan");
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point *point = &sweep->points[i];
    if (results_find(known, &point->id) != SIZE_MAX)
      continue;
    plan->point[plan->count++] = point;
  }
  qsort(plan->point, plan->count, sizeof *plan->point, compare_points);
  plan->work = plan_slice_work((struct plan_slice){plan->point, plan->count});
  plan->waiting = plan->work;
  plan->waiting_count = plan->count;
  plan->slice[plan->slice_count++] = (struct plan_slice){plan->point, plan->count};
  return true;
}

void plan_free(struct plan *plan) { free(plan->point); }

/* What a point adds to a batch that ends with `before`. Equal problems are neighbours, for the most part. */
static double point_bytes(const struct point *point, const struct point *before) {
  const struct search_request request = request_of(point);
  return search_point_bytes(&request) + (shared(point, before) ? 0 : search_problem_bytes(&request));
}

/* How many points at the start of a slice make a batch. What is solved together is not torn apart. */
static size_t batch_size(struct plan_slice slice, double budget) {
  double work = 0, bytes = 0;
  size_t n = 0;
  while (n < slice.count) {
    const struct point *point = slice.point[n], *before = n > 0 ? slice.point[n - 1] : NULL;
    work += point_work(point, before);
    bytes += point_bytes(point, before);
    const bool full = work > budget || bytes > batch_bytes_max || n >= BATCH_POINTS_MAX;
    if (n > 0 && !joined(point, before) && (full || !batchable(slice.point[0], point)))
      break;
    n++;
  }
  return n;
}

double plan_slice_work(struct plan_slice slice) {
  double work = 0;
  for (size_t i = 0; i < slice.count; i++)
    work += point_work(slice.point[i], i > 0 ? slice.point[i - 1] : NULL);
  return work;
}

struct plan_slice plan_next(struct plan *plan, double budget) {
  while (plan->slice_count > 0 && plan->slice[plan->slice_count - 1].count == 0)
    plan->slice_count--;
  if (plan->slice_count == 0)
    return (struct plan_slice){NULL, 0};
  struct plan_slice *rest = &plan->slice[plan->slice_count - 1];
  const struct plan_slice batch = {rest->point, batch_size(*rest, budget)};
  rest->point += batch.count;
  rest->count -= batch.count;
  plan->waiting -= plan_slice_work(batch);
  plan->waiting_count -= batch.count;
  return batch;
}

void plan_return(struct plan *plan, struct plan_slice slice) {
  plan->slice[plan->slice_count++] = slice;
  plan->waiting += plan_slice_work(slice);
  plan->waiting_count += slice.count;
}
