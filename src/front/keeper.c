#include "front/keeper.h"

#include <stdlib.h>
#include <string.h>

/* Points that lost their members are dropped when there are so many, and then when there are so many times more. */
enum { COMPACT_FROM = 4096, COMPACT_FACTOR = 4 };

void keeper_release(struct keeper *keeper) {
  results_release(&keeper->points);
  free(keeper->first_design);
  *keeper = (struct keeper){.capacity = 0};
}

bool keeper_add(struct keeper *keeper, const struct results *slice, size_t point, size_t first_design,
                struct error *err) {
  const size_t count = keeper->points.point_count;
  if (count == keeper->capacity) {
    const size_t capacity = keeper->capacity == 0 ? 64 : 2 * keeper->capacity;
    size_t *const moved = realloc(keeper->first_design, capacity * sizeof *moved);
    if (moved == NULL)
      return error_memory(err, "points of fronts");
    keeper->first_design = moved;
    keeper->capacity = capacity;
  }
  keeper->first_design[count] = first_design;
  return results_add_copy(&keeper->points, slice, point, &slice->points[point], err);
}

/* The kept point with the design of that number; SIZE_MAX: none. */
static size_t find_point(const struct keeper *keeper, size_t design) {
  size_t low = 0, high = keeper->points.point_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (keeper->first_design[middle] <= design)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0 || design - keeper->first_design[low - 1] >= keeper->points.outcomes[low - 1].design_count)
    return SIZE_MAX;
  return low - 1;
}

size_t keeper_find(const struct keeper *keeper, size_t design) {
  const size_t point = find_point(keeper, design);
  return point == SIZE_MAX ? SIZE_MAX
                           : keeper->points.outcomes[point].first_design + (design - keeper->first_design[point]);
}

/* Call `mark` for every member of every front. */
typedef void mark_member(void *context, size_t design);

static void mark_members(const struct gather *gather, mark_member *mark, void *context) {
  for (size_t g = 0; g < gather->group_count; g++)
    for (int pair = 0; pair < FRONT_PAIRS; pair++)
      for (size_t i = 0; i < gather->group[g].front[pair].count; i++)
        mark(context, gather->group[g].front[pair].item[i].design);
}

struct fresh {
  const struct results *slice;
  size_t first_design;
  bool *wanted; /* per point of the slice */
};

static void mark_fresh(void *context, size_t design) {
  const struct fresh *const fresh = context;
  if (design >= fresh->first_design && design - fresh->first_design < fresh->slice->design_count)
    fresh->wanted[fresh->slice->designs[design - fresh->first_design].point] = true;
}

struct live {
  const struct keeper *keeper;
  bool *wanted; /* per kept point */
};

static void mark_live(void *context, size_t design) {
  const struct live *const live = context;
  const size_t point = find_point(live->keeper, design);
  if (point != SIZE_MAX)
    live->wanted[point] = true;
}

static bool copy_wanted(struct keeper *into, const struct keeper *from, const bool *wanted, struct error *err) {
  for (size_t p = 0; p < from->points.point_count; p++)
    if (wanted[p] && !keeper_add(into, &from->points, p, from->first_design[p], err))
      return false;
  return true;
}

static bool compact(struct keeper *keeper, const struct gather *gather, struct error *err) {
  struct keeper kept = {.capacity = 0};
  struct live live = {keeper, calloc(keeper->points.point_count + 1, sizeof(bool))};
  if (live.wanted == NULL)
    return error_memory(err, "points of fronts");
  mark_members(gather, mark_live, &live);
  const bool ok = copy_wanted(&kept, keeper, live.wanted, err);
  free(live.wanted);
  if (!ok) {
    keeper_release(&kept);
    return false;
  }
  keeper_release(keeper);
  *keeper = kept;
  keeper->compact_at = COMPACT_FROM + COMPACT_FACTOR * keeper->points.point_count;
  return true;
}

bool keeper_take(struct keeper *keeper, const struct gather *gather, const struct results *slice, size_t first_design,
                 struct error *err) {
  struct fresh fresh = {slice, first_design, calloc(slice->point_count + 1, sizeof(bool))};
  if (fresh.wanted == NULL)
    return error_memory(err, "points of fronts");
  mark_members(gather, mark_fresh, &fresh);
  bool ok = true;
  for (size_t p = 0; ok && p < slice->point_count; p++)
    if (fresh.wanted[p])
      ok = keeper_add(keeper, slice, p, first_design + slice->outcomes[p].first_design, err);
  free(fresh.wanted);
  const size_t limit = keeper->compact_at == 0 ? COMPACT_FROM : keeper->compact_at;
  return ok && (keeper->points.point_count < limit || compact(keeper, gather, err));
}
