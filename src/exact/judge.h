/*
 * What a goal makes of a line over a run of codes, code by code: exactly, and at least for every line of a bundle.
 * Internal to src/exact/.
 */
#ifndef LUTDSE_EXACT_JUDGE_H
#define LUTDSE_EXACT_JUDGE_H

#include "exact/codes.h"
#include "exact/exact.h"

struct judge {
  const struct problem *problem;
  enum exact_objective objective;
  double limit; /* a line with a larger error costs INFINITY */
  struct output_stage output;
  double output_limit;   /* 2^(bits - 1) */
  double output_inverse; /* 1 / scale where that is exact, else 0 */
  struct codes codes;
  double farthest; /* the largest magnitude of x */
  double *nearest; /* what the output can be nearest to y: y itself without output stage */
  double *floor;   /* [codes.count + 1]: what the codes before each cost at least, with outputs nearest to y */
};

/* `problem` is kept. Fails with ERROR_INTERNAL if memory runs out; judge_free() is due in any case. */
bool judge_create(struct judge *judge, const struct spec *spec, const struct problem *problem,
                  const struct exact_goal *goal, struct error *err);
void judge_free(struct judge *judge);

/* What a run's codes cost at least, whatever the line: what the output stage costs them. */
static inline double judge_floor(const struct judge *judge, uint32_t from, uint32_t to) {
  return judge->floor[judge->codes.start[to]] - judge->floor[judge->codes.start[from]];
}

/*
 * The cost of a line of codes over a run: the sum of weighted squares or magnitudes, or the largest magnitude, of
 * errors that are bit for bit those of evaluate(). Once the cost is known to be `enough` or more, any such value is
 * returned.
 */
double judge_line(const struct judge *judge, uint32_t from, uint32_t to, int32_t slope, int32_t intercept,
                  double enough);

/* Lines whose slopes are in a range, and whose values at a pivot are, as real numbers. */
struct bundle {
  int32_t slope[2];
  double value[2];
};

/*
 * A bound below the cost of every line of the bundle: over it each code's output lies between two of the output's
 * values, and its error is at least the distance from y to what lies between. `enough` as above; with `ends` only codes
 * at the run's ends are looked at, where lines that are far off show.
 */
double judge_bundle(const struct judge *judge, uint32_t from, uint32_t to, double pivot, const struct bundle *bundle,
                    double enough, bool ends);

/*
 * Another bound for sums without output stage: there the cost is convex, and lies above its tangent in the middle of
 * the bundle. It is near for narrow bundles, where judge_bundle() is for wide ones.
 */
double judge_tangent(const struct judge *judge, uint32_t from, uint32_t to, double pivot, const struct bundle *bundle);

#endif
