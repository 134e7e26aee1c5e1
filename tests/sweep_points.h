/* A point of a sweep as a value. */
#ifndef LUTDSE_TESTS_SWEEP_POINTS_H
#define LUTDSE_TESTS_SWEEP_POINTS_H

#include "sweep/sweep.h"

static inline struct point point_at(const struct sweep *sweep, size_t index) {
  struct point point;
  sweep_point(sweep, index, &point);
  return point;
}

#endif
