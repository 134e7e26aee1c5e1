#include "exact/tables.h"

#include <math.h>
#include <string.h>

void tables_clear(struct tables *tables, int entries_max) {
  memset(tables, 0, sizeof *tables);
  tables->entries_max = entries_max;
  for (int n = 0; n <= ENTRIES_MAX; n++)
    tables->value[n] = INFINITY;
}

void tables_offer(struct tables *tables, const struct judge *judge, int entries, const uint32_t *boundary) {
  double total = 0;
  /* From the last entry on, as the bounds of a search are summed: equal tables then have equal values. */
  for (int i = entries - 1; i >= 0; i--) {
    /* Of the largest error, one cost that is too high is enough; of a sum, what is left of it. */
    const bool largest = judge->objective == EXACT_MAX_ABS;
    const double most = tables->value[entries], enough = largest ? most : nextafter(most - total, INFINITY);
    const double cost = best_line(judge, boundary[i], boundary[i + 1], enough).cost;
    total = largest ? fmax(total, cost) : total + cost;
    if (!(total < tables->value[entries]))
      return;
  }
  tables->value[entries] = total;
  memcpy(tables->boundary[entries], boundary, (size_t)(entries + 1) * sizeof *boundary);
}

void tables_design(const struct tables *tables, const struct judge *judge, int entries, struct design *design) {
  const uint32_t *boundary = tables->boundary[entries];
  memset(design, 0, sizeof *design);
  design->entries = entries;
  for (int i = 0; i < entries; i++) {
    const struct best_line line = best_line(judge, boundary[i], boundary[i + 1], INFINITY);
    design->slope[i] = line.slope;
    design->intercept[i] = line.intercept;
    if (i > 0)
      design->breakpoint[i - 1] = judge->problem->first_candidate + (int32_t)boundary[i] - 1;
  }
  if (judge->problem->mirrored)
    mirror_expand(&judge->problem->mirror, design);
}
