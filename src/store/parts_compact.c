#include "store/parts_compact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "store/parts_names.h"
#include "store/place_table.h"
#include "store/record.h"
#include "store/weave_job.h"
#include "store/writer.h"

/* Batches on their way into one part. */
struct compaction {
  const struct parts *parts;
  char **path; /* [WEAVE_FAN_IN] */
  bool left_out[WEAVE_FAN_IN];
  struct place_table places;
  struct results tail; /* the records of their runs */
  struct store_writer *writer;
};

static bool key_of(void *context, const struct store_key *of, uint64_t *key) {
  const struct compaction *compaction = context;
  *key = place_table_find(&compaction->places, &of->id);
  return true;
}

static bool take(void *context, struct results *slice, struct error *err) {
  const struct compaction *compaction = context;
  return store_writer_add(compaction->writer, slice, err);
}

static void complain(const struct parts *parts, const char *text) {
  if (parts->complain != NULL)
    parts->complain(parts->context, text);
}

static bool disagree(void *context, const struct weave_conflict *conflict, struct error *err) {
  const struct compaction *compaction = context;
  char text[sizeof err->text];
  (void)snprintf(text, sizeof text, "%s and %s disagree on point %s: its %s differ; those of the former are kept",
                 conflict->path[0], conflict->path[1], conflict->point->id.hex, conflict->what);
  complain(compaction->parts, text);
  return true;
}

static bool take_head(void *context, const struct results *head, struct error *err) {
  struct compaction *compaction = context;
  return record_gather(&compaction->tail, head, err);
}

static bool excuse(void *context, size_t index, struct error *err) {
  struct compaction *compaction = context;
  compaction->left_out[index] = parts_excuse(compaction->parts, compaction->path[index], err);
  return compaction->left_out[index];
}

static bool note_place(void *context, size_t row, const struct store_key *key, struct error *err) {
  (void)row;
  return place_table_add(context, &key->id, key->place) || error_memory(err, "places of points");
}

/*
 * Where points are in their sweep; of one that is in several batches, the first says so. Batches that cannot be read
 * are found out again, and excused, when they are woven.
 */
static bool note_places(struct compaction *compaction, struct error *err) {
  for (size_t i = 0; i < WEAVE_FAN_IN; i++) {
    struct store_reader *reader = store_reader_open(compaction->path[i], err);
    if (reader == NULL && err->kind == ERROR_INTERNAL)
      return false;
    const bool ok = reader == NULL || store_reader_keys(reader, note_place, &compaction->places, err);
    store_reader_close(reader);
    if (!ok && err->kind == ERROR_INTERNAL)
      return false;
  }
  place_table_sort(&compaction->places);
  return true;
}

/* Named after its batches. Where the name is taken, by a part that an earlier run made of the same, another one. */
static void name_part(const struct compaction *compaction, char path[PARTS_PATH_SIZE]) {
  uint64_t hash = 0;
  for (size_t i = 0; i < WEAVE_FAN_IN; i++) {
    const char *name = strrchr(compaction->path[i], '/') + 1;
    hash = XXH3_64bits_withSeed(name, strlen(name), hash);
  }
  do
    parts_path_of(compaction->parts, hash++, 1, path);
  while (access(path, F_OK) == 0);
}

static bool weave_batches(struct compaction *compaction, struct error *err) {
  const struct weave weave = {.context = compaction, .key = key_of, .take = take, .conflict = disagree};
  const struct weave_hooks hooks = {.context = compaction, .head = take_head, .excuse = excuse};
  size_t culprit;
  if (weave_hooked((const char *const *)compaction->path, WEAVE_FAN_IN, compaction->parts->folder, &weave, &hooks,
                   &culprit, err))
    return true;
  if (culprit != SIZE_MAX)
    parts_set_aside_bad(compaction->path[culprit], err);
  return false;
}

static void delete_batches(const struct compaction *compaction) {
  for (size_t i = 0; i < WEAVE_FAN_IN; i++)
    if (!compaction->left_out[i])
      (void)unlink(compaction->path[i]);
}

static bool compact(struct compaction *compaction, const char *sweep_name, struct error *err) {
  char path[PARTS_PATH_SIZE];
  name_part(compaction, path);
  compaction->writer = store_writer_create(path, sweep_name, "", err);
  if (compaction->writer == NULL)
    return false;
  const bool woven = weave_batches(compaction, err);
  if (!woven || store_writer_points(compaction->writer) == 0) {
    store_writer_abandon(compaction->writer);
    return woven;
  }
  if (!store_writer_finish(compaction->writer, &compaction->tail, err))
    return false;
  delete_batches(compaction);
  return true;
}

bool parts_compact(const struct parts *parts, const char *sweep_name, struct error *err) {
  struct parts_list list;
  if (!parts_list(parts, 0, &list, err))
    return false;
  struct compaction compaction = {.parts = parts, .path = list.path};
  bool ok = true;
  if (list.count > 0 && list.count % WEAVE_FAN_IN == 0)
    ok = note_places(&compaction, err) && compact(&compaction, sweep_name, err);
  results_release(&compaction.tail);
  place_table_release(&compaction.places);
  parts_list_free(&list);
  return ok;
}
