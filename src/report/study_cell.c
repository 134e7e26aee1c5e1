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

/* Places with a figure, of which searches that differ in hardware alone count once: the i-th, or their number. */
static size_t walk(const struct study_place *place, size_t count, size_t wanted, const struct study_place **found) {
  size_t seen = 0;
  for (size_t i = 0; i < count && !isnan(place[i].figure); i++) {
    if (i > 0 && place[i].key == place[i - 1].key)
      continue;
    if (seen == wanted) {
      *found = &place[i];
      return seen;
    }
    seen++;
  }
  return seen;
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
  const struct study_place *low = NULL, *high = NULL, *last = NULL;
  const size_t searches = walk(place, count, SIZE_MAX, &low);
  if (method == study->methods.optimum) {
    const struct study_cell proven = optimum_cell(study, setting, entries);
    if (proven.searches > 0)
      return proven;
  }
  if (searches == 0)
    return (struct study_cell){.point = SIZE_MAX};
  (void)walk(place, count, (searches - 1) / 2, &low);
  (void)walk(place, count, searches / 2, &high);
  (void)walk(place, count, searches - 1, &last);
  return (struct study_cell){searches,        (low->figure + high->figure) / 2,
                             place[0].figure, last->figure,
                             low->point,      (evaluations_of(study, low) + evaluations_of(study, high)) / 2};
}

void study_methods(const struct study *study, const struct study_family *family, bool use[METHODS_MAX]) {
  for (size_t m = 0; m < METHODS_MAX; m++) {
    use[m] = false;
    for (size_t i = family->first; m < study->methods.count && i < family->first + family->count; i++)
      for (size_t n = 0; n < family->entries_count; n++)
        use[m] = use[m] || study_cell(study, &study->setting[study->shown[i]], family->entries[n], m).searches > 0;
  }
}
