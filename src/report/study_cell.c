/* What one method found for a setting and an entry count. */
#include <math.h>

#include "report/study.h"

const struct study_place *study_places(const struct study *study, const struct study_setting *setting, int entries,
                                       size_t method, size_t *count) {
  const struct study_place *const place = &study->place[setting->first];
  size_t first = 0, end = 0;
  while (first < setting->count &&
         (place[first].entries < entries || (place[first].entries == entries && place[first].method < method)))
    first++;
  end = first;
  while (end < setting->count && place[end].entries == entries && place[end].method == method)
    end++;
  *count = end - first;
  return &place[first];
}

/* Places with a figure, of which searches that differ in hardware alone count once. */
static size_t count_searches(const struct study_place *place, size_t count) {
  size_t searches = 0;
  for (size_t i = 0; i < count && !isnan(place[i].figure); i++)
    searches += i == 0 || place[i].key != place[i - 1].key;
  return searches;
}

/* The search of that rank, from 0; there is one. */
static const struct study_place *search_of(const struct study_place *place, size_t rank) {
  while (rank > 0) {
    place++;
    rank -= place[0].key != place[-1].key;
  }
  return place;
}

static double evaluations_of(const struct study *study, const struct study_place *place) {
  return (double)study->results->outcomes[place->point].evaluations;
}

/* A search that found the optimum, if there is one. */
static size_t optimal_point(const struct study *study, const struct study_setting *setting, int entries,
                            double optimum) {
  const struct study_place *const place = &study->place[setting->first];
  const struct optimum proven = {OPTIMUM_EXACT, optimum};
  for (size_t i = 0; i < setting->count; i++)
    if (place[i].entries == entries && !isnan(place[i].figure) && optimum_gap(&proven, place[i].figure) == 0)
      return place[i].point;
  return SIZE_MAX;
}

double study_optimum(const struct study *study, const struct study_setting *setting, int entries) {
  double least = (double)NAN;
  for (size_t i = setting->first; i < setting->first + setting->count; i++) {
    const struct study_place *const place = &study->place[i];
    const struct outcome *const outcome = &study->results->outcomes[place->point];
    const struct point *const point = &study->results->points[place->point];
    if (place->entries == entries && outcome->optimum.kind == OPTIMUM_EXACT && point_metric(point) == study->error &&
        isinf(point_max_abs_limit(point)))
      least = fmin(least, outcome->optimum.value);
  }
  return least;
}

static struct study_cell optimum_cell(const struct study *study, const struct study_setting *setting, int entries) {
  const double optimum = study_optimum(study, setting, entries);
  if (isnan(optimum))
    return (struct study_cell){.point = SIZE_MAX};
  return (struct study_cell){1,          optimum, optimum, optimum, optimal_point(study, setting, entries, optimum),
                             (double)NAN};
}

struct study_cell study_cell(const struct study *study, const struct study_setting *setting, int entries,
                             size_t method) {
  size_t count = 0;
  const struct study_place *const place = study_places(study, setting, entries, method, &count);
  if (method == study->methods.optimum) {
    const struct study_cell proven = optimum_cell(study, setting, entries);
    if (proven.searches > 0)
      return proven;
  }
  const size_t searches = count_searches(place, count);
  if (searches == 0)
    return (struct study_cell){.point = SIZE_MAX};
  const struct study_place *const low = search_of(place, (searches - 1) / 2), *const high =
                                                                                  search_of(place, searches / 2);
  return (struct study_cell){.searches = searches,
                             .median = (low->figure + high->figure) / 2,
                             .best = place[0].figure,
                             .worst = search_of(place, searches - 1)->figure,
                             .point = low->point,
                             .evaluations = (evaluations_of(study, low) + evaluations_of(study, high)) / 2};
}

void study_methods(const struct study *study, const struct study_family *family, bool use[METHODS_MAX]) {
  for (size_t m = 0; m < METHODS_MAX; m++) {
    use[m] = false;
    for (size_t i = family->first; m < study->methods.count && i < family->first + family->count; i++)
      for (size_t n = 0; n < family->entries_count; n++)
        use[m] = use[m] || study_cell(study, &study->setting[study->shown[i]], family->entries[n], m).searches > 0;
  }
}
