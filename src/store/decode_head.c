#include <string.h>

#include "store/decode.h"
#include "store/metric.h"
#include "store/results_push.h"

static bool disagrees(const char *column, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: does not agree with the other columns and tables", column);
}

/* Whether there are rows of such numbers in /functions and /weights. */
static bool check_rows(const struct results *head, int64_t function, int64_t weight, struct error *err) {
  if (function < 0 || (uint64_t)function >= head->function_count)
    return error_set(err, ERROR_INPUT, "function_row: %lld; /functions has %zu rows", (long long)function,
                     head->function_count);
  if (weight < -1 || weight >= (int64_t)head->weight_count)
    return error_set(err, ERROR_INPUT, "weight_row: %lld; /weights has %zu rows", (long long)weight,
                     head->weight_count);
  return true;
}

static size_t weight_of(int64_t row) { return row < 0 ? SIZE_MAX : (size_t)row; }

bool decode_front(void *context, size_t index, const void *data, struct error *err) {
  struct head_decoder *decoder = context;
  struct results *head = decoder->head;
  const struct front_table_row *row = data;
  const int error = error_metric_parse(row->error_metric), cost = cost_metric_parse(row->cost_metric);
  if (row->design < 0 || (uint64_t)row->design >= decoder->designs)
    return error_set(err, ERROR_INPUT, "design: %lld; /designs has %zu rows", (long long)row->design, decoder->designs);
  if (error < 0 || cost < 0)
    return error_set(err, ERROR_INPUT, "error_metric, cost_metric: '%s', '%s' are unknown", row->error_metric,
                     row->cost_metric);
  if (!check_rows(head, row->function_row, row->weight_row, err))
    return false;
  if (!array_reserve(&head->fronts, &decoder->front_capacity, index + 1, sizeof *head->fronts))
    return error_memory(err, "fronts");
  struct front_row *front = &head->fronts[head->front_count++];
  *front = (struct front_row){(size_t)row->design,        error,      cost,     (size_t)row->function_row,
                              weight_of(row->weight_row), row->error, row->cost};
  struct front_table_row again;
  memset(&again, 0, sizeof again);
  encode_front(head, front, &again);
  const char *column = table_difference(&fronts_table, &again, row);
  return column == NULL || disagrees(column, err);
}

bool decode_range(void *context, size_t index, const void *data, struct error *err) {
  struct head_decoder *decoder = context;
  struct results *head = decoder->head;
  const struct range_table_row *row = data;
  const int metric = metric_parse(row->metric);
  if (metric < 0)
    return error_set(err, ERROR_INPUT, "metric: '%s' is unknown", row->metric);
  if (!check_rows(head, row->function_row, row->weight_row, err))
    return false;
  if (row->designs < 1)
    return error_set(err, ERROR_INPUT, "designs: %lld; allowed: 1 and more", (long long)row->designs);
  if (!array_reserve(&head->ranges, &decoder->range_capacity, index + 1, sizeof *head->ranges))
    return error_memory(err, "ranges");
  struct range_row *range = &head->ranges[head->range_count++];
  *range = (struct range_row){
      (size_t)row->function_row, weight_of(row->weight_row), metric, (size_t)row->designs, row->least, row->most};
  struct range_table_row again;
  memset(&again, 0, sizeof again);
  encode_range(head, range, &again);
  const char *column = table_difference(&ranges_table, &again, row);
  return column == NULL || disagrees(column, err);
}

bool decode_run(void *context, size_t index, const void *data, struct error *err) {
  (void)index;
  const struct head_decoder *decoder = context;
  return results_add_run(decoder->head, data, err);
}
