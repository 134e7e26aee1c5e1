#include <string.h>

#include "front/front.h"
#include "front/list_text.h"

bool front_accepts(const struct results *results, const struct design_filter *filter, size_t design) {
  const struct point *point = &results->points[results->designs[design].point];
  const struct spec *spec = &point->spec;
  return (filter->function == NULL || strcmp(filter->function, spec->function->name) == 0) &&
         (filter->definition == NULL || filter->definition == spec->function) &&
         (filter->weight == NULL || strcmp(filter->weight, weight_name(spec->weight)) == 0) &&
         (!filter->one_weighting || filter->weighting == spec->weight) &&
         (filter->grid == NULL || strcmp(filter->grid, point->grid) == 0) &&
         (filter->in_bits == 0 || filter->in_bits == spec->in_bits) &&
         (filter->entries == 0 || filter->entries == results->designs[design].design.entries) &&
         datapath_accepts(&filter->datapath, point);
}

static void append_weights(const struct results *results, char *text, size_t size) {
  bool uniform = false;
  for (size_t p = 0; p < results->point_count && !uniform; p++)
    uniform = results->points[p].spec.weight == NULL;
  if (uniform)
    text_append_item(text, size, "%s", weight_name(NULL));
  for (size_t i = 0; i < results->weight_count; i++)
    text_append_item(text, size, "%s", results->weights[i].name);
}

bool front_fail_none(const struct design_filter *filter, const char *functions, const char *weights,
                     struct error *err) {
  char wanted[256] = "";
  if (filter->function != NULL)
    text_append_item(wanted, sizeof wanted, "function %s", filter->function);
  if (filter->weight != NULL)
    text_append_item(wanted, sizeof wanted, "weight %s", filter->weight);
  if (filter->grid != NULL)
    text_append_item(wanted, sizeof wanted, "grid %s", filter->grid);
  if (filter->in_bits != 0)
    text_append_item(wanted, sizeof wanted, "in_bits %d", filter->in_bits);
  if (filter->entries != 0)
    text_append_item(wanted, sizeof wanted, "%d entries", filter->entries);
  datapath_append_wanted(&filter->datapath, wanted, sizeof wanted);
  const bool of_weights = filter->weight != NULL && weights[0] != '\0';
  return error_set(err, ERROR_NOTHING_FOUND, "no design%s%s; functions present: %s%s%s",
                   wanted[0] != '\0' ? " with " : "", wanted, functions[0] != '\0' ? functions : "none",
                   of_weights ? "; weights present: " : "", of_weights ? weights : "");
}

bool front_fail_no_match(const struct results *results, const struct design_filter *filter, struct error *err) {
  char functions[512] = "", weights[256] = "";
  append_weights(results, weights, sizeof weights);
  for (size_t i = 0; i < results->function_count; i++)
    text_append_item(functions, sizeof functions, "%s", results->functions[i].name);
  return front_fail_none(filter, functions, weights, err);
}
