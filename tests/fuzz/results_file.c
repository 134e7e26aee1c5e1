#include "results_file.h"

#include "file.h"
#include "store/sample.h"
#include "store/store.h"
#include "target.h"

enum { SEED = 7, POINTS = 8, FRONTS = 8 };

static unsigned char *make(size_t *size) {
  struct results results;
  struct error err = {.kind = ERROR_NONE};
  void *data = NULL;
  char *const folder = sample_folder();
  const char *const path = sample_path(folder, "sample.h5");
  sample_results(&results, SEED, POINTS);
  sample_fronts(&results, SEED, FRONTS);
  target_require(store_write(&results, path, &err) && file_read(path, &data, size, &err));
  results_release(&results);
  sample_folder_delete(folder);
  return data;
}

const unsigned char *results_file_bytes(size_t *size) {
  static unsigned char *bytes; /* made once; lives as long as the program */
  static size_t count;
  if (bytes == NULL)
    bytes = make(&count);
  *size = count;
  return bytes;
}
