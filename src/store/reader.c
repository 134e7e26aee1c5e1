#include "store/reader_state.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "store/hdf5_quiet.h"
#include "store/read_head.h"
#include "store/results_check.h"
#include "store/seal.h"

bool reader_failed(const struct store_reader *reader, struct error *err) {
  if (reader->channel.failed != 0)
    return file_error(err, "read", reader->path, reader->channel.failed);
  return error_prefix(err, "%s", reader->path);
}

void store_reader_close(struct store_reader *reader) {
  if (reader == NULL)
    return;
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  for (int t = 0; t < GROWING; t++)
    table_reader_close(&reader->table[t]);
  if (reader->file >= 0)
    (void)H5Fclose(reader->file);
  hdf5_quiet_end(&quiet);
  if (reader->channel.descriptor >= 0)
    (void)close(reader->channel.descriptor);
  results_release(&reader->head);
  free(reader->hashes);
  free(reader->path);
  free(reader);
}

static bool open_tables(struct store_reader *reader, struct error *err) {
  for (int t = 0; t < GROWING; t++)
    if (!table_reader_open(&reader->table[t], reader->file, growing_tables[t], growing_tables[t]->path, err))
      return false;
  return true;
}

static bool read_head(struct store_reader *reader, uint64_t points, struct error *err) {
  reader->file = channel_open(&reader->channel);
  if (reader->file < 0)
    return error_set(err, ERROR_INPUT, "libhdf5 cannot open it (out of memory, or damaged)");
  if (!head_read_sweep(reader->file, &reader->head, err) || !open_tables(reader, err))
    return false;
  if (reader->table[POINTS].rows != points)
    return error_set(err, ERROR_INPUT, "/points has %zu rows, but the first lines say %llu", reader->table[POINTS].rows,
                     (unsigned long long)points);
  if (!head_read_tables(reader->file, &reader->head, reader->table[DESIGNS].rows, err))
    return false;
  reader->hashes = results_hash_functions(&reader->head);
  return reader->hashes != NULL || error_memory(err, "functions");
}

static bool open_file(struct store_reader *reader, struct error *err) {
  size_t size;
  uint64_t points;
  if (!file_open(reader->path, &reader->channel.descriptor, &size, err) ||
      !seal_check(reader->channel.descriptor, size, reader->path, &points, err))
    return false;
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = read_head(reader, points, err) || reader_failed(reader, err);
  hdf5_quiet_end(&quiet);
  return ok;
}

struct store_reader *store_reader_open(const char *path, struct error *err) {
  struct store_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) {
    error_memory(err, path);
    return NULL;
  }
  reader->file = H5I_INVALID_HID;
  reader->channel.descriptor = -1;
  reader->path = strdup(path);
  if (reader->path == NULL)
    error_memory(err, path);
  else if (open_file(reader, err))
    return reader;
  store_reader_close(reader);
  return NULL;
}

const struct results *store_reader_head(const struct store_reader *reader) { return &reader->head; }
size_t store_reader_points(const struct store_reader *reader) { return reader->table[POINTS].rows; }
size_t store_reader_designs(const struct store_reader *reader) { return reader->table[DESIGNS].rows; }
size_t store_reader_slice_design(const struct store_reader *reader) { return reader->slice_design; }

bool store_reader_point_of(struct store_reader *reader, size_t design, size_t *point, struct error *err) {
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const struct design_row *row = table_reader_row(&reader->table[DESIGNS], design, err);
  hdf5_quiet_end(&quiet);
  if (row == NULL)
    return reader_failed(reader, err);
  *point = (size_t)row->point;
  return (row->point >= 0 && *point < reader->table[POINTS].rows) ||
         error_set(err, ERROR_INPUT, "%s: /designs: row %zu: point: %lld; /points has %zu rows", reader->path, design,
                   (long long)row->point, reader->table[POINTS].rows);
}

/* Whom to tell of rows. */
struct telling {
  store_take_key *take;
  void *context;
  bool refused; /* whether it was they who failed, */
  struct error why;
};

static bool tell_key(void *context, size_t index, const void *data, struct error *err) {
  struct telling *telling = context;
  const struct key_row *row = data;
  const int kind = optimum_kind_parse(row->optimum_kind);
  if (kind < 0)
    return error_set(err, ERROR_INPUT, "optimum_kind: '%s' is unknown", row->optimum_kind);
  struct store_key key = {.place = row->place,
                          .optimum = {(enum optimum_kind)kind, kind == OPTIMUM_NONE ? 0 : row->optimum},
                          .best = row->best};
  memcpy(key.id.hex, row->id, sizeof key.id.hex);
  telling->refused = !telling->take(telling->context, index, &key, &telling->why);
  return !telling->refused;
}

bool store_reader_keys(struct store_reader *reader, store_take_key *take, void *context, struct error *err) {
  struct telling telling = {.take = take, .context = context};
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = table_read(reader->file, &keys_table, keys_table.path, tell_key, &telling, err);
  hdf5_quiet_end(&quiet);
  if (telling.refused)
    *err = telling.why;
  return ok || (!telling.refused && reader_failed(reader, err));
}
