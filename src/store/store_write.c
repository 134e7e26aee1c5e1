#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "store/encode.h"
#include "store/hdf5_quiet.h"
#include "store/rows.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/text.h"
#include "version.h"

enum { MEMORY_INCREMENT = 1 << 22 };

/* Where the filling of a table stands. */
struct cursor {
  const struct results *results;
  size_t design; /* of /errors */
  int scale;
  size_t point;                /* of /convergence */
  const double *x, *y;         /* of /samples/ROW */
  const struct weight *weight; /* of /histograms/ROW */
};

static void fill_function(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_function(&cursor->results->functions[index], row);
}

static void fill_sample(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  *(struct sample_row *)row = (struct sample_row){cursor->x[index], cursor->y[index]};
}

static void fill_weight(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_weight(&cursor->results->weights[index], row);
}

static void fill_bin(void *context, size_t index, void *row) {
  const struct weight *weight = ((const struct cursor *)context)->weight;
  *(struct bin_row *)row = (struct bin_row){weight->edge[index], weight->edge[index + 1], weight->count[index]};
}

static void fill_point(void *context, size_t index, void *data) {
  const struct cursor *cursor = context;
  struct point_row *row = data;
  encode_point(cursor->results, index, row);
  const struct point_figures figures = encode_figures(cursor->results, index);
  row->best_mse = figures.best_mse;
  row->gap = figures.gap;
}

static void fill_design(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_design(cursor->results, index, row);
}

static int scale_count(const struct results *results, size_t design) {
  return results->points[results->designs[design].point].spec.scales.count;
}

static void fill_error(void *context, size_t index, void *row) {
  (void)index;
  struct cursor *cursor = context;
  encode_error(cursor->results, cursor->design, cursor->scale, row);
  if (++cursor->scale == scale_count(cursor->results, cursor->design)) {
    cursor->scale = 0;
    cursor->design++;
  }
}

static void fill_step(void *context, size_t index, void *row) {
  struct cursor *cursor = context;
  const struct outcome *outcomes = cursor->results->outcomes;
  while (index >= outcomes[cursor->point].first_step + outcomes[cursor->point].step_count)
    cursor->point++;
  encode_step(cursor->results, cursor->point, index, row);
}

static void fill_front(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_front(cursor->results, index, row);
}

static void fill_synthesised(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_synthesised(&cursor->results->synthesised[index], row);
}

static void fill_run(void *context, size_t index, void *row) {
  const struct cursor *cursor = context;
  encode_run(&cursor->results->runs[index], row);
}

static bool write_samples(hid_t file, const struct results *results, struct error *err) {
  const hid_t group = H5Gcreate2(file, samples_table.path, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  bool ok = group >= 0 || error_set(err, ERROR_INTERNAL, "HDF5 cannot create %s", samples_table.path);
  for (size_t f = 0; ok && f < results->function_count; f++) {
    char path[64];
    struct cursor cursor = {.results = results};
    const size_t count = function_samples(&results->functions[f], &cursor.x, &cursor.y);
    (void)snprintf(path, sizeof path, "%s/%zu", samples_table.path, f);
    if (count > 0)
      ok = table_write(file, &samples_table, path, count, fill_sample, &cursor, err);
  }
  (void)H5Gclose(group);
  return ok;
}

static bool write_histograms(hid_t file, const struct results *results, struct error *err) {
  const hid_t group = H5Gcreate2(file, histograms_table.path, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  bool ok = group >= 0 || error_set(err, ERROR_INTERNAL, "HDF5 cannot create %s", histograms_table.path);
  for (size_t w = 0; ok && w < results->weight_count; w++) {
    char path[64];
    struct cursor cursor = {.results = results, .weight = &results->weights[w]};
    (void)snprintf(path, sizeof path, "%s/%zu", histograms_table.path, w);
    if (cursor.weight->bins > 0)
      ok = table_write(file, &histograms_table, path, cursor.weight->bins, fill_bin, &cursor, err);
  }
  (void)H5Gclose(group);
  return ok;
}

static size_t error_rows(const struct results *results) {
  size_t rows = 0;
  for (size_t d = 0; d < results->design_count; d++)
    rows += (size_t)scale_count(results, d);
  return rows;
}

static bool write_tables(hid_t file, const struct results *results, struct error *err) {
  const struct {
    const struct table *table;
    size_t rows;
    table_fill *fill;
  } tables[] = {{&functions_table, results->function_count, fill_function},
                {&weights_table, results->weight_count, fill_weight},
                {&points_table, results->point_count, fill_point},
                {&designs_table, results->design_count, fill_design},
                {&errors_table, error_rows(results), fill_error},
                {&convergence_table, results->step_count, fill_step},
                {&fronts_table, results->front_count, fill_front},
                {&synthesis_table, results->synthesised_count, fill_synthesised},
                {&runs_table, results->run_count, fill_run}};
  for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
    struct cursor cursor = {.results = results};
    if (!table_write(file, tables[t].table, tables[t].table->path, tables[t].rows, tables[t].fill, &cursor, err))
      return false;
  }
  return write_samples(file, results, err) && write_histograms(file, results, err);
}

static bool write_schema(hid_t file) {
  const int schema = STORE_SCHEMA_VERSION;
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(file, "schema_version", H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT);
  const bool written = H5Awrite(attribute, H5T_NATIVE_INT, &schema) >= 0, ok = H5Aclose(attribute) >= 0 && written;
  (void)H5Sclose(space);
  return ok;
}

static bool write_content(hid_t file, const struct results *results, struct error *err) {
  const bool ok = write_schema(file) && text_write_attribute(file, "generator", "lutdse") &&
                  text_write_attribute(file, "version", LUTDSE_VERSION) &&
                  text_write_attribute(file, "commit", LUTDSE_COMMIT) &&
                  text_write_attribute(file, "sweep_name", results->sweep_name) &&
                  text_write_dataset(file, "/sweep", results->sweep_text == NULL ? "" : results->sweep_text);
  if (!ok)
    return error_set(err, ERROR_INTERNAL, "HDF5 cannot build the file in memory: out of memory?");
  return write_tables(file, results, err);
}

/* A file that only ever exists in memory. */
static hid_t create_in_memory(void) {
  const hid_t creation = H5Pcreate(H5P_FILE_CREATE), access = H5Pcreate(H5P_FILE_ACCESS);
  hid_t file = H5I_INVALID_HID;
  /* The superblock counts addresses from the end of the user block: that is where the seal goes. */
  if (H5Pset_userblock(creation, SEAL_SIZE) >= 0 && H5Pset_fapl_core(access, MEMORY_INCREMENT, false) >= 0)
    file = H5Fcreate("lutdse-results", H5F_ACC_TRUNC, creation, access);
  (void)H5Pclose(access);
  (void)H5Pclose(creation);
  return file;
}

/* The sealed bytes of the file, malloc'ed: HDF5's image of it is what follows the user block. */
static char *seal_image(hid_t file, size_t *size, struct error *err) {
  const ssize_t content = H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 ? H5Fget_file_image(file, NULL, 0) : -1;
  char *image = content > 0 ? malloc(SEAL_SIZE + (size_t)content) : NULL;
  if (image == NULL || H5Fget_file_image(file, image + SEAL_SIZE, (size_t)content) != content) {
    free(image);
    error_memory(err, "HDF5 image");
    return NULL;
  }
  seal_make(image, image + SEAL_SIZE, (size_t)content);
  *size = SEAL_SIZE + (size_t)content;
  return image;
}

static char *build_image(const struct results *results, size_t *size, struct error *err) {
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const hid_t file = create_in_memory();
  char *image = NULL;
  if (file < 0)
    error_memory(err, "HDF5 file");
  else if (write_content(file, results, err))
    image = seal_image(file, size, err);
  (void)H5Fclose(file);
  hdf5_quiet_end(&quiet);
  return image;
}

bool store_write(const struct results *results, const char *path, struct error *err) {
  size_t size = 0;
  if (!results_check(results, ERROR_INTERNAL, err))
    return error_prefix(err, "cannot write %s", path);
  char *image = build_image(results, &size, err);
  if (image == NULL)
    return error_prefix(err, "cannot write %s", path);
  const bool ok = file_write(path, image, size, err);
  free(image);
  return ok;
}
