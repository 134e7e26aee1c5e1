#include "store/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "store/channel.h"
#include "store/growing.h"
#include "store/hdf5_quiet.h"
#include "store/results_check.h"
#include "store/results_push.h"
#include "store/seal.h"
#include "store/write_head.h"

struct store_writer {
  char *path; /* as the user said it */
  struct file_draft draft;
  struct channel channel;
  hid_t file;
  struct results head; /* functions and weights so far */
  struct growing growing;
  size_t points, designs;
};

/* What failed: the file system, or else HDF5, which then ran out of memory. */
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
  growing_discard(&writer->growing);
  if (writer->file >= 0)
    (void)H5Fclose(writer->file);
  hdf5_quiet_end(&quiet);
  file_draft_discard(&writer->draft);
  free_writer(writer);
}

static bool begin_file(struct store_writer *writer, const char *sweep_name, const char *sweep_text) {
  writer->channel = (struct channel){.descriptor = writer->draft.descriptor};
  writer->file = channel_create(&writer->channel, SEAL_SIZE);
  return writer->file >= 0 && write_head_attributes(writer->file, sweep_name, sweep_text) &&
         growing_open(&writer->growing, writer->file) && writer->channel.failed == 0;
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

/* Where the functions and weights of a slice are in the file; SIZE_MAX: not there yet. */
struct places {
  size_t *function, *weight;
};

/* They join the file with the first point that has them. */
static bool intern(struct results *head, const struct places *places, const struct results *slice, size_t point,
                   struct error *err) {
  const struct spec *spec = &slice->points[point].spec;
  size_t *function = &places->function[spec->function - slice->functions];
  if (*function == SIZE_MAX && !results_intern_function(head, spec->function, function, err))
    return false;
  size_t *weight = spec->weight == NULL ? NULL : &places->weight[spec->weight - slice->weights];
  return weight == NULL || *weight != SIZE_MAX || results_intern_weight(head, spec->weight, weight, err);
}

static bool add_points(struct store_writer *writer, const struct results *slice, const struct places *places,
                       const struct numbering *numbering, struct error *err) {
  size_t synthesised = 0;
  for (size_t p = 0; p < slice->point_count; p++) {
    if (!intern(&writer->head, places, slice, p, err))
      return error_prefix(err, "cannot write %s", writer->path);
    if (!growing_add(&writer->growing, slice, p, numbering, &synthesised) || writer->channel.failed != 0)
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

static size_t *unknown_places(size_t count) {
  size_t *place = malloc((count + 1) * sizeof *place);
  for (size_t i = 0; place != NULL && i < count; i++)
    place[i] = SIZE_MAX;
  return place;
}

bool store_writer_add(struct store_writer *writer, const struct results *slice, struct error *err) {
  const struct places places = {unknown_places(slice->function_count), unknown_places(slice->weight_count)};
  const struct numbering numbering = {writer->points, writer->designs, places.function, places.weight};
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = places.function != NULL && places.weight != NULL
                      ? check(writer, slice, &numbering, err) && add_points(writer, slice, &places, &numbering, err)
                      : error_memory(err, "functions");
  hdf5_quiet_end(&quiet);
  free(places.function);
  free(places.weight);
  return ok;
}

size_t store_writer_points(const struct store_writer *writer) { return writer->points; }
size_t store_writer_designs(const struct store_writer *writer) { return writer->designs; }
const struct results *store_writer_head(const struct store_writer *writer) { return &writer->head; }

static bool finish_hdf5(struct store_writer *writer, const struct results *tail) {
  bool ok = growing_finish(&writer->growing) && write_head_tables(writer->file, &writer->head, tail);
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
