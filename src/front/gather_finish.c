/* What was gathered as the rows of a results file. */
#include <stdlib.h>
#include <string.h>

#include "front/gather.h"

/* The gathered groups by the functions and weights of a head, and the rows that they become. */
struct rows {
  const struct gather *gather;
  size_t weights;                   /* of the head, and uniform */
  const struct gather_group **cell; /* [function * weights + weight + 1]; NULL: no such designs */
  size_t cells;
  size_t front_count, range_count;
  struct front_row *front;
  struct range_row *range;
};

static bool is_called(const struct gather_name *wanted, const char *name) { return strcmp(wanted->name, name) == 0; }

static size_t function_in(const struct results *head, const struct gather_name *wanted) {
  for (size_t f = 0; f < head->function_count; f++)
    if (is_called(wanted, head->functions[f].name) && function_hash(&head->functions[f]) == wanted->hash)
      return f;
  return SIZE_MAX;
}

static size_t weight_in(const struct results *head, const struct gather_name *wanted) {
  for (size_t w = 0; w < head->weight_count; w++)
    if (is_called(wanted, head->weights[w].name) && head->weights[w].hash == wanted->hash)
      return w;
  return SIZE_MAX;
}

static void count_rows(struct rows *rows, const struct gather_group *group) {
  for (int pair = 0; pair < FRONT_PAIRS; pair++)
    rows->front_count += group->front[pair].count;
  for (int metric = 0; metric < FRONT_METRICS; metric++)
    rows->range_count += group->range[metric].designs > 0;
}

static bool place_groups(struct rows *rows, const struct results *head, struct error *err) {
  for (size_t g = 0; g < rows->gather->group_count; g++) {
    const struct gather_group *const group = &rows->gather->group[g];
    const struct gather_name *const name = &rows->gather->function[group->function];
    const bool uniform = group->weight == SIZE_MAX;
    const size_t function = function_in(head, name);
    const size_t weight = uniform ? SIZE_MAX : weight_in(head, &rows->gather->weight[group->weight]);
    if (function == SIZE_MAX || (weight == SIZE_MAX && !uniform))
      return error_set(err, ERROR_INTERNAL, "fronts of %s, a function or a weight that the results do not have",
                       name->name);
    rows->cell[function * rows->weights + weight + 1] = group;
    count_rows(rows, group);
  }
  return true;
}

static void fill_front(struct rows *rows, const struct gather_group *group, size_t function, size_t weight) {
  for (int pair = 0; pair < FRONT_PAIRS; pair++)
    for (size_t i = 0; i < group->front[pair].count; i++) {
      const struct objective *const item = &group->front[pair].item[i];
      rows->front[rows->front_count++] = (struct front_row){
          item->design, pair / COST_METRICS, pair % COST_METRICS, function, weight, item->error, item->cost};
    }
}

static void fill_ranges(struct rows *rows, const struct gather_group *group, size_t function, size_t weight) {
  for (int metric = 0; metric < FRONT_METRICS; metric++) {
    const struct gather_range *const range = &group->range[metric];
    if (range->designs > 0)
      rows->range[rows->range_count++] =
          (struct range_row){function, weight, metric, range->designs, range->least, range->most};
  }
}

static bool fill_rows(struct rows *rows, struct error *err) {
  rows->front = malloc((rows->front_count + 1) * sizeof *rows->front);
  rows->range = malloc((rows->range_count + 1) * sizeof *rows->range);
  if (rows->front == NULL || rows->range == NULL) {
    free(rows->front);
    free(rows->range);
    return error_memory(err, "fronts");
  }
  rows->front_count = rows->range_count = 0;
  for (size_t c = 0; c < rows->cells; c++) {
    const size_t function = c / rows->weights, weight = c % rows->weights - 1;
    if (rows->cell[c] == NULL)
      continue;
    fill_front(rows, rows->cell[c], function, weight);
    fill_ranges(rows, rows->cell[c], function, weight);
  }
  return true;
}

bool gather_finish(const struct gather *gather, const struct results *head, struct results *tail, struct error *err) {
  struct rows rows = {.gather = gather, .weights = head->weight_count + 1};
  rows.cells = head->function_count * rows.weights;
  rows.cell = calloc(rows.cells + 1, sizeof *rows.cell);
  if (rows.cell == NULL)
    return error_memory(err, "fronts");
  const bool ok = place_groups(&rows, head, err) && fill_rows(&rows, err);
  free(rows.cell);
  if (!ok)
    return false;
  free(tail->fronts);
  free(tail->ranges);
  tail->fronts = rows.front;
  tail->front_count = rows.front_count;
  tail->ranges = rows.range;
  tail->range_count = rows.range_count;
  return true;
}
