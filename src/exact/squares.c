#include "exact/squares.h"

#include <math.h>
#include <stdlib.h>

/* The dynamic program's arrays, as a back end fills them. */
struct layers {
  size_t padded; /* boundaries in a layer */
  struct dynamic_program program;
  uint64_t *wanted;
};

static bool layers_allocate(struct layers *layers, const struct problem *problem, int entries_max, struct error *err) {
  const uint32_t side = (problem->line.bounds + OPTIMUM_TILE - 1) / OPTIMUM_TILE;
  layers->padded = (size_t)side * OPTIMUM_TILE;
  const size_t cells = (size_t)(entries_max + 1) * layers->padded, tiles = (size_t)side * side;
  layers->program = (struct dynamic_program){.problem = problem, .entries = (uint32_t)entries_max, .side = side};
  layers->program.best = malloc(cells * sizeof *layers->program.best);
  layers->program.from = calloc(cells, sizeof *layers->program.from);
  layers->wanted = malloc(tiles * sizeof *layers->wanted);
  if (layers->program.best == NULL || layers->program.from == NULL || layers->wanted == NULL)
    return error_memory(err, "exact search");
  layers->program.wanted = layers->wanted;
  for (size_t i = 0; i < cells; i++)
    layers->program.best[i] = (double)INFINITY;
  layers->program.best[0] = 0;
  for (size_t i = 0; i < tiles; i++)
    layers->wanted[i] = UINT64_MAX;
  return true;
}

static void layers_free(struct layers *layers) {
  free(layers->program.best);
  free(layers->program.from);
  free(layers->wanted);
}

static void trace(const struct layers *layers, int entries, struct exact_table *table) {
  const struct problem *problem = layers->program.problem;
  uint32_t boundary[ENTRIES_MAX - 1], to = problem->line.bounds - 1;
  table->value = layers->program.best[(size_t)entries * layers->padded + to];
  table->bound = table->value;
  table->feasible = true;
  for (int n = entries; n > 1; n--) {
    to = layers->program.from[(size_t)n * layers->padded + to];
    boundary[n - 2] = to;
  }
  problem_design(problem, boundary, entries, &table->design);
}

static bool fill_layers(const struct exact_resources *with, const struct dynamic_program *program, struct error *err) {
  if (with->backend != NULL)
    return with->backend->optimum(with->device, program, err);
  struct device *device = cpu_backend.open(0, with->threads, err);
  if (device == NULL)
    return false;
  const bool ok = cpu_backend.optimum(device, program, err);
  cpu_backend.close(device);
  return ok;
}

bool squares_solve(const struct exact_resources *with, const struct spec *spec, int entries_max,
                   struct exact_answer *answer, struct error *err) {
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  struct layers layers;
  const bool ok = layers_allocate(&layers, problem, entries_max, err) && fill_layers(with, &layers.program, err);
  for (int n = ENTRIES_MIN; ok && n <= entries_max; n++)
    trace(&layers, n, &answer->table[n]);
  layers_free(&layers);
  problem_free(problem);
  return ok;
}
