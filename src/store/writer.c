#include "store/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "store/channel.h"
#include "store/hdf5_quiet.h"
#include "store/results_check.h"
#include "store/results_push.h"
#include "store/seal.h"
#include "store/write_head.h"

/* The tables that grow with the points. */
enum { POINTS, DESIGNS, ERRORS, CONVERGENCE, SYNTHESIS, GROWING };

struct store_writer {
  char *path; /* as the user said it */
  struct file_draft draft;
  struct channel channel;
  hid_t file;
  struct results head; /* functions and weights so far */
  struct table_writer table[GROWING];
  size_t points, designs;
};

/* A slice on its way into the file. */
struct appending {
  struct store_writer *writer;
  const struct results *slice;
  struct numbering numbering;
  size_t *function, *weight; /* where those of the slice are in the head; SIZE_MAX: not there yet */
  size_t step, synthesised;  /* of the slice: what comes next */
};

/* What failed: the file system, if it did, else `err` has it already or HDF5 ran out of memory. */
static bool writing_failed(const struct store_writer *writer, struct error *err) {
  return writer->channel.failed != 0
             ? file_error(err, "write", writer->path, writer->channel.failed)
             : error_set(err, ERROR_INTERNAL, "cannot write %s: HDF5 fails; out of memory?", writer->path);
}

static void free_writer(struct store_writer *writer) {
  results_release(&writer->head);
  free(writer->path);
  free(writer);
}

void store_writer_abandon(struct store_writer *writer) {
  if (writer == NULL)
    return;
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  /* From here on nothing needs to reach the disk. */
  if (writer->channel.failed == 0)
    writer->channel.failed = ECANCELED;
  for (int t = 0; t < GROWING; t++)
    table_writer_discard(&writer->table[t]);
  if (writer->file >= 0)
    (void)H5Fclose(writer->file);
  hdf5_quiet_end(&quiet);
  file_draft_discard(&writer->draft);
  free_writer(writer);
}

static bool open_tables(struct store_writer *writer) {
  const struct table *const tables[GROWING] = {[POINTS] = &points_table,
                                               [DESIGNS] = &designs_table,
                                               [ERRORS] = &errors_table,
                                               [CONVERGENCE] = &convergence_table,
                                               [SYNTHESIS] = &synthesis_table};
  for (int t = 0; t < GROWING; t++)
    if (!table_writer_open(&writer->table[t], writer->file, tables[t], tables[t]->path))
      return false;
  return true;
}

static bool begin_file(struct store_writer *writer, const char *sweep_name, const char *sweep_text) {
  writer->channel = (struct channel){.descriptor = writer->draft.descriptor};
  writer->file = channel_create(&writer->channel, SEAL_SIZE);
  return writer->file >= 0 && write_head_attributes(writer->file, sweep_name, sweep_text) && open_tables(writer) &&
         writer->channel.failed == 0;
}

struct store_writer *store_writer_create(const char *path, const char *sweep_name, const char *sweep_text,
                                         struct error *err) {
  struct store_writer *writer = calloc(1, sizeof *writer);
  char *own_path = strdup(path);
  if (writer == NULL || own_path == NULL || !file_draft_create(&writer->draft, own_path, err)) {
    if (writer == NULL || own_path == NULL)
      error_memory(err, path);
    free(own_path);
    free(writer);
    return NULL;
  }
  writer->path = own_path;
  writer->file = H5I_INVALID_HID;
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = begin_file(writer, sweep_name, sweep_text == NULL ? "" : sweep_text);
  hdf5_quiet_end(&quiet);
  if (ok)
    return writer;
  writing_failed(writer, err);
  store_writer_abandon(writer);
  return NULL;
}

/* Where a point's function and weight are in the head: they join it with the first point that has them. */
static bool intern(struct appending *appending, const struct spec *spec, struct error *err) {
  struct results *head = &appending->writer->head;
  const struct results *slice = appending->slice;
  size_t *function = &appending->function[spec->function - slice->functions];
  if (*function == SIZE_MAX && !results_intern_function(head, spec->function, function, err))
    return false;
  size_t *weight = spec->weight == NULL ? NULL : &appending->weight[spec->weight - slice->weights];
  return weight == NULL || *weight != SIZE_MAX || results_intern_weight(head, spec->weight, weight, err);
}

static bool add_point_row(const struct appending *appending, size_t point) {
  struct point_row *row = table_writer_next(&appending->writer->table[POINTS]);
  if (row == NULL)
    return false;
  encode_point(appending->slice, point, &appending->numbering, row);
  const struct point_figures figures = encode_figures(appending->slice, point);
  row->best_mse = figures.best_mse;
  row->best = figures.best;
  row->gap = figures.gap;
  return true;
}

static bool add_design_rows(struct appending *appending, size_t design) {
  const struct results *slice = appending->slice;
  struct table_writer *table = appending->writer->table;
  struct design_row *row = table_writer_next(&table[DESIGNS]);
  if (row == NULL)
    return false;
  encode_design(slice, design, &appending->numbering, row);
  const int scales = slice->points[slice->designs[design].point].spec.scales.count;
  for (int s = 0; s < scales; s++) {
    struct error_row *error = table_writer_next(&table[ERRORS]);
    if (error == NULL)
      return false;
    encode_error(slice, design, s, &appending->numbering, error);
  }
  for (; appending->synthesised < slice->synthesised_count; appending->synthesised++) {
    const struct synthesised *synthesised = &slice->synthesised[appending->synthesised];
    if (synthesised->design != design)
      break;
    struct synthesis_row *found = table_writer_next(&table[SYNTHESIS]);
    if (found == NULL)
      return false;
    encode_synthesised(synthesised, &appending->numbering, found);
  }
  return true;
}

/* All rows of one point, so that the order in which chunks reach the file has nothing to do with slices. */
static bool add_point(struct appending *appending, size_t point) {
  const struct results *slice = appending->slice;
  const struct outcome *outcome = &slice->outcomes[point];
  if (!add_point_row(appending, point))
    return false;
  for (size_t d = 0; d < outcome->design_count; d++)
    if (!add_design_rows(appending, outcome->first_design + d))
      return false;
  for (size_t i = 0; i < outcome->step_count; i++) {
    struct convergence_row *row = table_writer_next(&appending->writer->table[CONVERGENCE]);
    if (row == NULL)
      return false;
    encode_step(&slice->steps[outcome->first_step + i], point, &appending->numbering, row);
  }
  return appending->writer->channel.failed == 0;
}

static bool add_points(struct appending *appending, struct error *err) {
  struct store_writer *writer = appending->writer;
  const struct results *slice = appending->slice;
  for (size_t p = 0; p < slice->point_count; p++) {
    if (!intern(appending, &slice->points[p].spec, err))
      return error_prefix(err, "cannot write %s", writer->path);
    if (!add_point(appending, p))
      return writing_failed(writer, err);
  }
  writer->points += slice->point_count;
  writer->designs += slice->design_count;
  return true;
}

static bool check(const struct store_writer *writer, const struct results *slice, const struct numbering *numbering,
                  struct error *err) {
  unsigned long long *hashes = results_hash_functions(slice);
  if (hashes == NULL)
    return error_memory(err, "functions");
  const bool ok = results_check_slice(slice, hashes, numbering, err);
  free(hashes);
  if (ok)
    return true;
  err->kind = ERROR_INTERNAL;
  return error_prefix(err, "cannot write %s", writer->path);
}

static size_t *unknown_numbers(size_t count) {
  size_t *number = malloc((count + 1) * sizeof *number);
  for (size_t i = 0; number != NULL && i < count; i++)
    number[i] = SIZE_MAX;
  return number;
}

bool store_writer_add(struct store_writer *writer, const struct results *slice, struct error *err) {
  struct appending appending = {.writer = writer,
                                .slice = slice,
                                .function = unknown_numbers(slice->function_count),
                                .weight = unknown_numbers(slice->weight_count)};
  appending.numbering = (struct numbering){writer->points, writer->designs, appending.function, appending.weight};
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool memory = appending.function != NULL && appending.weight != NULL;
  const bool ok = memory ? check(writer, slice, &appending.numbering, err) && add_points(&appending, err)
                         : error_memory(err, "functions");
  hdf5_quiet_end(&quiet);
  free(appending.function);
  free(appending.weight);
  return ok;
}

size_t store_writer_points(const struct store_writer *writer) { return writer->points; }
size_t store_writer_designs(const struct store_writer *writer) { return writer->designs; }
const struct results *store_writer_head(const struct store_writer *writer) { return &writer->head; }

static bool close_file(struct store_writer *writer) {
  bool ok = true;
  for (int t = 0; t < GROWING; t++)
    ok = table_writer_finish(&writer->table[t]) && ok;
  return ok;
}

static bool finish_hdf5(struct store_writer *writer, const struct results *tail) {
  bool ok = close_file(writer) && write_head_tables(writer->file, &writer->head, tail);
  ok = H5Fclose(writer->file) >= 0 && ok;
  writer->file = H5I_INVALID_HID;
  return ok && writer->channel.failed == 0;
}

static bool seal(struct store_writer *writer, struct error *err) {
  struct stat status;
  int failed = fstat(writer->draft.descriptor, &status) != 0 ? errno : 0;
  if (failed == 0)
    failed = seal_write(writer->draft.descriptor, (uint64_t)status.st_size, writer->points);
  return failed == 0 || file_error(err, "write", writer->path, failed);
}

static bool finish(struct store_writer *writer, const struct results *tail, struct error *err) {
  if (!results_check_tail(tail, &writer->head, writer->designs, err)) {
    err->kind = ERROR_INTERNAL;
    return error_prefix(err, "cannot write %s", writer->path);
  }
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = finish_hdf5(writer, tail);
  hdf5_quiet_end(&quiet);
  return (ok || writing_failed(writer, err)) && seal(writer, err) && file_draft_commit(&writer->draft, err);
}

bool store_writer_finish(struct store_writer *writer, const struct results *tail, struct error *err) {
  const bool ok = finish(writer, tail, err);
  store_writer_abandon(writer);
  return ok;
}
