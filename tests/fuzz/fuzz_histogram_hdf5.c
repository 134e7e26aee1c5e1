/*
 * Fuzz target: any bytes as an HDF5 file that holds a histogram. libhdf5 may crash on them, in a process of its own;
 * the reader must refuse them with a message or give what can be used.
 */
#include "model/weight.h"
#include "sweep/histogram_file.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct histogram_bins bins = {{NULL, 0, 0}, {NULL, 0, 0}};
  struct error err = {.kind = ERROR_NONE};
  struct target_file file;
  struct weight weight;
  target_file_open(&file, data, size);
  if (!histogram_file_read_hdf5(file.path, "edges", "counts", &bins, &err)) {
    target_check_refusal(&err);
  } else {
    target_require(bins.edges.count == bins.counts.count + 1);
    if (weight_from_histogram(&weight, "fuzzed", bins.edges.items, bins.counts.items, bins.counts.count, &err))
      weight_release(&weight);
    else
      target_check_refusal(&err);
  }
  histogram_bins_release(&bins);
  target_file_close(&file);
  return 0;
}
