#include "model/code_walk.h"

struct code_walk code_walk_of(const struct spec *spec, const struct problem *problem, double scale,
                              struct code_range codes) {
  struct code_walk walk = {spec, problem, scale, codes.first, codes.last, 0, 1};
  if (!problem->mirrored)
    return walk;
  walk.up = codes.first > 1 ? codes.first : 1;
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

bool code_walk_next(struct code_walk *walk, uint32_t bound, struct walked_code *code) {
  if (walk->up <= walk->up_last && walk->up <= last_up(walk, bound)) {
    code->q = (int32_t)walk->up++;
    code->below = false;
    code->x = walk->scale * (double)code->q;
    return true;
  }
  if (!walk->problem->mirrored || walk->down < walk->down_last || walk->down < last_down(walk, bound))
    return false;
  code->q = (int32_t)walk->down--;
  code->below = true;
  code->x = walk->scale * -(double)code->q;
  return true;
}
