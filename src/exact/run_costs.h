/* What runs cost by a goal, each solved once. Internal to src/exact/. */
#ifndef LUTDSE_EXACT_RUN_COSTS_H
#define LUTDSE_EXACT_RUN_COSTS_H

#include "exact/judge.h"

struct run_cost {
  uint32_t from, to; /* 0, 0: none */
  double cost;       /* of the best line found */
  double bound;      /* no line costs less */
};

/* A hash table by both boundaries. */
struct run_costs {
  const struct problem *problem;
  const struct judge *judge; /* NULL: squared errors without limit and output stage */
  size_t count, capacity;    /* the latter a power of two */
  struct run_cost *slot;
};

/* Both are kept. Fails with ERROR_INTERNAL if memory runs out; run_costs_free() is due in any case. */
bool run_costs_create(struct run_costs *costs, const struct problem *problem, const struct judge *judge,
                      struct error *err);
void run_costs_free(struct run_costs *costs);

/* Set the cost of a run between two different boundaries. Fails as run_costs_create() does. */
bool run_costs_of(struct run_costs *costs, uint32_t from, uint32_t to, struct run_cost *out, struct error *err);

#endif
