#include "store/weave_job.h"

#include "store/weave_source.h"

/* Inputs that are merged. */
struct merge {
  struct weave_job *job;
  size_t first;        /* the input of source[0] */
  size_t opened, open; /* sources to be closed; sources in the heap, where none comes before the one above it */
  struct weave_source source[WEAVE_FAN_IN];
  size_t heap[WEAVE_FAN_IN];
  struct results out; /* owned: what is to be handed on next */
};

/* Of equal points, that of the file which was given first comes first. */
static bool before(const struct merge *merge, size_t a, size_t b) {
  const struct weave_source *x = &merge->source[a], *y = &merge->source[b];
  const int order = weave_compare(x->key, &x->id, y->key, &y->id);
  return order < 0 || (order == 0 && a < b);
}

static void sift_down(struct merge *merge, size_t at) {
  for (;;) {
    size_t least = at;
    for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
      if (child < merge->open && before(merge, merge->heap[child], merge->heap[least]))
        least = child;
    if (least == at)
      return;
    const size_t moved = merge->heap[at];
    merge->heap[at] = merge->heap[least];
    merge->heap[least] = moved;
    at = least;
  }
}

/* Which of the files that were given first has a point that an input has. */
struct search {
  const struct point_id *id;
  bool found;
};

static bool look_for(void *context, size_t row, const struct store_key *key, struct error *err) {
  struct search *search = context;
  (void)row;
  search->found = weave_compare(0, &key->id, 0, search->id) == 0;
  return !search->found || error_set(err, ERROR_NOTHING_FOUND, "found");
}

static bool has_point(const char *path, const struct point_id *id) {
  struct search search = {.id = id};
  struct error ignored;
  struct store_reader *reader = store_reader_open(path, &ignored);
  if (reader == NULL)
    return false;
  (void)store_reader_keys(reader, look_for, &search, &ignored);
  store_reader_close(reader);
  return search.found;
}

static const char *origin(const struct weave_job *job, const struct weave_input *input, const struct point_id *id) {
  size_t index = input->first;
  while (index < input->last && !has_point(job->paths[index], id))
    index++;
  return job->paths[index];
}

/* Two sources disagree. */
static bool report(struct merge *merge, size_t a, size_t b, const char *what, struct error *err) {
  const struct weave_job *job = merge->job;
  const struct weave_record record = weave_source_record(&merge->source[a]);
  const struct point *point = &record.results->points[record.row];
  const struct weave_conflict conflict = {.path = {origin(job, &job->input[merge->first + a], &point->id),
                                                   origin(job, &job->input[merge->first + b], &point->id)},
                                          .point = point,
                                          .what = what};
  if (job->weave->conflict != NULL)
    return job->weave->conflict(job->weave->context, &conflict, err);
  return error_set(err, ERROR_INPUT, "%s and %s disagree on point %s: its %s differ", conflict.path[0],
                   conflict.path[1], point->id.hex, what);
}

/* The rows of a file that was given are wrong. */
static void blame(const struct merge *merge, size_t source, const struct error *err) {
  const struct weave_input *input = &merge->job->input[merge->first + source];
  if (err->kind == ERROR_INPUT && !input->temporary)
    merge->job->culprit = input->first;
}

static bool advance(struct merge *merge, size_t source, struct error *err) {
  if (weave_source_next(&merge->source[source], err))
    return true;
  blame(merge, source, err);
  return false;
}

static size_t pop(struct merge *merge) {
  const size_t top = merge->heap[0];
  merge->heap[0] = merge->heap[--merge->open];
  sift_down(merge, 0);
  return top;
}

/* Put a source into the heap, unless it has no point any more. */
static void push(struct merge *merge, size_t source) {
  if (merge->source[source].ended)
    return;
  size_t at = merge->open++;
  for (; at > 0 && before(merge, source, merge->heap[(at - 1) / 2]); at = (at - 1) / 2)
    merge->heap[at] = merge->heap[(at - 1) / 2];
  merge->heap[at] = source;
}

/* What other sources say of the point of source `first`, whose copy is the last point to be handed on. */
static bool join_others(struct merge *merge, size_t first, struct error *err) {
  const struct weave_source *source = &merge->source[first];
  while (merge->open > 0) {
    const struct weave_source *next = &merge->source[merge->heap[0]];
    if (weave_compare(next->key, &next->id, source->key, &source->id) != 0)
      return true;
    const size_t other = pop(merge);
    const struct weave_record record = weave_source_record(next);
    const char *what = weave_difference(weave_source_record(source), record);
    /* What belongs to other designs is of no use to these. */
    if (!(what == NULL ? weave_join(&merge->out, record, err) : report(merge, first, other, what, err)) ||
        !advance(merge, other, err))
      return false;
    push(merge, other);
  }
  return true;
}

/* Take the first of all points. */
static bool step(struct merge *merge, struct error *err) {
  const size_t first = pop(merge);
  const struct weave_record record = weave_source_record(&merge->source[first]);
  if (!results_add_copy(&merge->out, record.results, record.row, &record.results->points[record.row], err) ||
      !join_others(merge, first, err) || !advance(merge, first, err))
    return false;
  push(merge, first);
  return true;
}

static bool open_all(struct merge *merge, size_t count, struct error *err) {
  for (size_t i = 0; i < count; i++) {
    const struct weave_input *input = &merge->job->input[merge->first + i];
    merge->opened = i + 1;
    if (!weave_source_open(&merge->source[i], input->path, merge->job->weave, WEAVE_DESIGNS / count, err)) {
      blame(merge, i, err);
      return false;
    }
    push(merge, i);
  }
  return true;
}

static bool hand_on(struct merge *merge, bool (*take)(void *, struct results *, struct error *), void *context,
                    struct error *err) {
  const bool ok = merge->out.point_count == 0 || take(context, &merge->out, err);
  results_release(&merge->out);
  return ok;
}

static bool merge_all(struct merge *merge, bool (*take)(void *, struct results *, struct error *), void *context,
                      struct error *err) {
  while (merge->open > 0) {
    if (!step(merge, err))
      return false;
    const bool full = merge->out.point_count >= WEAVE_TAKE || merge->out.design_count >= WEAVE_DESIGNS / 4;
    if (full && !hand_on(merge, take, context, err))
      return false;
  }
  return hand_on(merge, take, context, err);
}

bool weave_merge(struct weave_job *job, size_t first, size_t count,
                 bool (*take)(void *context, struct results *slice, struct error *err), void *context,
                 struct error *err) {
  struct merge merge = {.job = job, .first = first};
  const bool ok = open_all(&merge, count, err) && merge_all(&merge, take, context, err);
  for (size_t i = 0; i < merge.opened; i++)
    weave_source_close(&merge.source[i]);
  results_release(&merge.out);
  return ok;
}
