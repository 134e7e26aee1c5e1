#include "front/front.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int compare_objectives(const void *left, const void *right) {
  const struct objective *a = left;
  const struct objective *b = right;
  if (a->cost != b->cost)
    return a->cost < b->cost ? -1 : 1;
  if (a->error != b->error)
    return a->error < b->error ? -1 : 1;
  return (a->design > b->design) - (a->design < b->design);
}

size_t front_extract(struct objective *items, size_t count) {
  size_t comparable = 0;
  for (size_t i = 0; i < count; i++)
    if (!isnan(items[i].cost) && !isnan(items[i].error))
      items[comparable++] = items[i];
  if (comparable == 0)
    return 0;
  qsort(items, comparable, sizeof *items, compare_objectives);

  size_t kept = 1;
  for (size_t i = 1; i < comparable; i++)
    if (items[i].error < items[kept - 1].error)
      items[kept++] = items[i];
  return kept;
}

double front_hypervolume(const struct objective *front, size_t count, double reference_cost, double reference_error) {
  double volume = 0;
  for (size_t i = 0; i < count && front[i].cost < reference_cost; i++) {
    const double end = i + 1 < count ? fmin(front[i + 1].cost, reference_cost) : reference_cost;
    volume += (end - front[i].cost) * fmax(reference_error - front[i].error, 0);
  }
  return volume;
}

bool front_objectives(const struct results *results, const struct design_filter *filter, enum error_metric error,
                      enum cost_metric cost, struct objective **out, size_t *count, struct error *err) {
  *count = 0;
  *out = malloc((results->design_count + 1) * sizeof **out);
  if (*out == NULL)
    return error_memory(err, "objectives");
  for (size_t i = 0; i < results->design_count; i++) {
    if (!front_accepts(results, filter, i))
      continue;
    const struct scored_design *design = &results->designs[i];
    (*out)[(*count)++] = (struct objective){design_cost(design, cost), design_error(design, error), i};
  }
  return true;
}

/* The designs of one function and one weight, by their numbers. */
struct group {
  size_t function, weight; /* SIZE_MAX: uniform */
  struct design_filter filter;
};

static bool append_rows(struct results *results, const struct group *group, const struct objective *front, size_t count,
                        int error, int cost, struct error *err) {
  if (count == 0)
    return true;
  struct front_row *rows = realloc(results->fronts, (results->front_count + count) * sizeof *rows);
  if (rows == NULL)
    return error_memory(err, "fronts");
  results->fronts = rows;
  for (size_t i = 0; i < count; i++)
    rows[results->front_count++] =
        (struct front_row){front[i].design, error, cost, group->function, group->weight, front[i].error, front[i].cost};
  return true;
}

static bool append_range(struct results *results, const struct group *group, int metric, double least, double most,
                         struct error *err) {
  struct range_row *rows = realloc(results->ranges, (results->range_count + 1) * sizeof *rows);
  if (rows == NULL)
    return error_memory(err, "ranges");
  results->ranges = rows;
  rows[results->range_count++] = (struct range_row){group->function, group->weight, metric, least, most};
  return true;
}

static bool fill_front(struct results *results, const struct group *group, int error, int cost, struct error *err) {
  struct objective *items = NULL;
  size_t count = 0;
  bool ok = front_objectives(results, &group->filter, (enum error_metric)error, (enum cost_metric)cost, &items, &count,
                             err) &&
            append_rows(results, group, items, front_extract(items, count), error, cost, err);
  free(items);
  return ok;
}

static double metric_of(const struct scored_design *design, int metric) {
  return metric < ERROR_METRICS ? design_error(design, (enum error_metric)metric)
                                : design_cost(design, (enum cost_metric)(metric - ERROR_METRICS));
}

static bool fill_range(struct results *results, const struct group *group, int metric, struct error *err) {
  double least = NAN, most = NAN;
  for (size_t d = 0; d < results->design_count; d++) {
    if (!front_accepts(results, &group->filter, d))
      continue;
    const double value = metric_of(&results->designs[d], metric);
    least = fmin(least, value);
    most = fmax(most, value);
  }
  return isnan(least) || append_range(results, group, metric, least, most, err);
}

/* A front for each pair of metrics, a range for each metric. */
static bool fill_group(struct results *results, const struct group *group, struct error *err) {
  for (int error = 0; error < ERROR_METRICS; error++)
    for (int cost = 0; cost < COST_METRICS; cost++)
      if (!fill_front(results, group, error, cost, err))
        return false;
  for (int metric = 0; metric < (int)ERROR_METRICS + (int)COST_METRICS; metric++)
    if (!fill_range(results, group, metric, err))
      return false;
  return true;
}

static void forget(struct results *results) {
  free(results->fronts);
  free(results->ranges);
  results->fronts = NULL;
  results->ranges = NULL;
  results->front_count = results->range_count = 0;
}

bool front_fill(struct results *results, struct error *err) {
  forget(results);
  for (size_t f = 0; f < results->function_count; f++) {
    struct group group = {f, SIZE_MAX, {.definition = &results->functions[f], .one_weighting = true}};
    if (!fill_group(results, &group, err))
      return false;
    for (group.weight = 0; group.weight < results->weight_count; group.weight++) {
      group.filter.weighting = &results->weights[group.weight];
      if (!fill_group(results, &group, err))
        return false;
    }
  }
  return true;
}

double front_error_floor(const struct objective *items, size_t count) {
  double smallest = INFINITY;
  for (size_t i = 0; i < count; i++)
    if (items[i].error > 0)
      smallest = fmin(smallest, items[i].error);
  return isfinite(smallest) ? smallest / 10 : 1;
}

size_t front_knee(const struct objective *front, size_t count) {
  if (count < 3)
    return 0;
  const double floor_error = front_error_floor(front, count);
  const double first = log10(fmax(front[0].error, floor_error));
  const double last = log10(fmax(front[count - 1].error, floor_error));
  size_t knee = 0;
  double farthest = 0;
  for (size_t i = 1; i + 1 < count; i++) {
    const double across = (front[i].cost - front[0].cost) / (front[count - 1].cost - front[0].cost);
    const double up = (log10(fmax(front[i].error, floor_error)) - last) / (first - last);
    if (1 - across - up > farthest) {
      farthest = 1 - across - up;
      knee = i;
    }
  }
  return knee;
}
