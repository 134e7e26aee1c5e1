#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "store/parts_compact.h"
#include "store/parts_names.h"
#include "store/reader.h"
#include "store/store.h"

static int compare_points(const struct point *a, const struct point *b) {
  return a->place < b->place ? -1 : a->place > b->place ? 1 : strcmp(a->id.hex, b->id.hex);
}

static int compare_addresses(const void *a, const void *b) {
  const struct point *x, *y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return compare_points(x, y);
}

static bool is_sorted(const struct results *batch) {
  for (size_t p = 1; p < batch->point_count; p++)
    if (compare_points(&batch->points[p - 1], &batch->points[p]) > 0)
      return false;
  return true;
}

static bool copy_in_order(struct results *out, const struct results *batch, const struct point **order,
                          struct error *err) {
  for (size_t p = 0; p < batch->point_count; p++)
    order[p] = &batch->points[p];
  qsort(order, batch->point_count, sizeof *order, compare_addresses);
  memcpy(out->sweep_name, batch->sweep_name, sizeof out->sweep_name);
  for (size_t p = 0; p < batch->point_count; p++)
    if (!results_add_copy(out, batch, (size_t)(order[p] - batch->points), order[p], err))
      return false;
  for (size_t r = 0; r < batch->run_count; r++)
    if (!results_add_run(out, &batch->runs[r], err))
      return false;
  return true;
}

/*
 * A batch has the same name whenever it is computed, so computing it twice leaves one part. The same points with and
 * without their optima are two: each has a record of its own.
 */
static uint64_t batch_hash(const struct results *batch) {
  uint64_t hash = 0;
  for (size_t p = 0; p < batch->point_count; p++) {
    hash = XXH3_64bits_withSeed(batch->points[p].id.hex, sizeof batch->points[p].id.hex - 1, hash);
    hash += batch->outcomes[p].optimum.kind;
  }
  return hash;
}

/* Points of a part that is in the way. */
struct others {
  const struct results *batch;
  bool found; /* one that the batch does not have */
};

static bool look_for_other(void *context, size_t row, const struct store_key *key, struct error *err) {
  struct others *others = context;
  (void)row;
  (void)err;
  others->found = others->found || results_find(others->batch, &key->id) == SIZE_MAX;
  return true;
}

/* Whether there is a part of that name with other points: another sweep's, that somebody put there. */
static bool holds_others(const char *path, const struct results *batch) {
  struct others others = {.batch = batch};
  struct error ignored;
  struct store_reader *reader = access(path, F_OK) == 0 ? store_reader_open(path, &ignored) : NULL;
  if (reader != NULL)
    (void)store_reader_keys(reader, look_for_other, &others, &ignored);
  store_reader_close(reader);
  return others.found;
}

static bool write_part(const struct parts *parts, const struct results *batch, struct error *err) {
  char path[PARTS_PATH_SIZE];
  uint64_t hash = batch_hash(batch);
  do
    parts_path_of(parts, hash++, 0, path);
  while (holds_others(path, batch));
  lock_touch(&parts->lock);
  return store_write(batch, path, err);
}

static bool write_sorted(const struct parts *parts, const struct results *batch, struct error *err) {
  struct results sorted;
  const struct point **order = malloc(batch->point_count * sizeof *order);
  if (order == NULL)
    return error_memory(err, "order of points");
  results_init(&sorted);
  const bool ok = copy_in_order(&sorted, batch, order, err) && write_part(parts, &sorted, err);
  results_release(&sorted);
  free(order);
  return ok;
}

bool parts_add(const struct parts *parts, const struct results *batch, struct error *err) {
  struct error failure;
  char text[sizeof failure.text + 64];
  if (!(is_sorted(batch) ? write_part : write_sorted)(parts, batch, err))
    return false;
  if (!parts_compact(parts, batch->sweep_name, &failure) && parts->complain != NULL) {
    (void)snprintf(text, sizeof text, "parts could not be joined, which does no harm: %s", failure.text);
    parts->complain(parts->context, text);
  }
  return true;
}
