#include "store/point_index.h"
#include "store/results_push.h"

static bool copy_definitions(struct results *results, const struct results *from, struct error *err) {
  for (size_t f = 0; f < from->function_count; f++)
    if (!results_copy_function(results, &from->functions[f], err))
      return false;
  for (size_t w = 0; w < from->weight_count; w++)
    if (!results_copy_weight(results, &from->weights[w], err))
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
