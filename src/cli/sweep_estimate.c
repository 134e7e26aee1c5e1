#include "cli/sweep_estimate.h"

#include <unistd.h>

#include "search/search.h"
#include "store/posed.h"

static double default_rate(void) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return SWEEP_ESTIMATE_CORE_RATE * (cores > 0 ? (double)cores : 1.0);
}

static struct search_request request_of(const struct point *point) {
  return (struct search_request){&point->spec, &point->engine, point->key};
}

/* What a point adds to a sweep that ends with `before`: equal problems, neighbours for the most part, are one. */
static double point_work(const struct point *point, const struct point *before) {
  const struct search_request request = request_of(point);
  const struct search_request other = before != NULL ? request_of(before) : request;
  const bool shared = before != NULL && search_shares(&other, &request);
  return search_point_work(&request) + (shared ? 0 : search_problem_work(&request));
}

struct sweep_estimate sweep_estimate(const struct sweep *sweep, double rate) {
  struct sweep_estimate estimate = {0, rate > 0 ? rate : default_rate(), 0};
  struct point point, before;
  for (size_t i = 0; i < sweep->point_count; i++) {
    sweep_point(sweep, i, &point);
    const struct search_request request = request_of(&point);
    const uint64_t evaluations = search_evaluations(&request);
    const uint64_t room = UINT64_MAX - estimate.evaluations;
    estimate.evaluations += evaluations < room ? evaluations : room;
    estimate.seconds += point_work(&point, i > 0 ? &before : NULL) / SEARCH_WORK_AT_8_ENTRIES / estimate.rate;
    before = point;
  }
  return estimate;
}

static bool pose(const struct sweep *sweep, struct posed *posed, struct error *err) {
  posed_init(posed);
  for (size_t i = 0; i < sweep->point_count; i++) {
    struct point point;
    sweep_point(sweep, i, &point);
    if (!posed_add(posed, &point, err))
      return false;
  }
  return posed_group(posed, err);
}

bool proof_estimate(const struct sweep *sweep, enum proof_scope scope, struct proof_estimate *out, struct error *err) {
  struct posed posed;
  *out = (struct proof_estimate){0, 0};
  const bool ok = pose(sweep, &posed, err);
  for (size_t problem = 0; ok && problem < posed.count; problem++) {
    struct point first;
    sweep_point(sweep, posed.point[posed.start[problem]], &first);
    const struct exact_goal goal = engine_goal(&first.engine);
    int entries = 0;
    for (size_t i = posed.start[problem]; i < posed.start[problem + 1]; i++) {
      const int other = posed.entries[posed.point[i]];
      entries = other > entries ? other : entries;
    }
    if (!proof_in_scope(&first.spec, &goal, scope))
      continue;
    out->problems++;
    out->seconds += proof_work(&first.spec, &goal, entries, scope) / SEARCH_WORK_AT_8_ENTRIES / default_rate();
  }
  posed_free(&posed);
  return ok;
}
