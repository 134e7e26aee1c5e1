#include "run/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/layout.h"
#include "search/search.h"

enum { BATCH_POINTS_MAX = 1024 };

/* A batch takes about this long: short enough to stop soon after Ctrl-C, long enough for a file of its own. */
static const double batch_seconds = 1.0;

/* The guess before anything was measured, in evaluations * entries per second and thread; low, so that the first
 * batch is short. */
static const double first_rate = 5e7;

/* Cost tables of one batch: half of what a small machine has. */
static const double table_bytes_max = 1e9;

static double point_work(const struct point *point) {
  return (double)engine_evaluations(&point->engine) * point->spec.entries;
}

static bool batchable(const struct point *a, const struct point *b) {
  const struct search_request first = {&a->spec, &a->engine, a->key}, second = {&b->spec, &b->engine, b->key};
  return search_batchable(&first, &second);
}

/* By entries, then engine and parameters, then place in the sweep: batchable points are neighbours. */
static int compare_points(const void *left, const void *right) {
  const struct point *a = *(const struct point *const *)left, *b = *(const struct point *const *)right;
  if (a->spec.entries != b->spec.entries)
    return a->spec.entries < b->spec.entries ? -1 : 1;
  const int engine = strcmp(a->engine.engine->name, b->engine.engine->name);
  if (engine != 0)
    return engine;
  for (int i = 0; i < a->engine.engine->parameter_count; i++)
    if (a->engine.value[i] != b->engine.value[i])
      return a->engine.value[i] < b->engine.value[i] ? -1 : 1;
  return a < b ? -1 : a > b;
}

bool plan_create(struct plan *plan, const struct sweep *sweep, const struct results *known, unsigned threads,
                 struct error *err) {
  *plan = (struct plan){.rate = first_rate * threads};
  plan->point = malloc((sweep->point_count + 1) * sizeof *plan->point);
  if (plan->point == NULL)
    return error_memory(err, "plan");
  for (size_t i = 0; i < sweep->point_count; i++) {
    const struct point *point = &sweep->points[i];
    if (results_find(known, &point->id) != SIZE_MAX)
      continue;
    plan->point[plan->count++] = point;
    plan->work += point_work(point);
  }
  qsort(plan->point, plan->count, sizeof *plan->point, compare_points);
  return true;
}

void plan_free(struct plan *plan) { free(plan->point); }

/* What a point's cost table takes beside the one of the point before, in bytes. */
static double table_bytes(const struct point *point, const struct point *before) {
  if (before != NULL && problem_shared(&point->spec, &before->spec))
    return 0;
  const struct code_range candidates = spec_candidates(&point->spec);
  const double bounds = fmin(LAYOUT_TABLE_BOUNDS_MAX, candidates.last - candidates.first + 3);
  return bounds * bounds * sizeof(float);
}

size_t plan_next(struct plan *plan, const struct point *const **points) {
  const size_t first = plan->next;
  double work = 0, bytes = 0;
  *points = plan->point + first;
  while (plan->next < plan->count && plan->next - first < BATCH_POINTS_MAX) {
    const struct point *point = plan->point[plan->next];
    const bool begun = plan->next > first;
    work += point_work(point);
    bytes += table_bytes(point, begun ? plan->point[plan->next - 1] : NULL);
    if (begun &&
        (work > plan->rate * batch_seconds || bytes > table_bytes_max || !batchable(plan->point[first], point))) {
      work -= point_work(point);
      break;
    }
    plan->next++;
  }
  plan->handed += work;
  plan->last = work;
  return plan->next - first;
}

void plan_measured(struct plan *plan, double seconds) {
  /* A clock too coarse to tell means that the batch was short. */
  plan->rate = plan->last / fmax(seconds, 1e-3);
}
