#include "results_use.h"

#include "front/front.h"
#include "store/sample.h"
#include "store/store.h"
#include "target.h"

/* Functions and weights that no point has do not join a file. */
static bool lost_unused(const struct results *results, const struct results *again) {
  return again->function_count + again->weight_count < results->function_count + results->weight_count &&
         again->point_count == results->point_count && again->design_count == results->design_count;
}

/* Written and read again, it is the same. */
static void write_again(const struct results *results) {
  struct results again;
  struct error err = {.kind = ERROR_NONE};
  char *const folder = sample_folder();
  const char *const path = sample_path(folder, "again.h5");
  target_require_success(store_write(results, path, &err), &err);
  target_require_success(store_read(&again, path, &err), &err);
  target_require(lost_unused(results, &again) || sample_equal(results, &again));
  results_release(&again);
  sample_folder_delete(folder);
}

void results_use(struct results *results) {
  struct error err = {.kind = ERROR_NONE};
  struct optimum_counter counter = optimum_counter_begin();
  for (size_t p = 0; p < results->point_count; p++)
    optimum_counter_add(&counter, &results->outcomes[p].optimum, optimum_best_figure(results, p));
  target_require(optimum_counter_end(&counter).points == results->point_count);
  target_require_success(front_fill(results, &err), &err);
  target_require_success(results_check(results, ERROR_INPUT, &err), &err);
  write_again(results);
}
