/* Histograms out of HDF5 files, by libhdf5 itself. Internal to histogram_child.c. */
#ifndef LUTDSE_SWEEP_HISTOGRAM_HDF5_H
#define LUTDSE_SWEEP_HISTOGRAM_HDF5_H

#include "sweep/histogram_file.h"

/* As histogram_file_read_hdf5(), but for files that libhdf5 crashes on or never comes to an end with. */
bool histogram_hdf5_read(const char *path, const char *edges, const char *counts, struct histogram_bins *out,
                         struct error *err);

#endif
