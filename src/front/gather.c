#include "front/gather.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gather gather_create(const struct gather_scope *scope) {
  return (struct gather){.scope = scope == NULL ? (struct gather_scope){.one_pair = false} : *scope};
}

void gather_release(struct gather *gather) {
  for (size_t g = 0; g < gather->group_count; g++)
    for (int pair = 0; pair < FRONT_PAIRS; pair++)
      growing_front_release(&gather->group[g].front[pair]);
  free(gather->group);
  free(gather->function);
  free(gather->weight);
  *gather = gather_create(&gather->scope);
}

static size_t find_name(const struct gather_name *names, size_t count, const char *name, uint64_t hash) {
  for (size_t i = 0; i < count; i++)
    if (names[i].hash == hash && strcmp(names[i].name, name) == 0)
      return i;
  return SIZE_MAX;
}

/* The number of a name, which joins the names if it is new. SIZE_MAX if memory runs out. */
static size_t intern_name(struct gather_name **names, size_t *count, const char *name, uint64_t hash) {
  const size_t known = find_name(*names, *count, name, hash);
  if (known != SIZE_MAX)
    return known;
  struct gather_name *const moved = realloc(*names, (*count + 1) * sizeof *moved);
  if (moved == NULL)
    return SIZE_MAX;
  *names = moved;
  moved[*count].hash = hash;
  (void)snprintf(moved[*count].name, sizeof moved->name, "%s", name);
  return (*count)++;
}

/* Numbers of a slice's functions, then of its weights. */
static size_t *intern_slice(struct gather *gather, const struct results *slice) {
  const size_t functions = slice->function_count, weights = slice->weight_count;
  size_t *const number = malloc((functions + weights + 1) * sizeof *number);
  bool ok = number != NULL;
  for (size_t f = 0; ok && f < functions; f++) {
    const struct function *const function = &slice->functions[f];
    number[f] = intern_name(&gather->function, &gather->function_count, function->name, function_hash(function));
    ok = number[f] != SIZE_MAX;
    if (ok) {
      gather->function[number[f]].lo = function->lo;
      gather->function[number[f]].hi = function->hi;
    }
  }
  for (size_t w = 0; ok && w < weights; w++) {
    const struct weight *const weight = &slice->weights[w];
    number[functions + w] = intern_name(&gather->weight, &gather->weight_count, weight->name, weight->hash);
    ok = number[functions + w] != SIZE_MAX;
  }
  if (ok)
    return number;
  free(number);
  return NULL;
}

static struct gather_group *find_group(struct gather *gather, size_t function, size_t weight) {
  for (size_t g = gather->group_count; g > 0; g--)
    if (gather->group[g - 1].function == function && gather->group[g - 1].weight == weight)
      return &gather->group[g - 1];
  if (gather->group_count == gather->group_capacity) {
    const size_t capacity = gather->group_capacity == 0 ? 8 : 2 * gather->group_capacity;
    struct gather_group *const moved = realloc(gather->group, capacity * sizeof *moved);
    if (moved == NULL)
      return NULL;
    gather->group = moved;
    gather->group_capacity = capacity;
  }
  struct gather_group *const group = &gather->group[gather->group_count++];
  *group = (struct gather_group){.function = function, .weight = weight};
  for (int metric = 0; metric < FRONT_METRICS; metric++)
    group->range[metric] = (struct gather_range){0, (double)INFINITY, -(double)INFINITY};
  return group;
}

static void widen(struct gather_range *range, double value) {
  if (isnan(value))
    return;
  range->designs++;
  range->least = fmin(range->least, value);
  range->most = fmax(range->most, value);
}

static bool add_pair(struct gather_group *group, const double value[FRONT_METRICS], int error, int cost, size_t number,
                     struct error *err) {
  const struct objective item = {value[ERROR_METRICS + cost], value[error], number};
  return growing_front_add(&group->front[error * COST_METRICS + cost], &item, err);
}

static bool add_all(struct gather_group *group, const double value[FRONT_METRICS], bool within, size_t number,
                    struct error *err) {
  for (int metric = 0; metric < FRONT_METRICS; metric++)
    widen(&group->range[metric], value[metric]);
  for (int error = 0; within && error < ERROR_METRICS; error++)
    for (int cost = 0; cost < COST_METRICS; cost++)
      if (!add_pair(group, value, error, cost, number, err))
        return false;
  return true;
}

static bool add_one(const struct gather_scope *scope, struct gather_group *group, const double value[FRONT_METRICS],
                    bool within, size_t number, struct error *err) {
  const int cost = ERROR_METRICS + (int)scope->cost;
  if (isnan(value[scope->error]) || isnan(value[cost]))
    return true;
  widen(&group->range[scope->error], value[scope->error]);
  widen(&group->range[cost], value[cost]);
  return !within || add_pair(group, value, (int)scope->error, (int)scope->cost, number, err);
}

static bool add_design(struct gather *gather, const struct results *slice, size_t design, const size_t *number,
                       size_t first_design, struct error *err) {
  const struct gather_scope *const scope = &gather->scope;
  if (scope->accepts != NULL && !scope->accepts(scope->context, slice, design))
    return true;
  const struct scored_design *const scored = &slice->designs[design];
  const struct spec *const spec = &slice->points[scored->point].spec;
  const size_t function = number[spec->function - slice->functions];
  const size_t weight =
      spec->weight == NULL ? SIZE_MAX : number[slice->function_count + (size_t)(spec->weight - slice->weights)];
  struct gather_group *const group = find_group(gather, function, weight);
  if (group == NULL)
    return error_memory(err, "fronts");
  if (scope->each != NULL && !scope->each(scope->context, slice, design, (size_t)(group - gather->group), err))
    return false;
  double value[FRONT_METRICS];
  for (int metric = 0; metric < ERROR_METRICS; metric++)
    value[metric] = design_error(scored, (enum error_metric)metric);
  for (int metric = 0; metric < COST_METRICS; metric++)
    value[ERROR_METRICS + metric] = design_cost(scored, (enum cost_metric)metric);
  const bool within = scope->within == NULL || scope->within(scope->context, slice, design);
  return scope->one_pair ? add_one(scope, group, value, within, first_design + design, err)
                         : add_all(group, value, within, first_design + design, err);
}

bool gather_add(struct gather *gather, const struct results *slice, size_t first_design, struct error *err) {
  size_t *const number = intern_slice(gather, slice);
  if (number == NULL)
    return error_memory(err, "fronts");
  bool ok = true;
  for (size_t d = 0; ok && d < slice->design_count; d++)
    ok = add_design(gather, slice, d, number, first_design, err);
  free(number);
  return ok;
}

/* Uniform, whose number is SIZE_MAX, comes first. */
static int compare_groups(const void *left, const void *right) {
  const struct gather_group *const a = *(const struct gather_group *const *)left;
  const struct gather_group *const b = *(const struct gather_group *const *)right;
  if (a->function != b->function)
    return a->function < b->function ? -1 : 1;
  return (a->weight + 1 > b->weight + 1) - (a->weight + 1 < b->weight + 1);
}

const struct gather_group **gather_sorted(const struct gather *gather) {
  const struct gather_group **const sorted = malloc((gather->group_count + 1) * sizeof *sorted);
  if (sorted == NULL)
    return NULL;
  for (size_t g = 0; g < gather->group_count; g++)
    sorted[g] = &gather->group[g];
  qsort(sorted, gather->group_count, sizeof *sorted, compare_groups);
  return sorted;
}
