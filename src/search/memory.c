#include "model/restriction.h"
#include "search/islands.h"
#include "search/search.h"

double search_problem_bytes(const struct search_request *request) {
  const struct spec *spec = request->spec;
  const double bounds = search_bounds(spec);
  const bool tabled = bounds <= PROBLEM_TABLE_BOUNDS_MAX && !search_tries_all(spec);
  const double costs = tabled ? bounds * bounds * sizeof(float) : 0;
  /* One merged table and at most one a scale; the back end works on a copy. */
  const double prefix = 2 * (1.0 + spec->scales.count) * bounds * SUM_DOUBLES * sizeof(double);
  return costs + prefix;
}

double search_point_bytes(const struct search_request *request) {
  if (request->settings->engine != &islands_engine || search_tries_all(request->spec))
    return 0;
  const struct island_settings settings =
      islands_settings(request->settings, restriction_stored_entries(request->spec));
  return (double)settings.islands * settings.population * settings.entries * sizeof(uint32_t) +
         (double)island_epochs(&settings) * (sizeof(float) + sizeof(struct search_epoch));
}
