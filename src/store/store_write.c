#include <stdlib.h>

#include "store/results_check.h"
#include "store/results_push.h"
#include "store/store.h"
#include "store/writer.h"

/* Where each function and weight of some results is in the file; SIZE_MAX if no point has it. */
struct renumbering {
  size_t *function, *weight;
};

static bool renumber(struct renumbering *numbers, const struct results *results, const struct results *head) {
  *numbers = (struct renumbering){malloc((results->function_count + 1) * sizeof(size_t)),
                                  malloc((results->weight_count + 1) * sizeof(size_t))};
  if (numbers->function == NULL || numbers->weight == NULL)
    return false;
  for (size_t f = 0; f < results->function_count; f++)
    numbers->function[f] = results_find_function(head, &results->functions[f]);
  for (size_t w = 0; w < results->weight_count; w++)
    numbers->weight[w] = results_find_weight(head, &results->weights[w]);
  return true;
}

/* Fronts and ranges with the numbers of the file; runs are lent. */
static bool make_tail(struct results *tail, const struct results *results, const struct renumbering *numbers) {
  *tail = (struct results){.front_count = results->front_count,
                           .fronts = malloc((results->front_count + 1) * sizeof *tail->fronts),
                           .range_count = results->range_count,
                           .ranges = malloc((results->range_count + 1) * sizeof *tail->ranges),
                           .run_count = results->run_count,
                           .runs = results->runs};
  if (tail->fronts == NULL || tail->ranges == NULL)
    return false;
  for (size_t f = 0; f < results->front_count; f++) {
    tail->fronts[f] = results->fronts[f];
    tail->fronts[f].function = numbers->function[results->fronts[f].function];
    if (results->fronts[f].weight != SIZE_MAX)
      tail->fronts[f].weight = numbers->weight[results->fronts[f].weight];
  }
  for (size_t r = 0; r < results->range_count; r++) {
    tail->ranges[r] = results->ranges[r];
    tail->ranges[r].function = numbers->function[results->ranges[r].function];
    if (results->ranges[r].weight != SIZE_MAX)
      tail->ranges[r].weight = numbers->weight[results->ranges[r].weight];
  }
  return true;
}

static bool finish(struct store_writer *writer, const struct results *results, struct error *err) {
  struct renumbering numbers;
  struct results tail = {0};
  const bool made = renumber(&numbers, results, store_writer_head(writer)) && make_tail(&tail, results, &numbers);
  const bool ok = made ? store_writer_finish(writer, &tail, err) : error_memory(err, "fronts");
  if (!made)
    store_writer_abandon(writer);
  free(tail.fronts);
  free(tail.ranges);
  free(numbers.function);
  free(numbers.weight);
  return ok;
}

static bool check_tail(const struct results *results, const char *path, struct error *err) {
  if (results_check_tail(results, results, results->design_count, err) && results_check_fronts(results, err))
    return true;
  err->kind = ERROR_INTERNAL;
  return error_prefix(err, "cannot write %s", path);
}

bool store_write(const struct results *results, const char *path, struct error *err) {
  struct store_writer *writer = store_writer_create(path, results->sweep_name, results->sweep_text, err);
  if (writer == NULL)
    return false;
  if (store_writer_add(writer, results, err) && check_tail(results, path, err))
    return finish(writer, results, err);
  store_writer_abandon(writer);
  return false;
}
