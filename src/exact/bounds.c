#include <math.h>

#include "exact/coarse.h"
#include "exact/exact.h"
#include "exact/judge.h"

enum { BOUNDS_CELLS_MAX = 512 }; /* of the coarse look */

/* Every table loses at least what its output stage rounds off. */
static bool output_bounds(const struct spec *spec, const struct problem *problem, const struct exact_goal *goal,
                          int entries_max, double *bound, struct error *err) {
  struct judge judge;
  const bool ok = judge_create(&judge, spec, problem, goal, err);
  for (int n = ENTRIES_MIN; ok && n <= entries_max; n++)
    bound[n] = judge_floor(&judge, 0, judge.codes.bounds - 1);
  judge_free(&judge);
  return ok;
}

static bool coarse_bounds(const struct problem *problem, unsigned threads, int entries_max, double *bound,
                          struct error *err) {
  struct coarse coarse;
  const uint32_t step = problem->line.bounds / BOUNDS_CELLS_MAX + 1;
  const bool ok = coarse_create(&coarse, problem, entries_max, step, threads, err);
  for (int n = ENTRIES_MIN; ok && n <= entries_max; n++)
    bound[n] = coarse.lower[n];
  coarse_free(&coarse);
  return ok;
}

/* Bounds of n stored entries become those of 2 n, and of the odd number after it. */
static void spread(double bound[ENTRIES_MAX + 1]) {
  for (int n = ENTRIES_MAX; n >= ENTRIES_MIN; n--)
    bound[n] = bound[n / 2 > ENTRIES_MIN ? n / 2 : ENTRIES_MIN];
}

bool exact_bounds(const struct spec *spec, const struct exact_goal *goal, unsigned threads, int entries_max,
                  double bound[ENTRIES_MAX + 1], struct error *err) {
  for (int n = 0; n <= ENTRIES_MAX; n++)
    bound[n] = 0;
  if (goal->objective != EXACT_MSE && spec->output.bits == 0)
    return true;
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  const int half = entries_max / 2 > ENTRIES_MIN ? entries_max / 2 : ENTRIES_MIN;
  const int most = problem->mirrored ? half : entries_max;
  const bool ok = spec->output.bits != 0 ? output_bounds(spec, problem, goal, most, bound, err)
                                         : coarse_bounds(problem, threads, most, bound, err);
  if (problem->mirrored)
    spread(bound);
  problem_free(problem);
  return ok;
}
