#include "run/collect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool collection_create(struct collection *collection, const struct sweep *sweep, struct error *err) {
  *collection = (struct collection){.sweep = sweep};
  posed_init(&collection->posed);
  return ledger_create(&collection->ledger, sweep->point_count, err);
}

void collection_free(struct collection *collection) {
  ledger_free(&collection->ledger);
  posed_free(&collection->posed);
  free(collection->sweep_name);
  free(collection->sweep_text);
  *collection = (struct collection){.others = false};
}

static bool learn(void *context, const struct store_key *key, bool *learnt, struct error *err) {
  struct collection *const collection = context;
  (void)err;
  const size_t number = sweep_find(collection->sweep, &key->id);
  /* Whether points that the sweep does not have are there already is for finish.c to see: they are kept. */
  collection->others = collection->others || number == SIZE_MAX;
  *learnt = number == SIZE_MAX || ledger_note(&collection->ledger, number, key->best, key->optimum);
  return true;
}

static bool learn_row(void *context, size_t row, const struct store_key *key, struct error *err) {
  bool learnt;
  (void)row;
  return learn(context, key, &learnt, err);
}

static bool keep_sweep(struct collection *collection, const struct results *head, struct error *err) {
  collection->sweep_name = strdup(head->sweep_name);
  collection->sweep_text = strdup(head->sweep_text != NULL ? head->sweep_text : "");
  return (collection->sweep_name != NULL && collection->sweep_text != NULL) || error_memory(err, "sweep");
}

bool collection_scan_file(struct collection *collection, const char *path, struct error *err) {
  struct store_reader *const reader = store_reader_open(path, err);
  if (reader == NULL)
    return false;
  const bool ok =
      keep_sweep(collection, store_reader_head(reader), err) && store_reader_keys(reader, learn_row, collection, err);
  store_reader_close(reader);
  return ok || error_prefix(err, "%s", path);
}

/* What the results file says of its sweep, if there is one. */
static bool scan_sweep(struct collection *collection, const char *path, struct error *err) {
  if (access(path, F_OK) != 0 && errno == ENOENT) {
    static const struct results nothing;
    return keep_sweep(collection, &nothing, err);
  }
  struct store_reader *const reader = store_reader_open(path, err);
  if (reader == NULL)
    return false;
  const bool ok = keep_sweep(collection, store_reader_head(reader), err);
  store_reader_close(reader);
  return ok;
}

/* A proof of a point that is not known any more waits until it is. */
static void learn_proof(void *context, const struct point_id *id, const struct optimum *optimum) {
  struct collection *const collection = context;
  const size_t number = sweep_find(collection->sweep, id);
  if (number != SIZE_MAX && collection->ledger.row[number].known)
    (void)ledger_note(&collection->ledger, number, collection->ledger.row[number].best, *optimum);
}

bool collection_scan(struct collection *collection, const struct parts *parts, struct error *err) {
  return scan_sweep(collection, parts->path, err) && parts_scan(parts, learn, collection, err) &&
         proof_log_read(parts->folder, learn_proof, collection, err);
}

static bool point_of(void *context, size_t index, struct point *out, struct error *err) {
  const struct collection *const collection = context;
  (void)err;
  sweep_point(collection->sweep, index, out);
  return true;
}

bool collection_pose(struct collection *collection, struct certify_subject *subject, struct error *err) {
  posed_free(&collection->posed);
  for (size_t i = 0; i < collection->sweep->point_count; i++) {
    struct point point;
    sweep_point(collection->sweep, i, &point);
    if (!posed_add(&collection->posed, &point, err))
      return false;
  }
  *subject = (struct certify_subject){
      .ledger = &collection->ledger, .posed = &collection->posed, .point = point_of, .context = collection};
  return posed_group(&collection->posed, err);
}
