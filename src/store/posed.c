#include "store/posed.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "model/problem.h"
#include "store/metric.h"

/* A hash table of problems, each told by its first point. */
struct grouping {
  const struct point *points;
  size_t count;
  size_t capacity; /* of `slot`: a power of two, at least twice the points */
  size_t *slot;    /* problem + 1; 0: free */
  size_t *first;   /* per problem: its first point */
  size_t *group;   /* per point: its problem */
  size_t group_count;
};

/* Not all that tells problems apart: same_problem() decides. */
static uint64_t problem_hash(const struct point *point) {
  const struct spec *spec = &point->spec;
  const struct restriction *asked = &spec->restriction;
  const int numbers[] = {spec->in_bits,        spec->slope.bits,    spec->slope.frac,  spec->intercept.bits,
                         spec->intercept.frac, (int)spec->tails,    spec->output.bits, (int)point_metric(point),
                         (int)asked->segments, asked->slope_digits, asked->mirrored};
  const uintptr_t function = (uintptr_t)spec->function;
  uint64_t hash = XXH3_64bits(numbers, sizeof numbers);
  hash = XXH3_64bits_withSeed(&function, sizeof function, hash);
  hash = XXH3_64bits_withSeed(&spec->output.scale, sizeof spec->output.scale, hash);
  return XXH3_64bits_withSeed(spec->scales.scale, (size_t)spec->scales.count * sizeof(double), hash);
}

static bool same_problem(const struct point *a, const struct point *b) {
  return problem_shared(&a->spec, &b->spec) && a->spec.output.bits == b->spec.output.bits &&
         a->spec.output.scale == b->spec.output.scale && point_metric(a) == point_metric(b) &&
         point_max_abs_limit(a) == point_max_abs_limit(b);
}

static size_t find_group(struct grouping *grouping, size_t point) {
  const struct point *points = grouping->points;
  size_t slot = problem_hash(&points[point]) & (grouping->capacity - 1);
  for (; grouping->slot[slot] != 0; slot = (slot + 1) & (grouping->capacity - 1)) {
    const size_t group = grouping->slot[slot] - 1;
    if (same_problem(&points[grouping->first[group]], &points[point]))
      return group;
  }
  grouping->first[grouping->group_count] = point;
  grouping->slot[slot] = ++grouping->group_count;
  return grouping->group_count - 1;
}

/* Counting sort of the points by their groups. */
static void sort_points(struct posed *posed, const struct grouping *grouping) {
  const size_t points = grouping->count;
  posed->count = grouping->group_count;
  for (size_t p = 0; p < points; p++)
    posed->start[grouping->group[p] + 1]++;
  for (size_t g = 0; g < posed->count; g++)
    posed->start[g + 1] += posed->start[g];
  size_t *next = grouping->first; /* not needed any more */
  memcpy(next, posed->start, posed->count * sizeof *next);
  for (size_t p = 0; p < points; p++)
    posed->point[next[grouping->group[p]]++] = p;
}

bool posed_create(struct posed *posed, const struct point *points, size_t count, struct error *err) {
  struct grouping grouping = {.points = points, .count = count, .capacity = 2};
  while (grouping.capacity < 2 * count)
    grouping.capacity *= 2;
  grouping.slot = calloc(grouping.capacity, sizeof *grouping.slot);
  grouping.first = calloc(count + 1, sizeof *grouping.first);
  grouping.group = calloc(count + 1, sizeof *grouping.group);
  *posed = (struct posed){0, calloc(count + 2, sizeof *posed->start), calloc(count + 1, sizeof *posed->point)};
  const bool ok = grouping.slot != NULL && grouping.first != NULL && grouping.group != NULL && posed->start != NULL &&
                  posed->point != NULL;
  if (ok) {
    for (size_t p = 0; p < count; p++)
      grouping.group[p] = find_group(&grouping, p);
    sort_points(posed, &grouping);
  }
  free(grouping.slot);
  free(grouping.first);
  free(grouping.group);
  if (ok)
    return true;
  posed_free(posed);
  return error_memory(err, "problems");
}

void posed_free(struct posed *posed) {
  free(posed->start);
  free(posed->point);
  *posed = (struct posed){0, NULL, NULL};
}
