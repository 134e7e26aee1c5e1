/*
 * HDF5 prints its error stack to stderr unless told otherwise; a library must not print. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_HDF5_QUIET_H
#define LUTDSE_STORE_HDF5_QUIET_H

#include <hdf5.h>

/* How errors were reported before. */
struct hdf5_quiet {
  H5E_auto2_t report;
  void *context;
};

/* Stop the reports, and go back to what was before. */
struct hdf5_quiet hdf5_quiet_begin(void);
void hdf5_quiet_end(const struct hdf5_quiet *quiet);

#endif
