#include "exact/squares.h"

#include <math.h>
#include <stdlib.h>

#include "exact/coarse.h"

enum {
  PRUNED_FROM = 2048,    /* boundaries; below, the program takes less time than a look at what can be left out */
  PROVEN_UP_TO = 135000, /* boundaries: a 16-bit input over twice its codes; beyond, minutes become hours */
  CELLS_MAX = 2048       /* of the coarse look beyond that */
};

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

/* Leave out the tiles that no optimal table can use. */
static bool prune(struct layers *layers, unsigned threads, struct error *err) {
  const struct problem *problem = layers->program.problem;
  if (problem->line.bounds < PRUNED_FROM)
    return true;
  struct coarse coarse;
  const bool ok = coarse_create(&coarse, problem, (int)layers->program.entries, OPTIMUM_TILE, threads, err) &&
                  coarse_find_tables(&coarse, err);
  if (ok)
    coarse_wanted(&coarse, layers->wanted);
  coarse_free(&coarse);
  return ok;
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

static bool solve(const struct exact_resources *with, const struct problem *problem, int entries_max,
                  struct exact_answer *answer, struct error *err) {
  struct layers layers;
  const bool ok = layers_allocate(&layers, problem, entries_max, err) && prune(&layers, with->threads, err) &&
                  fill_layers(with, &layers.program, err);
  for (int n = ENTRIES_MIN; ok && n <= entries_max; n++)
    trace(&layers, n, &answer->table[n]);
  layers_free(&layers);
  return ok;
}

/* Good tables, and how much better others might be. */
static bool enclose(const struct exact_resources *with, const struct problem *problem, int entries_max,
                    struct exact_answer *answer, struct error *err) {
  struct coarse coarse;
  const uint32_t step = problem->line.bounds / CELLS_MAX + 1;
  const bool ok =
      coarse_create(&coarse, problem, entries_max, step, with->threads, err) && coarse_find_tables(&coarse, err);
  for (int n = ENTRIES_MIN; ok && n <= entries_max; n++) {
    struct exact_table *table = &answer->table[n];
    *table = (struct exact_table){.feasible = true, .value = coarse.upper[n], .bound = coarse.lower[n]};
    problem_design(problem, coarse.boundary + (size_t)n * ENTRIES_MAX, n, &table->design);
  }
  coarse_free(&coarse);
  return ok;
}

bool squares_solve(const struct exact_resources *with, const struct spec *spec, int entries_max,
                   struct exact_answer *answer, struct error *err) {
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  const bool ok = problem->line.bounds <= PROVEN_UP_TO ? solve(with, problem, entries_max, answer, err)
                                                       : enclose(with, problem, entries_max, answer, err);
  problem_free(problem);
  return ok;
}
