#include "store/results_push.h"

#include <stdlib.h>
#include <string.h>

#include "store/point_index.h"

/* The capacity that holds `count` items: doubled as often as needed. 0 if there is no such number of bytes. */
static size_t grown(size_t capacity, size_t count, size_t item) {
  size_t enough = capacity < 4 ? 4 : capacity;
  while (enough < count && enough <= SIZE_MAX / 2)
    enough *= 2;
  return enough < count || enough > SIZE_MAX / item ? 0 : enough;
}

bool array_reserve(void *array, size_t *capacity, size_t count, size_t item) {
  if (count <= *capacity)
    return true;
  const size_t enough = grown(*capacity, count, item);
  void *old, *moved;
  memcpy(&old, array, sizeof old);
  if (enough == 0 || (moved = realloc(old, enough * item)) == NULL)
    return false;
  memcpy(array, &moved, sizeof moved);
  *capacity = enough;
  return true;
}

bool results_reserve_designs(struct results *results, size_t count) {
  return array_reserve(&results->designs, &results->design_capacity, count, sizeof *results->designs);
}

/* Points refer to functions by address, so they follow when the array moves. */
static bool reserve_functions(struct results *results, size_t count) {
  if (count <= results->function_capacity)
    return true;
  const size_t capacity = grown(results->function_capacity, count, sizeof *results->functions);
  struct function *moved = capacity == 0 ? NULL : malloc(capacity * sizeof *moved);
  if (moved == NULL)
    return false;
  if (results->function_count > 0)
    memcpy(moved, results->functions, results->function_count * sizeof *moved);
  for (size_t i = 0; i < results->point_count; i++) {
    const struct function **function = &results->points[i].spec.function;
    *function = moved + (*function - results->functions);
  }
  free(results->functions);
  results->functions = moved;
  results->function_capacity = capacity;
  return true;
}

bool results_push_function(struct results *results, const struct function *function) {
  if (!reserve_functions(results, results->function_count + 1))
    return false;
  results->functions[results->function_count++] = *function;
  return true;
}

/* The same for weights, which a point may lack. */
static bool reserve_weights(struct results *results, size_t count) {
  if (count <= results->weight_capacity)
    return true;
  const size_t capacity = grown(results->weight_capacity, count, sizeof *results->weights);
  struct weight *moved = capacity == 0 ? NULL : malloc(capacity * sizeof *moved);
  if (moved == NULL)
    return false;
  if (results->weight_count > 0)
    memcpy(moved, results->weights, results->weight_count * sizeof *moved);
  for (size_t i = 0; i < results->point_count; i++) {
    const struct weight **weight = &results->points[i].spec.weight;
    if (*weight != NULL)
      *weight = moved + (*weight - results->weights);
  }
  free(results->weights);
  results->weights = moved;
  results->weight_capacity = capacity;
  return true;
}

bool results_push_weight(struct results *results, const struct weight *weight) {
  if (!reserve_weights(results, results->weight_count + 1))
    return false;
  results->weights[results->weight_count++] = *weight;
  return true;
}

/* The two parallel arrays grow together. */
static bool reserve_points(struct results *results, size_t count) {
  size_t points = results->point_capacity, outcomes = results->point_capacity;
  if (!array_reserve(&results->points, &points, count, sizeof *results->points) ||
      !array_reserve(&results->outcomes, &outcomes, count, sizeof *results->outcomes))
    return false;
  results->point_capacity = outcomes;
  return true;
}

static bool update_index(struct results *results) {
  if (results->index == NULL)
    results->index = calloc(1, sizeof *results->index);
  return results->index != NULL && point_index_update(results->index, results->points, results->point_count);
}

bool results_push_point(struct results *results, const struct point *point, const struct outcome *outcome) {
  if (!reserve_points(results, results->point_count + 1))
    return false;
  results->points[results->point_count] = *point;
  results->outcomes[results->point_count] = *outcome;
  results->point_count++;
  if (update_index(results))
    return true;
  results->point_count--;
  return false;
}

bool results_push_design(struct results *results, const struct scored_design *design) {
  if (!results_reserve_designs(results, results->design_count + 1))
    return false;
  results->designs[results->design_count++] = *design;
  return true;
}

bool results_push_step(struct results *results, size_t point, const struct convergence_step *step) {
  struct outcome *outcome = &results->outcomes[point];
  if (!array_reserve(&results->steps, &results->step_capacity, results->step_count + 1, sizeof *results->steps))
    return false;
  if (outcome->step_count++ == 0)
    outcome->first_step = results->step_count;
  results->steps[results->step_count++] = *step;
  return true;
}

bool results_copy_function(struct results *results, const struct function *function, struct error *err) {
  struct function copy;
  if (!function_copy(&copy, function, err))
    return false;
  if (results_push_function(results, &copy))
    return true;
  function_release(&copy);
  return error_memory(err, "functions");
}

bool results_copy_weight(struct results *results, const struct weight *weight, struct error *err) {
  struct weight copy;
  if (!weight_copy(&copy, weight, err))
    return false;
  if (results_push_weight(results, &copy))
    return true;
  weight_release(&copy);
  return error_memory(err, "weights");
}
