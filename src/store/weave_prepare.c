#include "store/weave_job.h"

#include <stdlib.h>

#include "store/weave_source.h"
#include "store/writer.h"

enum { PIECE_POINTS = 4096 }; /* sorted in memory at a time */

/* What the keys of a file are like. */
struct order {
  const struct weave *weave;
  size_t wanted;
  bool ascends;
  uint64_t key; /* of the last point that is wanted, and its id */
  struct point_id id;
};

static bool look_at_key(void *context, size_t row, const struct store_key *of, struct error *err) {
  struct order *order = context;
  uint64_t key;
  (void)row;
  (void)err;
  if (!order->weave->key(order->weave->context, of, &key))
    return true;
  if (order->wanted++ > 0 && weave_compare(key, &of->id, order->key, &order->id) <= 0)
    order->ascends = false;
  order->key = key;
  order->id = of->id;
  return true;
}

/* A point of a piece, in the order of keys. */
struct sorted {
  uint64_t key;
  const struct point_id *id;
  size_t row;
};

static int compare_sorted(const void *a, const void *b) {
  const struct sorted *x = a, *y = b;
  return weave_compare(x->key, x->id, y->key, y->id);
}

static size_t sort_piece(const struct weave *weave, const struct results *piece, struct sorted *sorted) {
  size_t count = 0;
  for (size_t row = 0; row < piece->point_count; row++) {
    uint64_t key;
    if (weave_key(weave, piece, row, &key))
      sorted[count++] = (struct sorted){key, &piece->points[row].id, row};
  }
  qsort(sorted, count, sizeof *sorted, compare_sorted);
  return count;
}

static bool write_sorted(struct store_writer *writer, const struct results *piece, const struct sorted *sorted,
                         size_t count, struct error *err) {
  bool ok = true;
  for (size_t first = 0; ok && first < count; first += WEAVE_TAKE) {
    struct results slice;
    results_init(&slice);
    for (size_t i = first; ok && i < count && i < first + WEAVE_TAKE; i++)
      ok = results_add_copy(&slice, piece, sorted[i].row, &piece->points[sorted[i].row], err);
    ok = ok && store_writer_add(writer, &slice, err);
    results_release(&slice);
  }
  return ok;
}

/* Write a piece of a file, sorted, as a temporary file. */
static bool write_piece(struct weave_job *job, size_t index, const struct results *piece, struct sorted *sorted,
                        struct error *err) {
  const struct results none = {.point_count = 0};
  const size_t count = sort_piece(job->weave, piece, sorted);
  if (count == 0)
    return true;
  const struct weave_input *made = weave_push_temporary(job, index, index, err);
  struct store_writer *writer = made == NULL ? NULL : store_writer_create(made->path, "", "", err);
  if (writer == NULL)
    return false;
  if (write_sorted(writer, piece, sorted, count, err))
    return store_writer_finish(writer, &none, err);
  store_writer_abandon(writer);
  return false;
}

static bool sort_file(struct weave_job *job, size_t index, struct store_reader *reader, struct error *err) {
  const size_t points = store_reader_points(reader), step = weave_slice(reader, WEAVE_DESIGNS, PIECE_POINTS);
  struct sorted *sorted = malloc(step * sizeof *sorted);
  if (sorted == NULL)
    return error_memory(err, "sorting points");
  struct results piece;
  results_init(&piece);
  bool ok = true;
  for (size_t first = 0; ok && first < points; first += step) {
    ok = store_reader_slice(reader, first, points - first < step ? points - first : step, &piece, err);
    if (!ok && err->kind == ERROR_INPUT)
      job->culprit = index;
    ok = ok && write_piece(job, index, &piece, sorted, err);
  }
  results_release(&piece);
  free(sorted);
  return ok;
}

/* Whether a file can be read, and what is small of it. */
static struct store_reader *open_file(const struct weave_job *job, size_t index, struct order *order,
                                      struct error *err) {
  struct store_reader *reader = store_reader_open(job->paths[index], err);
  if (reader == NULL)
    return NULL;
  *order = (struct order){.weave = job->weave, .ascends = true};
  if (store_reader_keys(reader, look_at_key, order, err))
    return reader;
  store_reader_close(reader);
  return NULL;
}

bool weave_prepare(struct weave_job *job, size_t index, struct error *err) {
  const struct weave_hooks *hooks = job->hooks;
  struct order order;
  struct store_reader *reader = open_file(job, index, &order, err);
  if (reader == NULL)
    return hooks->excuse != NULL && hooks->excuse(hooks->context, index, err);
  bool ok = hooks->head == NULL || hooks->head(hooks->context, store_reader_head(reader), err);
  if (ok && order.wanted > 0)
    ok = order.ascends ? weave_push(job, job->paths[index], index, index, err) != NULL
                       : sort_file(job, index, reader, err);
  store_reader_close(reader);
  return ok;
}
