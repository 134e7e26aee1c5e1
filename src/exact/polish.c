/* A good table from a fair one, for goals whose costs add up: each boundary goes where it is better, by ever less. */
#include <math.h>
#include <string.h>

#include "exact/tables.h"

/* Moves that gain less than this part are not made; sums of doubles differ as much. */
static const double gain = 1e-12;

struct polish {
  const struct judge *judge;
  int entries;
  uint32_t boundary[ENTRIES_MAX + 1];
  double cost[ENTRIES_MAX];
};

/* Move a boundary if that makes its two entries cheaper together. */
static bool try_move(struct polish *polish, int i, int64_t to) {
  const int64_t least = polish->boundary[i - 1] > 0 ? polish->boundary[i - 1] : 1;
  const int64_t last = (int64_t)polish->judge->codes.bounds - 2;
  if (to < least || to > last || to > polish->boundary[i + 1])
    return false;
  const double both = (1 - gain) * (polish->cost[i - 1] + polish->cost[i]);
  const double left = best_line(polish->judge, polish->boundary[i - 1], (uint32_t)to, both).cost;
  if (!(left < both))
    return false;
  const double right = best_line(polish->judge, (uint32_t)to, polish->boundary[i + 1], both - left).cost;
  if (!(left + right < both))
    return false;
  polish->boundary[i] = (uint32_t)to;
  polish->cost[i - 1] = left;
  polish->cost[i] = right;
  return true;
}

static void sweep(struct polish *polish, int64_t step) {
  for (int i = 1; i < polish->entries; i++)
    if (!try_move(polish, i, (int64_t)polish->boundary[i] - step))
      (void)try_move(polish, i, (int64_t)polish->boundary[i] + step);
}

void tables_polish(struct tables *tables, const struct judge *judge, int entries) {
  if (!(tables->value[entries] < (double)INFINITY))
    return;
  struct polish polish = {.judge = judge, .entries = entries};
  memcpy(polish.boundary, tables->boundary[entries], sizeof polish.boundary);
  for (int i = 0; i < entries; i++)
    polish.cost[i] = best_line(judge, polish.boundary[i], polish.boundary[i + 1], INFINITY).cost;
  int64_t step = 1;
  while (step < judge->codes.bounds / (uint32_t)entries / 4)
    step *= 2;
  for (; step > 0; step /= 2)
    sweep(&polish, step);
  tables_offer(tables, judge, entries, polish.boundary);
}
