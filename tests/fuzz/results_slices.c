#include "results_slices.h"

#include <string.h>

#include "store/reader.h"
#include "target.h"

/* Slices behind one another; how many points they begin and end with is different in each round. */
enum { ROUNDS = 3, STEPS = 5 };

static bool same_design(const struct scored_design *a, const struct scored_design *b) {
  return a->rank == b->rank && memcmp(&a->score, &b->score, sizeof a->score) == 0 &&
         memcmp(&a->cost, &b->cost, sizeof a->cost) == 0;
}

static void compare(const struct results *slice, size_t first, size_t first_design, const struct results *whole) {
  for (size_t p = 0; p < slice->point_count; p++) {
    target_require(strcmp(slice->points[p].id.hex, whole->points[first + p].id.hex) == 0);
    target_require(slice->outcomes[p].design_count == whole->outcomes[first + p].design_count);
    target_require(slice->outcomes[p].step_count == whole->outcomes[first + p].step_count);
  }
  for (size_t d = 0; d < slice->design_count; d++)
    target_require(same_design(&slice->designs[d], &whole->designs[first_design + d]));
}

/* Read one slice; whether it was accepted. */
static bool try_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                      const struct results *whole) {
  struct error err = {.kind = ERROR_NONE};
  if (!store_reader_slice(reader, first, count, slice, &err)) {
    target_check_refusal(&err);
    target_require(whole == NULL);
    return false;
  }
  target_require(slice->point_count == count && results_check(slice, ERROR_INPUT, &err));
  if (whole != NULL)
    compare(slice, first, store_reader_slice_design(reader), whole);
  return true;
}

static void try_order(struct store_reader *reader, size_t most, bool backwards, const struct results *whole) {
  const size_t points = store_reader_points(reader);
  struct results slice;
  results_init(&slice);
  for (size_t first = 0; first < points; first += most) {
    const size_t count = points - first < most ? points - first : most;
    (void)try_slice(reader, backwards ? points - first - count : first, count, &slice, whole);
  }
  results_release(&slice);
}

static bool count_key(void *context, size_t row, const struct store_key *key, struct error *err) {
  size_t *const count = context;
  (void)err;
  target_require(row == (*count)++ && memchr(key->id.hex, 0, sizeof key->id.hex) != NULL);
  return true;
}

static void try_keys(struct store_reader *reader, bool accepted) {
  struct error err = {.kind = ERROR_NONE};
  size_t count = 0;
  if (store_reader_keys(reader, count_key, &count, &err)) {
    target_require(count == store_reader_points(reader));
  } else {
    target_check_refusal(&err);
    target_require(!accepted);
  }
}

static void try_designs(struct store_reader *reader, const struct results *whole) {
  for (size_t d = 0; d < store_reader_designs(reader); d++) {
    struct error err = {.kind = ERROR_NONE};
    size_t point = SIZE_MAX;
    if (!store_reader_point_of(reader, d, &point, &err)) {
      target_check_refusal(&err);
      target_require(whole == NULL);
    } else {
      target_require(point < store_reader_points(reader));
      target_require(whole == NULL || point == whole->designs[d].point);
    }
  }
}

void results_slices_try(const char *path, const struct results *whole) {
  static const size_t sizes[ROUNDS] = {1, 3, STEPS};
  struct error err = {.kind = ERROR_NONE};
  struct store_reader *const reader = store_reader_open(path, &err);
  if (reader == NULL) {
    target_check_refusal(&err);
    target_require(whole == NULL);
    return;
  }
  try_keys(reader, whole != NULL);
  for (int round = 0; round < ROUNDS; round++)
    try_order(reader, sizes[round], round % 2 == 1, whole);
  try_designs(reader, whole);
  store_reader_close(reader);
}
