/*
 * Fuzz target: any bytes as a text file of samples, and as one of a histogram. They must be refused with a message or
 * give what can be used: a function with values, or a weight.
 */
#include <math.h>
#include <string.h>

#include "model/function.h"
#include "model/weight.h"
#include "sweep/histogram_file.h"
#include "sweep/samples_file.h"
#include "target.h"

static void try_samples(const char *path) {
  struct list x = {NULL, 0, 0}, y = {NULL, 0, 0};
  struct error err = {.kind = ERROR_NONE};
  struct function function;
  if (!samples_file_read(path, &x, &y, &err)) {
    target_check_refusal(&err);
  } else if (!function_from_samples(&function, "fuzzed", x.items, y.items, x.count, &err)) {
    target_check_refusal(&err);
  } else {
    target_require(isfinite(function_value(&function, function.lo)) &&
                   isfinite(function_value(&function, function.hi)));
    function_release(&function);
  }
  list_release(&x);
  list_release(&y);
}

static void try_histogram(const char *path) {
  struct histogram_bins bins = {{NULL, 0, 0}, {NULL, 0, 0}};
  struct error err = {.kind = ERROR_NONE};
  struct weight weight;
  if (!histogram_file_read_text(path, &bins, &err)) {
    target_check_refusal(&err);
  } else {
    target_require(bins.edges.count == bins.counts.count + 1);
    if (!weight_from_histogram(&weight, "fuzzed", bins.edges.items, bins.counts.items, bins.counts.count, &err))
      target_check_refusal(&err);
    else
      weight_release(&weight);
  }
  histogram_bins_release(&bins);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct target_file file;
  target_file_open(&file, data, size);
  try_samples(file.path);
  try_histogram(file.path);
  target_file_close(&file);
  return 0;
}
