#include "exact/squares.h"

#include <math.h>
#include <stdlib.h>

/* best[n][j]: the least error of n entries over the codes before boundary j, and where the last of them begins. */
struct layers {
  uint32_t bounds;
  int entries_max;
  double *best;   /* [entries_max + 1][bounds] */
  uint32_t *from; /* likewise */
};

static bool layers_allocate(struct layers *layers, uint32_t bounds, int entries_max, struct error *err) {
  const size_t cells = (size_t)(entries_max + 1) * bounds;
  *layers =
      (struct layers){bounds, entries_max, malloc(cells * sizeof *layers->best), calloc(cells, sizeof *layers->from)};
  if (layers->best == NULL || layers->from == NULL)
    return error_memory(err, "exact search");
  for (size_t i = 0; i < cells; i++)
    layers->best[i] = INFINITY;
  layers->best[0] = 0;
  return true;
}

static void layers_free(struct layers *layers) {
  free(layers->best);
  free(layers->from);
}

/* Let an entry between two boundaries follow every number of entries that end where it begins. */
static void relax(struct layers *layers, uint32_t from, uint32_t to, double cost) {
  for (int n = 1; n <= layers->entries_max; n++) {
    const size_t cell = (size_t)n * layers->bounds + to;
    const double total = layers->best[(size_t)(n - 1) * layers->bounds + from] + cost;
    if (total < layers->best[cell]) {
      layers->best[cell] = total;
      layers->from[cell] = from;
    }
  }
}

static void fill_layers(struct layers *layers, const struct problem *problem) {
  for (uint32_t from = 0; from + 1 < layers->bounds; from++) {
    /* Entries may be empty, but for the first. */
    for (uint32_t to = from == 0 ? 1 : from; to < layers->bounds; to++)
      relax(layers, from, to, entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost);
  }
}

static void trace(const struct layers *layers, const struct problem *problem, int entries, struct exact_table *table) {
  uint32_t boundary[ENTRIES_MAX - 1], to = layers->bounds - 1;
  table->value = layers->best[(size_t)entries * layers->bounds + to];
  table->bound = table->value;
  table->feasible = true;
  for (int n = entries; n > 1; n--) {
    to = layers->from[(size_t)n * layers->bounds + to];
    boundary[n - 2] = to;
  }
  problem_design(problem, boundary, entries, &table->design);
}

bool squares_solve(const struct exact_resources *with, const struct spec *spec, int entries_max,
                   struct exact_answer *answer, struct error *err) {
  (void)with;
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  struct layers layers;
  const bool ok = layers_allocate(&layers, problem->line.bounds, entries_max, err);
  if (ok) {
    fill_layers(&layers, problem);
    for (int n = ENTRIES_MIN; n <= entries_max; n++)
      trace(&layers, problem, n, &answer->table[n]);
  }
  layers_free(&layers);
  problem_free(problem);
  return ok;
}
