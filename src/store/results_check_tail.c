#include <string.h>

#include "store/metric.h"
#include "store/results_check.h"

static bool check_group(const struct results *head, size_t function, size_t weight, struct error *err) {
  if (function >= head->function_count)
    return error_set(err, ERROR_INPUT, "function %zu; there are %zu", function, head->function_count);
  return weight == SIZE_MAX || weight < head->weight_count ||
         error_set(err, ERROR_INPUT, "weight %zu; there are %zu", weight, head->weight_count);
}

static bool check_front(const struct results *head, const struct front_row *row, size_t designs, struct error *err) {
  if (row->design >= designs)
    return error_set(err, ERROR_INPUT, "design %zu; there are %zu", row->design, designs);
  if (row->error_metric < 0 || row->error_metric >= ERROR_METRICS || row->cost_metric < 0 ||
      row->cost_metric >= COST_METRICS)
    return error_set(err, ERROR_INPUT, "no such metric");
  return check_group(head, row->function, row->weight, err);
}

static bool check_range(const struct results *head, const struct range_row *row, size_t designs, struct error *err) {
  if (row->metric < 0 || row->metric >= (int)ERROR_METRICS + (int)COST_METRICS)
    return error_set(err, ERROR_INPUT, "no such metric");
  if (row->designs < 1 || row->designs > designs)
    return error_set(err, ERROR_INPUT, "of %zu designs; there are %zu", row->designs, designs);
  if (!(row->least <= row->most))
    return error_set(err, ERROR_INPUT, "least %g, most %g: no range", row->least, row->most);
  return check_group(head, row->function, row->weight, err);
}

bool results_check_tail(const struct results *tail, const struct results *head, size_t designs, struct error *err) {
  for (size_t f = 0; f < tail->front_count; f++)
    if (!check_front(head, &tail->fronts[f], designs, err))
      return error_prefix(err, "/fronts row %zu", f);
  for (size_t r = 0; r < tail->range_count; r++)
    if (!check_range(head, &tail->ranges[r], designs, err))
      return error_prefix(err, "/ranges row %zu", r);
  return true;
}

/* Whether a function and a weight are those of a design. */
static bool is_of(const struct results *results, size_t design, size_t function, size_t weight) {
  const struct spec *spec = &results->points[results->designs[design].point].spec;
  const struct weight *wanted = weight == SIZE_MAX ? NULL : &results->weights[weight];
  return spec->function == &results->functions[function] && spec->weight == wanted;
}

static bool same_number(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

bool results_check_fronts(const struct results *results, struct error *err) {
  for (size_t f = 0; f < results->front_count; f++) {
    const struct front_row *row = &results->fronts[f];
    const struct scored_design *design = &results->designs[row->design];
    if (!is_of(results, row->design, row->function, row->weight) ||
        !same_number(row->error, design_error(design, (enum error_metric)row->error_metric)) ||
        !same_number(row->cost, design_cost(design, (enum cost_metric)row->cost_metric)))
      return error_set(err, ERROR_INPUT, "/fronts row %zu: does not agree with design %zu", f, row->design);
  }
  return true;
}
