#include "store/posed.h"

#include <stdlib.h>
#include <xxhash.h>

#include "model/spec_content.h"
#include "store/metric.h"

/* All that tells problems apart, without gaps. */
struct content {
  const struct function *function;
  const struct weight *weight;
  double max_abs_limit;
  int64_t metric;
  struct spec_content spec;
};

/* A hash of 128 bits stands for a problem, as it does for a point. */
static struct table_key problem_key(const struct point *point) {
  const struct content content = {point->spec.function, point->spec.weight, point_max_abs_limit(point),
                                  (int64_t)point_metric(point), spec_content(&point->spec)};
  const XXH128_hash_t hash = XXH3_128bits(&content, sizeof content);
  return (struct table_key){hash.high64, hash.low64};
}

void posed_init(struct posed *posed) { *posed = (struct posed){.count = 0}; }

/* Room for one more point. */
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

bool posed_add(struct posed *posed, const struct point *point, struct error *err) {
  size_t number;
  bool added;
  if (!grow_points(posed) || !key_table_add(&posed->problems, problem_key(point), &number, &added))
    return error_memory(err, "problems");
  posed->count = posed->problems.count;
  posed->problem[posed->point_count] = (uint32_t)number;
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
  key_table_release(&posed->problems);
  free(posed->start);
  free(posed->point);
  free(posed->entries);
  free(posed->problem);
  posed_init(posed);
}
