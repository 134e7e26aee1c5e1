/* The best table so far of every entry count, as boundaries. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_TABLES_H
#define LUTDSE_EXACT_TABLES_H

#include "exact/best_line.h"

struct tables {
  int entries_max;
  double value[ENTRIES_MAX + 1];                       /* INFINITY: none yet */
  double bound[ENTRIES_MAX + 1];                       /* proven so far; INFINITY: there is none */
  uint32_t boundary[ENTRIES_MAX + 1][ENTRIES_MAX + 1]; /* from the first to the last, ends included */
};

/* How many entry counts there are, from ENTRIES_MIN. */
static inline size_t tables_count(const struct tables *tables) { return (size_t)tables->entries_max + 1 - ENTRIES_MIN; }

/* No tables yet. */
void tables_clear(struct tables *tables, int entries_max);

/* Take over a table, boundaries as in `boundary` above, if its entries' best lines make it better. */
void tables_offer(struct tables *tables, const struct judge *judge, int entries, const uint32_t *boundary);

/* Improve a table by moving its boundaries one by one (polish.c). Not for EXACT_MAX_ABS. */
void tables_polish(struct tables *tables, const struct judge *judge, int entries);

/* The table of some boundaries whose lines are solved for the goal. */
void tables_design(const struct tables *tables, const struct judge *judge, int entries, struct design *design);

#endif
