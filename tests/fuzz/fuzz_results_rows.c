/*
 * Fuzz target: a results file whose rows were changed, under a good seal: what lutdse itself checks behind the seal and
 * libhdf5. It must be refused with a message, or be good for everything that is done with results.
 *
 * An input is a list of changes (raw_change.h).
 */
#include "raw_change.h"
#include "results_file.h"
#include "results_slices.h"
#include "results_use.h"
#include "store/store.h"
#include "target.h"

enum { CHANGES_MAX = 64 };

static void try_file(const char *path) {
  struct results results;
  struct error err = {.kind = ERROR_NONE};
  if (store_read(&results, path, &err)) {
    target_require(results_check(&results, ERROR_INPUT, &err));
    results_slices_try(path, &results);
    results_use(&results);
    results_release(&results);
  } else {
    target_check_refusal(&err);
    results_slices_try(path, NULL);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t real_size = 0;
  const unsigned char *const real = results_file_bytes(&real_size);
  struct raw_tables tables;
  struct target_file file;
  raw_tables_open(&tables, real, real_size);
  for (size_t i = 0; i < CHANGES_MAX && (i + 1) * RAW_CHANGE_SIZE <= size; i++)
    raw_change_apply(&tables, data + i * RAW_CHANGE_SIZE);
  raw_tables_seal(&tables, &file);
  raw_tables_close(&tables);
  try_file(file.path);
  target_file_close(&file);
  return 0;
}
