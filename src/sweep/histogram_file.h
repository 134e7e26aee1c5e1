/* Histograms from files: text in columns, or two datasets of an HDF5 file. */
#ifndef LUTDSE_SWEEP_HISTOGRAM_FILE_H
#define LUTDSE_SWEEP_HISTOGRAM_FILE_H

#include "error.h"
#include "sweep/list.h"

/* Bins without gaps: edges ascend, and there is one more of them than counts. */
struct histogram_bins {
  struct list edges, counts; /* double */
};

/*
 * Read a text file (rows_file.h) with the columns low, high and count, in which the bins ascend and a gap between two
 * is a bin of count 0; or x and count, in which x is the middle of a bin that reaches half way to its neighbours.
 * Fails with ERROR_IO, or ERROR_INPUT and "FILE:LINE: what is wrong". The caller releases the bins in any case.
 */
bool histogram_file_read_text(const char *path, struct histogram_bins *out, struct error *err);

/*
 * Read two datasets of one dimension, of integers or floating-point numbers, out of an HDF5 file: numpy.histogram()'s
 * edges and counts. A process of its own reads it, because libhdf5 crashes on some damaged files. Fails with ERROR_IO,
 * or ERROR_INPUT and "FILE: what is wrong". The caller releases the bins in any case.
 */
bool histogram_file_read_hdf5(const char *path, const char *edges, const char *counts, struct histogram_bins *out,
                              struct error *err);

void histogram_bins_release(struct histogram_bins *bins);

#endif
