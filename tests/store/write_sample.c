/* Writes a small results file for check_h5py.py. */
#include <stdio.h>

#include "sample.h"
#include "store/store.h"

int main(int argument_count, char **argument) {
  struct results results;
  struct error err;
  if (argument_count != 2)
    return 2;
  sample_results(&results, 40, 30);
  sample_fronts(&results, 40, 10);
  const bool ok = store_write(&results, argument[1], &err);
  if (!ok)
    (void)fprintf(stderr, "%s\n", err.text);
  results_release(&results);
  return ok ? 0 : 1;
}
