#include "exact/descend.h"

static double entry_cost(const struct problem *problem, uint32_t from, uint32_t to) {
  return entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
}

/* Move boundary `at` between its neighbours by `reach`, either way, if that is better. */
static bool improve(const struct problem *problem, uint32_t low, uint32_t *at, uint32_t high, uint32_t reach) {
  double least = entry_cost(problem, low, *at) + entry_cost(problem, *at, high);
  const uint32_t least_at = low > 0 ? low : 1, most_at = high < problem->line.bounds - 1 ? high : high - 1;
  bool moved = false;
  const uint32_t up = *at + reach, down = *at - reach;
  const uint32_t tries[2] = {down, up};
  const bool possible[2] = {*at >= least_at + reach, up <= most_at};
  for (int i = 0; i < 2; i++) {
    if (!possible[i])
      continue;
    const double cost = entry_cost(problem, low, tries[i]) + entry_cost(problem, tries[i], high);
    if (cost < least) {
      least = cost;
      *at = tries[i];
      moved = true;
    }
  }
  return moved;
}

double descend(const struct problem *problem, int entries, uint32_t *boundary, uint32_t reach) {
  const uint32_t last = problem->line.bounds - 1;
  for (; reach > 0; reach /= 2)
    for (bool moved = true; moved;) {
      moved = false;
      for (int i = 0; i < entries - 1; i++)
        moved |= improve(problem, i > 0 ? boundary[i - 1] : 0, &boundary[i], i < entries - 2 ? boundary[i + 1] : last,
                         reach);
    }
  double total = 0;
  for (int i = 0; i < entries; i++)
    total += entry_cost(problem, i > 0 ? boundary[i - 1] : 0, i < entries - 1 ? boundary[i] : last);
  return total;
}
