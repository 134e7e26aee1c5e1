#include "sweep/histogram_hdf5.h"

#include <hdf5.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/weight.h"

/* The number of values of a dataset that holds what it should. */
static bool check_dataset(hid_t dataset, const char *name, size_t *count, struct error *err) {
  const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  const H5T_class_t class = H5Tget_class(type);
  hsize_t extent = 0;
  const bool simple = H5Sget_simple_extent_ndims(space) == 1 && H5Sget_simple_extent_dims(space, &extent, NULL) == 1;
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  if (class != H5T_INTEGER && class != H5T_FLOAT)
    return error_set(err, ERROR_INPUT, "%s does not hold numbers; allowed: integers or floating-point numbers", name);
  if (!simple || extent < 1 || extent > WEIGHT_BINS_MAX + 1)
    return error_set(err, ERROR_INPUT, "%s is no list of 1 to %d numbers; allowed: one dimension", name,
                     WEIGHT_BINS_MAX + 1);
  *count = (size_t)extent;
  return true;
}

static bool read_values(hid_t dataset, const char *name, size_t count, struct list *out, struct error *err) {
  double *const values = malloc((count + 1) * sizeof *values);
  if (values == NULL)
    return error_memory(err, "histogram");
  *out = (struct list){values, count, count};
  return H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0 ||
         error_set(err, ERROR_INPUT, "%s cannot be read: damaged, or compressed in a way that libhdf5 does not know",
                   name);
}

static bool read_dataset(hid_t file, const char *name, struct list *out, struct error *err) {
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
  if (dataset < 0)
    return error_set(err, ERROR_INPUT, "there is no dataset %s; 'h5ls -r' lists those of a file", name);
  size_t count = 0;
  const bool ok = check_dataset(dataset, name, &count, err) && read_values(dataset, name, count, out, err);
  (void)H5Dclose(dataset);
  return ok;
}

/* No lock: a network drive may have none, and nothing is written. */
static hid_t open_file(const char *path) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  (void)H5Pset_file_locking(access, false, true);
  const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
  (void)H5Pclose(access);
  return file;
}

static bool read_file(const char *path, const char *edges, const char *counts, struct histogram_bins *out,
                      struct error *err) {
  const hid_t file = open_file(path);
  if (file < 0)
    return error_set(err, ERROR_INPUT, "libhdf5 cannot open it: no HDF5 file, damaged, or not readable");
  bool ok = read_dataset(file, edges, &out->edges, err) && read_dataset(file, counts, &out->counts, err);
  (void)H5Fclose(file);
  if (ok && out->edges.count != out->counts.count + 1)
    ok = error_set(err, ERROR_INPUT, "%s has %zu numbers and %s %zu; allowed: one edge more than counts", edges,
                   out->edges.count, counts, out->counts.count);
  return ok;
}

bool histogram_hdf5_read(const char *path, const char *edges, const char *counts, struct histogram_bins *out,
                         struct error *err) {
  H5E_auto2_t report = NULL;
  void *context = NULL;
  /* libhdf5 would print what it finds wrong. */
  (void)H5Eget_auto2(H5E_DEFAULT, &report, &context);
  (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  const bool ok = read_file(path, edges, counts, out, err) || error_prefix(err, "%s", path);
  (void)H5Eclear2(H5E_DEFAULT);
  (void)H5Eset_auto2(H5E_DEFAULT, report, context);
  return ok;
}
