/*
 * The codes of a scale in the order in which a search problem's boundaries close them. Of half a table's problem these
 * are the magnitudes of codes from both sides of 0.
 *
 * A mirrored table has the breakpoints -p and p: a code q > 0 lies within p if q <= p~, and a code q <= 0 if q > -p~,
 * p~ and -p~ being clipped to the range of codes on their own. So 0 is served by the entry before 0.
 *
 * Codes of several ranges (model/ranges.h) are closed when the code that the table sees of them is: a boundary may
 * close several codes that it sees as one.
 */
#ifndef LUTDSE_MODEL_CODE_WALK_H
#define LUTDSE_MODEL_CODE_WALK_H

#include "model/problem.h"
#include "model/ranges.h"

struct code_walk {
  const struct spec *spec;
  const struct problem *problem;
  double scale;
  struct range_plan ranges;
  int64_t up[RANGES_MAX], up_last[RANGES_MAX]; /* of each range the next code upwards and the last one */
  int64_t down, down_last;                     /* the same downwards; only if the table is mirrored */
};

struct walked_code {
  int32_t q;     /* the code itself */
  int32_t asked; /* the code that the searched table sees: |q| if that is half a table, else q reduced by its range */
  bool below;    /* it is served by a mirror image */
  double x;      /* scale asked */
  int shift;     /* what the searched table puts out is multiplied by 2^shift */
};

/* Begin before the first of some codes. */
struct code_walk code_walk_of(const struct spec *spec, const struct problem *problem, double scale,
                              struct code_range codes);

/* Set the next code that a boundary closes; false if there is no more. Boundaries ascend from call to call. */
bool code_walk_next(struct code_walk *walk, uint32_t bound, struct walked_code *code);

#endif
