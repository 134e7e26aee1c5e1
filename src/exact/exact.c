#include "exact/exact.h"

#include <math.h>
#include <string.h>

#include "exact/goals.h"
#include "exact/segmented.h"
#include "exact/squares.h"

bool exact_goal_is_plain(const struct exact_goal *goal, const struct output_stage *output) {
  return goal->objective == EXACT_MSE && goal->max_abs_limit == (double)INFINITY && output->bits == 0;
}

/* By stored entries. */
static bool solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                  int entries_max, struct exact_answer *answer, struct error *err) {
  if (spec->restriction.segments != SEGMENTS_FREE)
    return segmented_solve(spec, goal, entries_max, answer, err);
  if (exact_goal_is_plain(goal, &spec->output))
    return squares_solve(with, spec, entries_max, answer, err);
  return goals_solve(with, spec, goal, entries_max, answer, err);
}

/* Tables of n stored entries become those of 2 n; there are none of an odd number. */
static void spread(struct exact_answer *answer, int entries_max) {
  for (int n = ENTRIES_MAX; n >= ENTRIES_MIN; n--)
    answer->table[n] = n % 2 == 0 && n >= 2 * ENTRIES_MIN && n <= entries_max
                           ? answer->table[n / 2]
                           : (struct exact_table){.feasible = false, .bound = INFINITY};
}

bool exact_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 int entries_max, struct exact_answer *answer, struct error *err) {
  memset(answer, 0, sizeof *answer);
  const bool mirrored = spec->restriction.mirrored;
  const int half = entries_max / 2 > ENTRIES_MIN ? entries_max / 2 : ENTRIES_MIN;
  const bool ok = solve(with, spec, goal, mirrored ? half : entries_max, answer, err);
  if (ok && mirrored)
    spread(answer, entries_max);
  answer->entries_max = entries_max;
  return ok;
}
