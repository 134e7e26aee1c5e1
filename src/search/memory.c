#include <math.h>

#include "model/restriction.h"
#include "search/search.h"

/* A published baseline's samples and its grid of breakpoints, of which the back end has a copy. */
static double sample_table_bytes(const struct spec *spec) {
  const double cells = fmax(131072, 2 * search_bounds(spec)),
               samples = (spec->function->hi - spec->function->lo) / 0.005;
  return 2 * sizeof(double) * (2 * cells + 2 * BASELINE_SUMS * fmin(fmax(samples, 512), 131072));
}

double search_problem_bytes(const struct search_request *request) {
  const struct spec *spec = request->spec;
  const double bounds = search_bounds(spec);
  if (request->settings->engine->evaluation_work != NULL && !search_tries_all(spec))
    return request->settings->engine->problem_bytes != NULL
               ? request->settings->engine->problem_bytes(request->settings)
               : sample_table_bytes(spec);
  const bool tabled = bounds <= PROBLEM_TABLE_BOUNDS_MAX && !search_tries_all(spec);
  const double costs = tabled ? bounds * bounds * sizeof(float) : 0;
  /* One merged table and at most one a scale; the back end works on a copy. */
  const double prefix = 2 * (1.0 + spec->scales.count) * bounds * SUM_DOUBLES * sizeof(double);
  return costs + prefix;
}

double search_point_bytes(const struct search_request *request) {
  const struct engine_settings *settings = request->settings;
  if (settings->engine->point_bytes == NULL || search_tries_all(request->spec))
    return 0;
  return settings->engine->point_bytes(settings, restriction_stored_entries(request->spec));
}
