#include "search/islands.h"

#include <string.h>

enum { ISLANDS_MAX = 4096 };

static const struct engine_parameter parameters[ISLANDS_PARAMETERS] = {
    [ISLANDS_COUNT] = {"islands", 1, ISLANDS_MAX, 16, 1, "populations per point"},
    [ISLANDS_POPULATION] = {"population", 16, 1024, 64, 16, "individuals per island"},
    [ISLANDS_GENERATIONS] = {"generations", 1, 1000000, 1000, 1, "generations per island"},
    [ISLANDS_EPOCH] = {"epoch", 1, 1000000, 50, 1, "generations between migrations"},
    [ISLANDS_PATIENCE] = {"patience", 0, 1000000, 0, 1,
                          "epochs without progress after which a point is finished; 0: all"},
    [ISLANDS_TOURNAMENT] = {"tournament", 1, 4, 4, 1, "individuals drawn to choose a parent"},
    [ISLANDS_CROSSOVER] = {"crossover", 0, 1, 0.7, 0, "probability of a two-point crossover"},
    [ISLANDS_MUTATION] = {"mutation", 0, 1, 0.5, 0, "probability of each of a child's three mutations"},
    [ISLANDS_SMALL] = {"small_step", 0, 1000, 12, 0, "weight of moving a breakpoint by 1 to 4 candidates"},
    [ISLANDS_LARGE] = {"large_step", 0, 1000, 6, 0, "weight of moving it by up to 1/8 of the domain"},
    [ISLANDS_RESAMPLE] = {"resample", 0, 1000, 3, 0, "weight of drawing it anew"},
    [ISLANDS_ROUND] = {"round", 0, 1000, 3, 0, "weight of rounding it to a coarser scale's grid"},
    [ISLANDS_KEEP] = {"keep", 1, 64, 4, 1, "best distinct designs stored per point"},
};

static uint64_t evaluations(const struct engine_settings *settings) {
  const double *value = settings->value;
  return (uint64_t)value[ISLANDS_COUNT] * (uint64_t)value[ISLANDS_POPULATION] *
         ((uint64_t)value[ISLANDS_GENERATIONS] + 1);
}

const struct engine_description islands_engine = {"islands", "genetic populations on islands; lines solved exactly",
                                                  ISLANDS_PARAMETERS, parameters, evaluations};

struct island_settings islands_settings(const struct engine_settings *settings, int entries) {
  const double *value = settings->value;
  const double small = value[ISLANDS_SMALL], large = small + value[ISLANDS_LARGE];
  const double resample = large + value[ISLANDS_RESAMPLE], all = resample + value[ISLANDS_ROUND];
  /* In 1/65536. Weights that are all zero mean no mutation. Quotients first: weights may be tiny. */
  const double mutation = 65536 * value[ISLANDS_MUTATION], whole = all > 0 ? all : 1;
  return (struct island_settings){.entries = (uint32_t)entries,
                                  .islands = (uint32_t)value[ISLANDS_COUNT],
                                  .population = (uint32_t)value[ISLANDS_POPULATION],
                                  .generations = (uint32_t)value[ISLANDS_GENERATIONS],
                                  .epoch = (uint32_t)value[ISLANDS_EPOCH],
                                  .patience = (uint32_t)value[ISLANDS_PATIENCE],
                                  .tournament = (uint32_t)value[ISLANDS_TOURNAMENT],
                                  .crossover = (uint32_t)(65536 * value[ISLANDS_CROSSOVER]),
                                  .small = (uint32_t)(mutation * (small / whole)),
                                  .large = (uint32_t)(mutation * (large / whole)),
                                  .resample = (uint32_t)(mutation * (resample / whole)),
                                  .round = (uint32_t)(mutation * (all / whole))};
}

size_t islands_keep(const struct engine_settings *settings) {
  const double islands = settings->value[ISLANDS_COUNT], keep = settings->value[ISLANDS_KEEP];
  return (size_t)(keep < islands ? keep : islands);
}

/* The fittest island not yet taken, the lowest number first; `count` if there is none. */
static uint32_t next_island(const float *fitness, const bool *taken, uint32_t count) {
  uint32_t best = count;
  for (uint32_t i = 0; i < count; i++)
    if (!taken[i] && (best == count || fitness[i] < fitness[best]))
      best = i;
  return best;
}

/* Take an island and all others that hold the same individual. */
static void take(bool *taken, const uint32_t *boundaries, uint32_t island, uint32_t count, size_t genes) {
  for (uint32_t i = 0; i < count; i++)
    if (memcmp(boundaries + i * genes, boundaries + island * genes, genes * sizeof *boundaries) == 0)
      taken[i] = true;
}

size_t islands_harvest(const struct engine_settings *settings, const struct problem *problem,
                       const struct island_settings *islands, const uint32_t *boundaries, const float *fitness,
                       struct design *designs) {
  bool taken[ISLANDS_MAX] = {false};
  const size_t genes = islands->entries - 1, keep = islands_keep(settings);
  size_t kept = 0;
  for (uint32_t i = next_island(fitness, taken, islands->islands); i < islands->islands && kept < keep;
       i = next_island(fitness, taken, islands->islands)) {
    problem_design(problem, boundaries + i * genes, (int)islands->entries, &designs[kept++]);
    take(taken, boundaries, i, islands->islands, genes);
  }
  return kept;
}
