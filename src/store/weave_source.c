#include "store/weave_source.h"

#include <string.h>

#include "store/optimum.h"

enum { SLICE_LEAST = 16, SLICE_MOST = 512 };

size_t weave_slice(const struct store_reader *reader, size_t designs, size_t most) {
  const size_t points = store_reader_points(reader);
  /* A point itself weighs about as much as a design. */
  const size_t each = points == 0 ? 1 : 1 + store_reader_designs(reader) / points;
  const size_t slice = designs / each;
  return slice < SLICE_LEAST ? SLICE_LEAST : slice > most ? most : slice;
}

int weave_compare(uint64_t key_a, const struct point_id *a, uint64_t key_b, const struct point_id *b) {
  return key_a < key_b ? -1 : key_a > key_b ? 1 : strcmp(a->hex, b->hex);
}

bool weave_key(const struct weave *weave, const struct results *slice, size_t row, uint64_t *key) {
  const struct point *point = &slice->points[row];
  const struct store_key of = {.id = point->id,
                               .place = point->place,
                               .optimum = slice->outcomes[row].optimum,
                               .best = optimum_best_figure(slice, row)};
  return weave->key(weave->context, &of, key);
}

bool weave_source_open(struct weave_source *source, const char *path, const struct weave *weave, size_t designs,
                       struct error *err) {
  *source = (struct weave_source){.path = path, .weave = weave};
  source->reader = store_reader_open(path, err);
  if (source->reader == NULL)
    return false;
  source->step = weave_slice(source->reader, designs, SLICE_MOST);
  return weave_source_next(source, err);
}

/* Read the slice that follows, if there is one. */
static bool read_slice(struct weave_source *source, struct error *err) {
  const size_t points = store_reader_points(source->reader), rest = points - source->next;
  const size_t count = rest < source->step ? rest : source->step;
  source->at = 0;
  if (count == 0) {
    source->ended = true;
    return true;
  }
  const size_t first = source->next;
  source->next += count;
  return store_reader_slice(source->reader, first, count, &source->slice, err);
}

/* Make the point at hand the present one, if it is wanted. */
static bool accept(struct weave_source *source, bool *wanted, struct error *err) {
  uint64_t key;
  const struct point_id *id = &source->slice.points[source->at].id;
  *wanted = weave_key(source->weave, &source->slice, source->at, &key);
  if (!*wanted)
    return true;
  if (source->begun && weave_compare(key, id, source->key, &source->id) <= 0)
    return error_set(err, ERROR_INPUT, "%s: it changed while it was read; run the command again", source->path);
  source->begun = true;
  source->key = key;
  source->id = *id;
  return true;
}

bool weave_source_next(struct weave_source *source, struct error *err) {
  bool wanted = false;
  if (source->begun)
    source->at++;
  while (!wanted && !source->ended) {
    if (source->at >= source->slice.point_count && !read_slice(source, err))
      return false;
    if (source->ended)
      break;
    if (!accept(source, &wanted, err))
      return false;
    if (!wanted)
      source->at++;
  }
  return true;
}

struct weave_record weave_source_record(const struct weave_source *source) {
  return (struct weave_record){&source->slice, source->at};
}

void weave_source_close(struct weave_source *source) {
  results_release(&source->slice);
  store_reader_close(source->reader);
  source->reader = NULL;
}
