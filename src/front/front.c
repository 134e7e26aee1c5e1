#include "front/front.h"

#include <math.h>
#include <stdlib.h>

#include "front/gather.h"

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

bool front_fill(struct results *results, struct error *err) {
  struct gather gather = gather_create(NULL);
  const bool ok = gather_add(&gather, results, 0, err) && gather_finish(&gather, results, results, err);
  gather_release(&gather);
  return ok;
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

const char *front_pick_name(enum front_pick pick) {
  static const char *const names[FRONT_PICKS] = {"knee", "least cost", "least error"};
  return names[pick];
}

size_t front_pick(const struct objective *front, size_t count, enum front_pick pick) {
  switch (pick) {
  case FRONT_PICK_KNEE:
    return front_knee(front, count);
  case FRONT_PICK_LEAST_ERROR:
    return count - 1;
  case FRONT_PICK_LEAST_COST:
  case FRONT_PICKS:
    break;
  }
  return 0;
}
