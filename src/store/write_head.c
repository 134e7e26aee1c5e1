#include "store/write_head.h"

#include <stdio.h>

#include "store/encode.h"
#include "store/store.h"
#include "store/text.h"
#include "version.h"

static bool write_schema(hid_t file) {
  const int schema = STORE_SCHEMA_VERSION;
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(file, "schema_version", H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT);
  const bool written = H5Awrite(attribute, H5T_NATIVE_INT, &schema) >= 0, ok = H5Aclose(attribute) >= 0 && written;
  (void)H5Sclose(space);
  return ok;
}

bool write_head_attributes(hid_t file, const char *sweep_name, const char *sweep_text) {
  return write_schema(file) && text_write_attribute(file, "generator", "lutdse") &&
         text_write_attribute(file, "version", LUTDSE_VERSION) && text_write_attribute(file, "commit", LUTDSE_COMMIT) &&
         text_write_attribute(file, "sweep_name", sweep_name) && text_write_dataset(file, "/sweep", sweep_text);
}

/* Where rows come from. */
struct row_source {
  const struct results *head, *tail;
  const double *x, *y;         /* of /samples/ROW */
  const struct weight *weight; /* of /histograms/ROW */
};

typedef void fill_row(const struct row_source *source, size_t index, void *row);

static void fill_function(const struct row_source *source, size_t index, void *row) {
  encode_function(&source->head->functions[index], row);
}

static void fill_sample(const struct row_source *source, size_t index, void *row) {
  *(struct sample_row *)row = (struct sample_row){source->x[index], source->y[index]};
}

static void fill_weight(const struct row_source *source, size_t index, void *row) {
  encode_weight(&source->head->weights[index], row);
}

static void fill_bin(const struct row_source *source, size_t index, void *row) {
  const struct weight *weight = source->weight;
  *(struct bin_row *)row = (struct bin_row){weight->edge[index], weight->edge[index + 1], weight->count[index]};
}

static void fill_front(const struct row_source *source, size_t index, void *row) {
  encode_front(source->head, &source->tail->fronts[index], row);
}

static void fill_range(const struct row_source *source, size_t index, void *row) {
  encode_range(source->head, &source->tail->ranges[index], row);
}

static void fill_run(const struct row_source *source, size_t index, void *row) {
  encode_run(&source->tail->runs[index], row);
}

static bool write_table(hid_t file, const struct table *table, const char *path, size_t rows, fill_row *fill,
                        const struct row_source *source) {
  struct table_writer writer;
  bool ok = table_writer_open(&writer, file, table, path);
  for (size_t r = 0; ok && r < rows; r++) {
    void *row = table_writer_next(&writer);
    ok = row != NULL;
    if (ok)
      fill(source, r, row);
  }
  if (ok)
    return table_writer_finish(&writer);
  table_writer_discard(&writer);
  return false;
}

static bool create_group(hid_t file, const char *path) {
  const hid_t group = H5Gcreate2(file, path, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  return group >= 0 && H5Gclose(group) >= 0;
}

static bool write_samples(hid_t file, const struct results *head) {
  if (!create_group(file, samples_table.path))
    return false;
  for (size_t f = 0; f < head->function_count; f++) {
    char path[TABLE_PATH];
    struct row_source source = {.head = head};
    const size_t count = function_samples(&head->functions[f], &source.x, &source.y);
    (void)snprintf(path, sizeof path, "%s/%zu", samples_table.path, f);
    if (count > 0 && !write_table(file, &samples_table, path, count, fill_sample, &source))
      return false;
  }
  return true;
}

static bool write_histograms(hid_t file, const struct results *head) {
  if (!create_group(file, histograms_table.path))
    return false;
  for (size_t w = 0; w < head->weight_count; w++) {
    char path[TABLE_PATH];
    const struct row_source source = {.weight = &head->weights[w]};
    const size_t bins = source.weight->bins;
    (void)snprintf(path, sizeof path, "%s/%zu", histograms_table.path, w);
    if (bins > 0 && !write_table(file, &histograms_table, path, bins, fill_bin, &source))
      return false;
  }
  return true;
}

bool write_head_tables(hid_t file, const struct results *head, const struct results *tail) {
  const struct row_source source = {.head = head, .tail = tail};
  const struct {
    const struct table *table;
    size_t rows;
    fill_row *fill;
  } tables[] = {{&functions_table, head->function_count, fill_function},
                {&weights_table, head->weight_count, fill_weight},
                {&fronts_table, tail->front_count, fill_front},
                {&ranges_table, tail->range_count, fill_range},
                {&runs_table, tail->run_count, fill_run}};
  for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
    if (!write_table(file, tables[t].table, tables[t].table->path, tables[t].rows, tables[t].fill, &source))
      return false;
  return write_samples(file, head) && write_histograms(file, head);
}
