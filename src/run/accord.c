#include "run/accord.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "run/settle.h"
#include "store/metric.h"

/* 128 bits of hash tell problems apart. */
struct accord_row {
  uint64_t low, high;
  bool taken, known; /* known: a point was learnt from */
  struct optimum best;
  double least; /* the smallest error of any design */
};

/* A slice, and the hash of the function of the point at hand: points of one function stand together. */
struct walk {
  const struct results *slice;
  const struct function *function;
  uint64_t hash;
};

static uint64_t function_of(struct walk *walk, const struct point *point) {
  if (walk->function != point->spec.function)
    walk->hash = function_hash(point->spec.function);
  walk->function = point->spec.function;
  return walk->hash;
}

/* All that posed_create() looks at, by content. */
static struct accord_row row_of(struct walk *walk, size_t index) {
  const struct point *const point = &walk->slice->points[index];
  const struct spec *const spec = &point->spec;
  const int64_t numbers[] = {spec->entries,
                             spec->in_bits,
                             spec->slope.bits,
                             spec->slope.frac,
                             spec->intercept.bits,
                             spec->intercept.frac,
                             spec->slope_significant,
                             spec->intercept_significant,
                             spec->ranges,
                             spec->tails,
                             spec->output.bits,
                             point_metric(point),
                             spec->restriction.segments,
                             spec->restriction.slope_digits,
                             spec->restriction.mirrored,
                             spec->scales.count,
                             spec->weight != NULL};
  const uint64_t hashes[] = {function_of(walk, point), spec->weight == NULL ? 0 : spec->weight->hash};
  double reals[SCALE_MAX + 2] = {spec->output.scale, point_max_abs_limit(point)};
  memcpy(reals + 2, spec->scales.scale, (size_t)spec->scales.count * sizeof reals[0]);
  unsigned char bytes[sizeof numbers + sizeof hashes + sizeof reals];
  memcpy(bytes, numbers, sizeof numbers);
  memcpy(bytes + sizeof numbers, hashes, sizeof hashes);
  memcpy(bytes + sizeof numbers + sizeof hashes, reals, sizeof reals);
  const XXH128_hash_t hash = XXH3_128bits(bytes, sizeof bytes);
  return (struct accord_row){
      .low = hash.low64, .high = hash.high64, .taken = true, .best = {OPTIMUM_NONE, 0}, .least = (double)INFINITY};
}

static struct accord_row *seek(const struct accord *accord, const struct accord_row *wanted) {
  size_t s = (size_t)wanted->low & (accord->capacity - 1);
  while (accord->row[s].taken && (accord->row[s].low != wanted->low || accord->row[s].high != wanted->high))
    s = (s + 1) & (accord->capacity - 1);
  return &accord->row[s];
}

static bool reserve(struct accord *accord) {
  if (accord->count + 1 <= accord->capacity / 4 * 3)
    return true;
  struct accord larger = *accord;
  larger.capacity = accord->capacity == 0 ? 64 : 2 * accord->capacity;
  larger.row = calloc(larger.capacity, sizeof *larger.row);
  if (larger.row == NULL)
    return false;
  for (size_t s = 0; s < accord->capacity; s++)
    if (accord->row[s].taken)
      *seek(&larger, &accord->row[s]) = accord->row[s];
  free(accord->row);
  *accord = larger;
  return true;
}

static bool equal(const struct optimum *a, const struct optimum *b) {
  return a->kind == b->kind && (a->kind == OPTIMUM_NONE || a->value == b->value);
}

static void learn_point(struct accord *accord, struct accord_row *row, const struct results *slice, size_t p) {
  const struct optimum *const own = &slice->outcomes[p].optimum;
  const struct optimum best = optimum_better(row->best, *own);
  accord->discord = accord->discord || !equal(&best, own) || (row->known && !equal(&best, &row->best));
  row->best = best;
  row->known = true;
  row->least = fmin(row->least, optimum_best_figure(slice, p));
  accord->discord = accord->discord || (best.kind != OPTIMUM_NONE && row->least < best.value);
}

bool accord_learn(struct accord *accord, const struct results *slice, struct error *err) {
  struct walk walk = {.slice = slice};
  for (size_t p = 0; p < slice->point_count; p++) {
    const struct accord_row wanted = row_of(&walk, p);
    if (!reserve(accord))
      return error_memory(err, "problems");
    struct accord_row *const row = seek(accord, &wanted);
    if (!row->taken) {
      *row = wanted;
      accord->count++;
    }
    learn_point(accord, row, slice, p);
  }
  return true;
}

bool accord_is_discord(const struct accord *accord) { return accord->discord; }

bool accord_apply(const struct accord *accord, struct results *slice, struct error *err) {
  struct walk walk = {.slice = slice};
  for (size_t p = 0; p < slice->point_count; p++) {
    const struct accord_row wanted = row_of(&walk, p), *const row = seek(accord, &wanted);
    struct optimum optimum = row->best;
    if (!settle_lower(&optimum, row->least))
      return settle_fail(&slice->points[p], row->least, &optimum, err);
    slice->outcomes[p].optimum = optimum;
  }
  return true;
}

void accord_release(struct accord *accord) {
  free(accord->row);
  *accord = (struct accord){0};
}
