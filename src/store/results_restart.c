#include <stdlib.h>

#include "store/point_index.h"
#include "store/results_push.h"

static bool copy_function(struct results *results, const struct function *function, struct error *err) {
  struct function copy;
  if (!function_copy(&copy, function, err))
    return false;
  if (results_push_function(results, &copy))
    return true;
  function_release(&copy);
  return error_memory(err, "functions");
}

static bool copy_weight(struct results *results, const struct weight *weight, struct error *err) {
  struct weight copy;
  if (!weight_copy(&copy, weight, err))
    return false;
  if (results_push_weight(results, &copy))
    return true;
  weight_release(&copy);
  return error_memory(err, "weights");
}

static bool copy_definitions(struct results *results, const struct results *from, struct error *err) {
  for (size_t f = 0; f < from->function_count; f++)
    if (!copy_function(results, &from->functions[f], err))
      return false;
  for (size_t w = 0; w < from->weight_count; w++)
    if (!copy_weight(results, &from->weights[w], err))
      return false;
  return true;
}

bool results_restart(struct results *results, const struct results *from, struct error *err) {
  if (results->function_count != from->function_count || results->weight_count != from->weight_count) {
    results_release(results);
    return copy_definitions(results, from, err);
  }
  results->point_count = results->design_count = results->step_count = results->synthesised_count = 0;
  results->run_count = results->front_count = results->range_count = 0;
  if (results->index != NULL)
    point_index_clear(results->index);
  return true;
}
