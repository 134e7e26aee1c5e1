/*
 * Bounds of tables whose boundaries are only known up to blocks: one level of a search that halves the blocks until
 * they are single boundaries. Internal to src/exact/.
 */
#ifndef LUTDSE_EXACT_LEVEL_H
#define LUTDSE_EXACT_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"
#include "exact/blocks.h"
#include "model/spec.h"

/* All entries that begin in block a and end in block b. */
struct cell {
  uint32_t a, b;
  double cost; /* no such entry costs less; INFINITY: none is part of a table worth looking for */
  bool solved; /* the cost is that of the codes all such entries have, not one taken over from wider blocks */
};

struct level {
  struct blocks blocks;
  int entries_max;
  size_t cells;
  struct cell *cell; /* in order of a, then b; a <= b */
  size_t *row;       /* [blocks.count + 1]: where the cells of each a begin */
  /* [block][0 ... entries_max]: the least cost of n entries from the first block to this, or from this to the last */
  double *before, *after;
};

/* One block for all boundaries between the ends, and nothing known of costs. */
bool level_first(struct level *level, uint32_t bounds, int entries_max, struct error *err);

/* How many cells have a finite cost. */
size_t level_live(const struct level *level);

/* The blocks of half the width, in the cells whose cost is finite. */
bool level_halved(struct level *level, const struct level *parent, struct error *err);

void level_free(struct level *level);

static inline double *level_before(const struct level *level, uint32_t block) {
  return &level->before[(size_t)block * (size_t)(level->entries_max + 1)];
}

static inline double *level_after(const struct level *level, uint32_t block) {
  return &level->after[(size_t)block * (size_t)(level->entries_max + 1)];
}

/*
 * For a = 0, 1, ...: complete what comes before block a by entries within it, then let the entries that leave it
 * follow. The costs of the latter may be set in between.
 */
void level_settle(struct level *level, uint32_t a);
void level_extend(struct level *level, uint32_t a);

/* Set all of `after`. */
void level_look_back(struct level *level);

/*
 * The most that an entry may cost in a table of any entry count n that costs less than most[n] (0 ... entries_max), if
 * what is before and after it costs no less than said.
 */
double level_room(int entries_max, const double *most, const double *before, const double *after);

/* What every table of n entries costs at least, of those worth looking for; after level_look_back(). */
static inline double level_bound(const struct level *level, int entries) { return level_after(level, 0)[entries]; }

/* The blocks through which the cheapest table of n entries goes, by `after`; false if there is none. */
bool level_trace(const struct level *level, int entries, uint32_t block[ENTRIES_MAX + 1]);

#endif
