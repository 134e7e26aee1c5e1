#include "store/posed.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "store/metric.h"

/* A hash table of problems; a hash of 128 bits stands for a problem, as it does for a point. */
struct posed_table {
  size_t slots;        /* a power of two, at least twice the problems */
  uint32_t *slot;      /* problem + 1; 0: free */
  XXH128_hash_t *hash; /* per problem; room for slots / 2 */
};

/* All that tells problems apart, without gaps. */
struct content {
  const struct function *function;
  const struct weight *weight;
  double out_scale, max_abs_limit;
  int32_t in_bits, slope_bits, slope_frac, intercept_bits, intercept_frac, tails, out_bits, metric, segments, digits,
      mirrored, scale_count;
  double scale[SCALE_MAX];
};

static XXH128_hash_t problem_hash(const struct point *point) {
  const struct spec *const spec = &point->spec;
  const struct restriction *const asked = &spec->restriction;
  struct content content;
  memset(&content, 0, sizeof content);
  content.function = spec->function;
  content.weight = spec->weight;
  content.out_scale = spec->output.bits == 0 ? 0 : spec->output.scale;
  content.max_abs_limit = point_max_abs_limit(point);
  content.in_bits = spec->in_bits;
  content.slope_bits = spec->slope.bits;
  content.slope_frac = spec->slope.frac;
  content.intercept_bits = spec->intercept.bits;
  content.intercept_frac = spec->intercept.frac;
  content.tails = (int32_t)spec->tails;
  content.out_bits = spec->output.bits;
  content.metric = (int32_t)point_metric(point);
  content.segments = (int32_t)asked->segments;
  content.digits = asked->slope_digits;
  content.mirrored = asked->mirrored;
  content.scale_count = spec->scales.count;
  memcpy(content.scale, spec->scales.scale, (size_t)spec->scales.count * sizeof(double));
  return XXH3_128bits(&content, sizeof content);
}

void posed_init(struct posed *posed) { *posed = (struct posed){.count = 0}; }

/* The slot that holds the problem, or the free one where it belongs. */
static size_t find_slot(const struct posed_table *table, XXH128_hash_t hash) {
  size_t s = (size_t)hash.low64 & (table->slots - 1);
  while (table->slot[s] != 0 && !XXH128_isEqual(table->hash[table->slot[s] - 1], hash))
    s = (s + 1) & (table->slots - 1);
  return s;
}

/* Room for one more problem. */
static bool grow_table(struct posed *posed) {
  struct posed_table *const table = posed->table;
  if (2 * (posed->count + 1) <= table->slots)
    return true;
  const size_t slots = table->slots == 0 ? 16 : 2 * table->slots;
  XXH128_hash_t *const hash = realloc(table->hash, slots / 2 * sizeof *hash);
  if (hash != NULL)
    table->hash = hash;
  uint32_t *const slot = hash == NULL ? NULL : calloc(slots, sizeof *slot);
  if (slot == NULL)
    return false;
  free(table->slot);
  table->slot = slot;
  table->slots = slots;
  for (size_t i = 0; i < posed->count; i++)
    slot[find_slot(table, table->hash[i])] = (uint32_t)i + 1;
  return true;
}

static bool grow_points(struct posed *posed) {
  if (posed->point_count < posed->capacity)
    return true;
  if (posed->point_count == POSED_POINTS_MAX)
    return false;
  const size_t capacity = posed->capacity < 16 ? 16 : posed->capacity + posed->capacity / 2;
  uint32_t *const problem = realloc(posed->problem, capacity * sizeof *problem);
  if (problem != NULL)
    posed->problem = problem;
  uint8_t *const entries = realloc(posed->entries, capacity * sizeof *entries);
  if (entries != NULL)
    posed->entries = entries;
  if (problem == NULL || entries == NULL)
    return false;
  posed->capacity = capacity;
  return true;
}

static bool grow(struct posed *posed) {
  if (posed->table == NULL)
    posed->table = calloc(1, sizeof *posed->table);
  return posed->table != NULL && grow_table(posed) && grow_points(posed);
}

bool posed_add(struct posed *posed, const struct point *point, struct error *err) {
  if (!grow(posed))
    return error_memory(err, "problems");
  struct posed_table *const table = posed->table;
  const XXH128_hash_t hash = problem_hash(point);
  const size_t s = find_slot(table, hash);
  if (table->slot[s] == 0) {
    table->hash[posed->count] = hash;
    table->slot[s] = (uint32_t)++posed->count;
  }
  posed->problem[posed->point_count] = table->slot[s] - 1;
  posed->entries[posed->point_count++] = (uint8_t)point->spec.entries;
  return true;
}

/* Counting sort of the points by their problems. */
bool posed_group(struct posed *posed, struct error *err) {
  posed->start = calloc(posed->count + 2, sizeof *posed->start);
  posed->point = calloc(posed->point_count + 1, sizeof *posed->point);
  if (posed->start == NULL || posed->point == NULL)
    return error_memory(err, "problems");
  /* Shifted by one: when all points are in their places, start[i] is where problem i begins. */
  uint32_t *const next = posed->start + 1;
  for (size_t p = 0; p < posed->point_count; p++)
    if (posed->problem[p] + 1 < posed->count)
      next[posed->problem[p] + 1]++;
  for (size_t i = 1; i < posed->count; i++)
    next[i] += next[i - 1];
  for (size_t p = 0; p < posed->point_count; p++)
    posed->point[next[posed->problem[p]]++] = (uint32_t)p;
  return true;
}

bool posed_create(struct posed *posed, const struct point *points, size_t count, struct error *err) {
  posed_init(posed);
  bool ok = true;
  for (size_t p = 0; ok && p < count; p++)
    ok = posed_add(posed, &points[p], err);
  if (ok && posed_group(posed, err))
    return true;
  posed_free(posed);
  return false;
}

void posed_free(struct posed *posed) {
  if (posed->table != NULL) {
    free(posed->table->slot);
    free(posed->table->hash);
  }
  free(posed->table);
  free(posed->start);
  free(posed->point);
  free(posed->entries);
  free(posed->problem);
  posed_init(posed);
}
