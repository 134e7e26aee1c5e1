#include "store/hdf5_quiet.h"

#include <stddef.h>

struct hdf5_quiet hdf5_quiet_begin(void) {
  struct hdf5_quiet before = {NULL, NULL};
  (void)H5Eget_auto2(H5E_DEFAULT, &before.report, &before.context);
  (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  return before;
}

void hdf5_quiet_end(const struct hdf5_quiet *quiet) {
  (void)H5Eclear2(H5E_DEFAULT);
  (void)H5Eset_auto2(H5E_DEFAULT, quiet->report, quiet->context);
}
