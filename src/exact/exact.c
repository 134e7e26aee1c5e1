#include "exact/exact.h"

#include <math.h>
#include <string.h>

#include "exact/goals.h"
#include "exact/squares.h"

bool exact_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 int entries_max, struct exact_answer *answer, struct error *err) {
  memset(answer, 0, sizeof *answer);
  answer->entries_max = entries_max;
  if (goal->objective == EXACT_MSE && goal->max_abs_limit == (double)INFINITY && spec->output.bits == 0)
    return squares_solve(with, spec, entries_max, answer, err);
  return goals_solve(with, spec, goal, entries_max, answer, err);
}
