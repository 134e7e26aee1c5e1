/*
 * Fuzz target: a results file whose rows were changed, under a good seal: what lutdse itself checks behind the seal and
 * libhdf5. It must be refused with a message, or be good for everything that is done with results.
 *
 * An input is a list of changes (raw_change.h).
 */
#include <stdlib.h>

#include "raw_change.h"
#include "results_file.h"
#include "results_use.h"
#include "store/store.h"
#include "target.h"

enum { CHANGES_MAX = 64 };

static void try_file(const void *data, size_t size) {
  struct target_file file;
  struct results results;
  struct error err = {.kind = ERROR_NONE};
  target_file_open(&file, data, size);
  if (store_read(&results, file.path, &err)) {
    target_require(results_check(&results, ERROR_INPUT, &err));
    results_use(&results);
    results_release(&results);
  } else {
    target_check_refusal(&err);
  }
  target_file_close(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t real_size = 0, changed_size = 0;
  const unsigned char *const real = results_file_bytes(&real_size);
  struct raw_tables tables;
  raw_tables_open(&tables, real, real_size);
  for (size_t i = 0; i < CHANGES_MAX && (i + 1) * RAW_CHANGE_SIZE <= size; i++)
    raw_change_apply(&tables, data + i * RAW_CHANGE_SIZE);
  unsigned char *const changed = raw_tables_seal(&tables, &changed_size);
  raw_tables_close(&tables);
  try_file(changed, changed_size);
  free(changed);
  return 0;
}
