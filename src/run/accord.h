/*
 * One problem, one optimum, where the points of a problem are never in memory together: what all of them know, in a
 * table by problem and entry count. The rule is that of settle.h.
 */
#ifndef LUTDSE_RUN_ACCORD_H
#define LUTDSE_RUN_ACCORD_H

#include "store/results.h"

/* All zero: nothing is known. */
struct accord {
  size_t count, capacity; /* capacity: 0 or a power of two */
  struct accord_row *row; /* owned */
  bool discord;
};

/* Learn what the points of a slice know, and how good their designs are. Fails with ERROR_INTERNAL (memory). */
bool accord_learn(struct accord *accord, const struct results *slice, struct error *err);

/* Whether accord_apply() would change any of the points that were learnt from. */
bool accord_is_discord(const struct accord *accord);

/*
 * Give the points of a slice, all of which were learnt from, what is known best. Fails with ERROR_INTERNAL if a design
 * of any of them is better than that, by more than rounding.
 */
bool accord_apply(const struct accord *accord, struct results *slice, struct error *err);

void accord_release(struct accord *accord);

#endif
