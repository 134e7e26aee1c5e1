#include "run/rewrite.h"

#include "front/gather.h"
#include "store/writer.h"

/* A file being written. */
struct rewriting {
  const struct rewrite *rewrite;
  struct store_writer *writer;
  struct gather gather;
};

static bool find_key(void *context, const struct store_key *of, uint64_t *key) {
  const struct rewrite *const rewrite = ((const struct rewriting *)context)->rewrite;
  const size_t number = rewrite->number(rewrite->context, &of->id);
  *key = number;
  return number != SIZE_MAX;
}

static bool take_slice(void *context, struct results *slice, struct error *err) {
  struct rewriting *const at = context;
  const struct rewrite *const rewrite = at->rewrite;
  for (size_t p = 0; p < slice->point_count; p++) {
    const size_t number = rewrite->number(rewrite->context, &slice->points[p].id);
    if (rewrite->describe != NULL)
      rewrite->describe(rewrite->context, number, slice, p);
    if (rewrite->ledger != NULL)
      slice->outcomes[p].optimum = ledger_optimum(rewrite->ledger, number);
  }
  return gather_add(&at->gather, slice, store_writer_designs(at->writer), err) &&
         store_writer_add(at->writer, slice, err);
}

/* Fronts, ranges and records. */
static bool finish(struct rewriting *at, struct results *tail, struct error *err) {
  const struct run_record *const record = at->rewrite->record;
  if (record != NULL && !results_add_run(tail, record, err))
    return false;
  return gather_finish(&at->gather, store_writer_head(at->writer), tail, err);
}

static bool write_points(struct rewriting *at, const struct parts *parts, struct results *tail, size_t *points,
                         struct error *err) {
  const struct rewrite *const rewrite = at->rewrite;
  const struct weave weave = {.context = at, .key = find_key, .take = take_slice};
  at->writer = store_writer_create(rewrite->path, rewrite->sweep_name, rewrite->sweep_text, err);
  if (at->writer == NULL)
    return false;
  if (!parts_weave(parts, &weave, tail, err) || !finish(at, tail, err)) {
    store_writer_abandon(at->writer);
    return false;
  }
  *points = store_writer_points(at->writer);
  return store_writer_finish(at->writer, tail, err);
}

bool rewrite_results(const struct parts *parts, const struct rewrite *rewrite, size_t *points, struct error *err) {
  struct rewriting at = {.rewrite = rewrite, .gather = gather_create(NULL)};
  struct results tail;
  results_init(&tail);
  *points = 0;
  const bool ok = write_points(&at, parts, &tail, points, err);
  results_release(&tail);
  gather_release(&at.gather);
  return ok;
}
