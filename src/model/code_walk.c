#include "model/code_walk.h"

struct code_walk code_walk_of(const struct spec *spec, const struct problem *problem, double scale,
                              struct code_range codes) {
  struct code_walk walk = {.spec = spec, .problem = problem, .scale = scale, .down_last = 1};
  range_plan_at(&walk.ranges, spec, scale);
  for (int r = 0; r < walk.ranges.count; r++) {
    const struct code_range within = walk.ranges.range[r].codes;
    walk.up[r] = codes.first > within.first ? codes.first : within.first;
    walk.up_last[r] = codes.last < within.last ? codes.last : within.last;
  }
  if (!problem->mirrored)
    return walk;
  walk.up[0] = codes.first > 1 ? codes.first : 1;
  walk.down = codes.last < 0 ? codes.last : 0;
  walk.down_last = codes.first;
  return walk;
}

static int32_t breakpoint_of(const struct code_walk *walk, uint32_t bound) {
  return walk->problem->first_candidate + (int32_t)bound - 1;
}

/* The last code upwards that a boundary closes, and the last one downwards. */
static int64_t last_up(const struct code_walk *walk, uint32_t bound) {
  if (bound == 0)
    return INT64_MIN;
  if (bound == walk->problem->line.bounds - 1)
    return INT64_MAX;
  return design_threshold(walk->spec, breakpoint_of(walk, bound), walk->scale);
}

static int64_t last_down(const struct code_walk *walk, uint32_t bound) {
  if (bound == 0)
    return INT64_MAX;
  if (bound == walk->problem->line.bounds - 1)
    return INT64_MIN;
  return (int64_t)design_threshold(walk->spec, -breakpoint_of(walk, bound), walk->scale) + 1;
}

static bool next_up(struct code_walk *walk, uint32_t bound, struct walked_code *code) {
  const int64_t last = last_up(walk, bound);
  for (int r = 0; r < walk->ranges.count; r++) {
    if (walk->up[r] > walk->up_last[r])
      continue;
    const int32_t q = (int32_t)walk->up[r], asked = range_code(&walk->ranges.range[r], q);
    if (asked > last)
      continue;
    walk->up[r]++;
    *code = (struct walked_code){
        .q = q, .asked = asked, .x = walk->scale * (double)asked, .shift = walk->ranges.range[r].output_shift};
    return true;
  }
  return false;
}

bool code_walk_next(struct code_walk *walk, uint32_t bound, struct walked_code *code) {
  if (next_up(walk, bound, code))
    return true;
  if (!walk->problem->mirrored || walk->down < walk->down_last || walk->down < last_down(walk, bound))
    return false;
  const int32_t q = (int32_t)walk->down--;
  *code = (struct walked_code){.q = q, .asked = -q, .below = true, .x = walk->scale * -(double)q};
  return true;
}
