#include "store/reader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "store/channel.h"
#include "store/decode.h"
#include "store/hdf5_quiet.h"
#include "store/read_head.h"
#include "store/results_check.h"
#include "store/results_push.h"
#include "store/seal.h"

/* The tables that grow with the points. */
enum { POINTS, DESIGNS, ERRORS, CONVERGENCE, SYNTHESIS, GROWING };

/* Where reading stands: the rows that belong to the points from `point` on. */
struct position {
  size_t point, design, error, step, synthesised;
};

struct store_reader {
  char *path; /* as the user said it */
  struct channel channel;
  hid_t file;
  struct results head;
  unsigned long long *hashes; /* of the functions */
  struct table_reader table[GROWING];
  struct position next; /* behind the slice that was read last */
  size_t slice_design;  /* its first design */
};

/* Name the file; what failed may have been the disk below libhdf5. */
static bool reading_failed(const struct store_reader *reader, struct error *err) {
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
  const struct table *const tables[GROWING] = {[POINTS] = &points_table,
                                               [DESIGNS] = &designs_table,
                                               [ERRORS] = &errors_table,
                                               [CONVERGENCE] = &convergence_table,
                                               [SYNTHESIS] = &synthesis_table};
  for (int t = 0; t < GROWING; t++)
    if (!table_reader_open(&reader->table[t], reader->file, tables[t], tables[t]->path, err))
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
  const bool ok = read_head(reader, points, err) || reading_failed(reader, err);
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

/* Where the rows of point number `point` begin in every table. */
static bool locate(struct store_reader *reader, size_t point, struct error *err) {
  struct table_reader *table = reader->table;
  if (point == reader->next.point)
    return true;
  struct position found = {.point = point, .design = table[DESIGNS].rows};
  if (point == 0)
    found.design = 0;
  else if (point < table[POINTS].rows) {
    const struct point_row *row = table_reader_row(&table[POINTS], point, err);
    if (row == NULL)
      return false;
    if (row->first_design < 0 || (uint64_t)row->first_design > table[DESIGNS].rows)
      return error_set(err, ERROR_INPUT, "/points: row %zu: first_design: %lld; /designs has %zu rows", point,
                       (long long)row->first_design, table[DESIGNS].rows);
    found.design = (size_t)row->first_design;
  }
  const int64_t points = (int64_t)table[POINTS].rows, designs = (int64_t)table[DESIGNS].rows;
  if (!table_reader_find(&table[ERRORS], (int64_t)found.design, designs, &found.error, err) ||
      !table_reader_find(&table[CONVERGENCE], (int64_t)point, points, &found.step, err) ||
      !table_reader_find(&table[SYNTHESIS], (int64_t)found.design, designs, &found.synthesised, err))
    return false;
  reader->next = found;
  return true;
}

/* The row behind the last one of `table`, from `first` on, whose first column is below `end`. */
static bool find_end(struct table_reader *table, size_t first, size_t end, size_t *row, struct error *err) {
  for (*row = first; *row < table->rows; ++*row) {
    const int64_t *key = table_reader_row(table, *row, err);
    if (key == NULL)
      return false;
    if (*key >= (int64_t)end)
      break;
  }
  return true;
}

/* Take the rows of a table whose first column is below `end`; of the last slice all that are left. */
static bool take_below(struct table_reader *table, size_t *first, size_t end, bool last, table_take *take,
                       struct slice_decoder *decoder, struct error *err) {
  size_t stop = table->rows;
  if (!last && !find_end(table, *first, end, &stop, err))
    return false;
  if (!table_reader_take(table, *first, stop - *first, take, decoder, err))
    return false;
  *first = stop;
  return true;
}

static size_t count_designs(const struct results *slice) {
  size_t designs = 0;
  for (size_t p = 0; p < slice->point_count; p++)
    designs += slice->outcomes[p].design_count;
  return designs;
}

static size_t count_errors(const struct results *slice) {
  size_t errors = 0;
  for (size_t p = 0; p < slice->point_count; p++)
    errors += slice->outcomes[p].design_count * (size_t)slice->points[p].spec.scales.count;
  return errors;
}

static bool take_designs(struct store_reader *reader, struct slice_decoder *decoder, bool last, struct error *err) {
  struct table_reader *designs = &reader->table[DESIGNS], *errors = &reader->table[ERRORS];
  struct position *at = &reader->next;
  const size_t wanted = count_designs(decoder->slice), left = designs->rows - at->design;
  if (wanted > left || (last && wanted < left))
    return error_set(err, ERROR_INPUT,
                     "/points: a range of designs is wrong: /designs has %zu rows, but the points %zu", designs->rows,
                     at->design + wanted);
  if (!table_reader_take(designs, at->design, wanted, decode_design, decoder, err))
    return false;
  const size_t scales = count_errors(decoder->slice), rows = errors->rows - at->error;
  if (rows < scales)
    return error_set(err, ERROR_INPUT, "/errors ends before the last design");
  if (!table_reader_take(errors, at->error, last ? rows : scales, decode_error, decoder, err))
    return false;
  at->design += wanted;
  at->error += scales;
  return true;
}

static bool take_slice(struct store_reader *reader, struct slice_decoder *decoder, size_t count, struct error *err) {
  struct table_reader *table = reader->table;
  struct position *at = &reader->next;
  const size_t end = at->point + count;
  const bool last = end == table[POINTS].rows;
  if (!table_reader_take(&table[POINTS], at->point, count, decode_point, decoder, err) ||
      !take_designs(reader, decoder, last, err))
    return false;
  at->point = end;
  return take_below(&table[CONVERGENCE], &at->step, end, last, decode_step, decoder, err) &&
         take_below(&table[SYNTHESIS], &at->synthesised, at->design, last, decode_synthesised, decoder, err);
}

static bool read_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                       struct error *err) {
  const size_t points = reader->table[POINTS].rows;
  if (first > points || count > points - first)
    return error_set(err, ERROR_INTERNAL, "/points has %zu rows, not %zu from row %zu on", points, count, first);
  if (!results_restart(slice, &reader->head, err) || !locate(reader, first, err))
    return false;
  struct slice_decoder decoder = {.slice = slice,
                                  .at = {.point = first, .design = reader->next.design},
                                  .points = points,
                                  .designs = reader->table[DESIGNS].rows};
  reader->slice_design = decoder.at.design;
  const bool ok = take_slice(reader, &decoder, count, err) &&
                  results_check_slice(slice, reader->hashes, &decoder.at, err) && decode_finish_points(&decoder, err);
  free(decoder.figures);
  return ok;
}

bool store_reader_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                        struct error *err) {
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const bool ok = read_slice(reader, first, count, slice, err) || reading_failed(reader, err);
  hdf5_quiet_end(&quiet);
  if (!ok)
    reader->next.point = SIZE_MAX; /* nothing follows on that */
  return ok;
}

bool store_reader_point_of(struct store_reader *reader, size_t design, size_t *point, struct error *err) {
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const struct design_row *row = table_reader_row(&reader->table[DESIGNS], design, err);
  hdf5_quiet_end(&quiet);
  if (row == NULL)
    return reading_failed(reader, err);
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
  return ok || (!telling.refused && reading_failed(reader, err));
}
