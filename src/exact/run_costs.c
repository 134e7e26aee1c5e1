#include "exact/run_costs.h"

#include <stdlib.h>

#include "exact/best_line.h"

enum { CAPACITY = 1024 };

static bool allocate(struct run_costs *costs, size_t capacity, struct error *err) {
  costs->slot = calloc(capacity, sizeof *costs->slot);
  costs->capacity = capacity;
  return costs->slot != NULL || error_memory(err, "costs of entries");
}

bool run_costs_create(struct run_costs *costs, const struct problem *problem, const struct judge *judge,
                      struct error *err) {
  *costs = (struct run_costs){.problem = problem, .judge = judge};
  return allocate(costs, CAPACITY, err);
}

void run_costs_free(struct run_costs *costs) { free(costs->slot); }

/* Where a run is or goes. */
static struct run_cost *find(const struct run_costs *costs, uint32_t from, uint32_t to) {
  const uint64_t hash = (((uint64_t)from << 32) | to) * UINT64_C(0x9e3779b97f4a7c15);
  size_t at = (size_t)(hash >> 32) & (costs->capacity - 1);
  while (costs->slot[at].to != 0 && (costs->slot[at].from != from || costs->slot[at].to != to))
    at = (at + 1) & (costs->capacity - 1);
  return &costs->slot[at];
}

static bool grow(struct run_costs *costs, struct error *err) {
  struct run_cost *const old = costs->slot;
  const size_t capacity = costs->capacity;
  const bool ok = allocate(costs, 2 * capacity, err);
  for (size_t i = 0; ok && i < capacity; i++)
    if (old[i].to != 0)
      *find(costs, old[i].from, old[i].to) = old[i];
  free(old);
  return ok;
}

static struct run_cost solve(const struct run_costs *costs, uint32_t from, uint32_t to) {
  const struct problem *problem = costs->problem;
  if (costs->judge == NULL) {
    const double cost = entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
    return (struct run_cost){from, to, cost, cost};
  }
  const struct best_line line = best_line(costs->judge, from, to, INFINITY);
  return (struct run_cost){from, to, line.cost, line.bound};
}

bool run_costs_of(struct run_costs *costs, uint32_t from, uint32_t to, struct run_cost *out, struct error *err) {
  struct run_cost *slot = find(costs, from, to);
  if (slot->to == 0) {
    if (2 * (costs->count + 1) > costs->capacity) {
      if (!grow(costs, err))
        return false;
      slot = find(costs, from, to);
    }
    *slot = solve(costs, from, to);
    costs->count++;
  }
  *out = *slot;
  return true;
}
