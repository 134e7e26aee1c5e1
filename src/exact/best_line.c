#include "exact/best_line.h"

#include <math.h>

static bool pinned(const line_problem *line, uint32_t from, uint32_t to, int *end) {
  if (from == 0 && (line->pins & PIN_FIRST) != 0) {
    *end = 0;
    return true;
  }
  *end = 1;
  return to == line->bounds - 1 && (line->pins & PIN_LAST) != 0;
}

/* A line is worth having if it costs less than `enough`. */
static struct best_line judged(const struct judge *judge, uint32_t from, uint32_t to, int32_t slope, int32_t intercept,
                               double enough) {
  const double cost = judge_line(judge, from, to, slope, intercept, enough);
  return (struct best_line){slope, intercept, cost < enough ? cost : (double)INFINITY, cost < enough ? cost : enough};
}

struct best_line best_line(const struct judge *judge, uint32_t from, uint32_t to, double enough) {
  const struct problem *problem = judge->problem;
  int end;
  if (pinned(&problem->line, from, to, &end))
    return judged(judge, from, to, problem->line.pin_slope[end], problem->line.pin_intercept[end], enough);
  if (codes_between(&judge->codes, from, to) == 0)
    return (struct best_line){0, 0, 0, 0};
  /* The best line by squares is near the best by any goal. */
  const line_fit fit = line_solve(&problem->line, problem->prefix, problem->rounding, from, to);
  struct best_line start = judged(judge, from, to, fit.slope, fit.intercept, enough);
  return best_line_in_bundles(judge, from, to, enough, start);
}
