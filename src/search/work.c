#include <math.h>

#include "model/restriction.h"
#include "search/exact_engine.h"
#include "search/search.h"

/*
 * As measured on processor cores: breeding an individual takes as long as looking up two entries; a line as many
 * look-ups as this, in a tile of its like or by itself, or by itself where scales round intercepts.
 */
static const double breeding_work = 2, tile_line_work = 18, single_line_work = 110, rounded_line_work = 330;

/* Tabulating a function for a published baseline. */
static const double sample_table_work = 2e6;

static bool rounds_intercepts(const struct spec *spec) {
  bool rounds = false;
  for (int s = 0; s < spec->scales.count; s++) {
    int exponent;
    rounds = rounds || frexp(spec->scales.scale[s], &exponent) != 0.5;
  }
  return rounds;
}

static double line_work(const struct spec *spec) {
  return rounds_intercepts(spec) ? rounded_line_work : single_line_work;
}

double search_tabled_line_work(const struct spec *spec) {
  return rounds_intercepts(spec) ? rounded_line_work : tile_line_work;
}

double search_bounds(const struct spec *spec) { return (double)problem_bounds(spec); }

static bool has_table(const struct spec *spec) { return search_bounds(spec) <= PROBLEM_TABLE_BOUNDS_MAX; }

double search_problem_work(const struct search_request *request) {
  const struct spec *spec = request->spec;
  const double bounds = search_bounds(spec), lines = floor(bounds * bounds / 2);
  if (search_tries_all(spec))
    return SEARCH_SEGMENT_LINES * bounds * line_work(spec);
  if (request->settings->engine == &exact_engine)
    return lines * (search_tabled_line_work(spec) + 0.5 * ENTRIES_MAX);
  if (request->settings->engine->evaluation_work != NULL)
    return sample_table_work;
  return has_table(spec) ? lines * search_tabled_line_work(spec) : 0;
}

/* Of uniform segments there are about two sets a boundary; of powers of two far fewer. */
uint64_t search_evaluations(const struct search_request *request) {
  if (search_tries_all(request->spec))
    return 2 * (uint64_t)problem_bounds(request->spec);
  return engine_evaluations(request->settings, restriction_stored_entries(request->spec));
}

double search_point_work(const struct search_request *request) {
  const int entries = restriction_stored_entries(request->spec);
  const double evaluations = (double)search_evaluations(request);
  if (search_tries_all(request->spec))
    return evaluations * entries;
  const struct engine_settings *settings = request->settings;
  if (settings->engine->evaluation_work != NULL)
    return evaluations * settings->engine->evaluation_work(settings, entries);
  const double entry = has_table(request->spec) ? 1 : line_work(request->spec);
  return evaluations * (breeding_work + entries * entry);
}
