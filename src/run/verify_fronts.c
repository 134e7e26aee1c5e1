/* Comparing fronts and ranges with those that were gathered from the designs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/verify.h"

static struct verify_difference row_difference(const char *table, size_t row, const struct results *head,
                                               size_t function) {
  struct verify_difference difference = {.table = table, .row = row};
  (void)snprintf(difference.function, sizeof difference.function, "%s", head->functions[function].name);
  return difference;
}

static void compare(struct verify *verify, struct verify_difference *difference, const char *column, double stored,
                    double found) {
  if (memcmp(&stored, &found, sizeof stored) == 0)
    return;
  difference->stored = stored;
  difference->found = found;
  (void)snprintf(difference->column, sizeof difference->column, "%s", column);
  verify_tell(verify, difference);
}

static int front_metrics(const struct front_row *row) { return row->error_metric * COST_METRICS + row->cost_metric; }

static void compare_front(struct verify *verify, const struct results *head, size_t row, const struct front_row *stored,
                          const struct front_row *found) {
  struct verify_difference difference = row_difference("/fronts", row, head, stored->function);
  compare(verify, &difference, "function_row", (double)stored->function, (double)found->function);
  compare(verify, &difference, "weight_row", (double)stored->weight, (double)found->weight);
  compare(verify, &difference, "metrics", front_metrics(stored), front_metrics(found));
  compare(verify, &difference, "design", (double)stored->design, (double)found->design);
  compare(verify, &difference, "error", stored->error, found->error);
  compare(verify, &difference, "cost", stored->cost, found->cost);
}

static void compare_range(struct verify *verify, const struct results *head, size_t row, const struct range_row *stored,
                          const struct range_row *found) {
  struct verify_difference difference = row_difference("/ranges", row, head, stored->function);
  compare(verify, &difference, "function_row", (double)stored->function, (double)found->function);
  compare(verify, &difference, "weight_row", (double)stored->weight, (double)found->weight);
  compare(verify, &difference, "metric", stored->metric, found->metric);
  compare(verify, &difference, "designs", (double)stored->designs, (double)found->designs);
  compare(verify, &difference, "least", stored->least, found->least);
  compare(verify, &difference, "most", stored->most, found->most);
}

static void compare_counts(struct verify *verify, const char *table, size_t stored, size_t found) {
  struct verify_difference difference = {.table = table, .row = stored < found ? stored : found};
  compare(verify, &difference, "rows", (double)stored, (double)found);
}

static void compare_all(struct verify *verify, const struct results *head, const struct results *found) {
  compare_counts(verify, "/fronts", head->front_count, found->front_count);
  for (size_t r = 0; r < head->front_count && r < found->front_count; r++)
    compare_front(verify, head, r, &head->fronts[r], &found->fronts[r]);
  compare_counts(verify, "/ranges", head->range_count, found->range_count);
  for (size_t r = 0; r < head->range_count && r < found->range_count; r++)
    compare_range(verify, head, r, &head->ranges[r], &found->ranges[r]);
}

bool verify_fronts(struct verify *verify, const struct results *head, struct error *err) {
  struct results found;
  results_init(&found);
  const bool ok = gather_finish(&verify->gather, head, &found, err);
  if (ok)
    compare_all(verify, head, &found);
  results_release(&found);
  return ok;
}
