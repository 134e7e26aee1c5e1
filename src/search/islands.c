#include "search/islands.h"

#include <math.h>
#include <string.h>

enum { ISLANDS_MAX = 4096 };

static const struct engine_parameter parameters[ISLANDS_PARAMETERS] = {
    [ISLANDS_COUNT] = {"islands", 1, ISLANDS_MAX, 8, 1, "populations per point", NULL},
    [ISLANDS_POPULATION] = {"population", 16, 1024, 16, 16, "individuals per island", NULL},
    [ISLANDS_GENERATIONS] = {"generations", 1, 1000000, 2000, 1, "generations per island, at most", NULL},
    [ISLANDS_EPOCH] = {"epoch", 1, 1000000, 8, 1, "generations between looks at a point, and migrations", NULL},
    [ISLANDS_ALONE] = {"alone", 0, 1000000, 4, 1, "generations of an epoch in which individuals do not mate", NULL},
    [ISLANDS_AGREE] = {"agree", 0, ISLANDS_MAX, 6, 1, "islands of one best fitness that finish a point; 0: never",
                       NULL},
    [ISLANDS_PATIENCE] = {"patience", 0, 1000000, 2, 1, "epochs without progress that finish a point; 0: never", NULL},
    [ISLANDS_STEP] = {"step", 0, 1000, 6, 0, "weight of moving a breakpoint towards a neighbour", NULL},
    [ISLANDS_REDRAW] = {"redraw", 0, 1000, 1, 0, "weight of drawing it anew between its neighbours", NULL},
    [ISLANDS_ROUND] = {"round", 0, 1000, 1, 0, "weight of rounding it to a coarser scale's grid", NULL},
    [ISLANDS_KEEP] = {"keep", 1, 64, 4, 1, "best distinct designs stored per point", NULL},
};

struct island_settings islands_settings(const struct engine_settings *settings, int entries) {
  const double *value = settings->value;
  const double redraw = value[ISLANDS_REDRAW], round = redraw + value[ISLANDS_ROUND], all = round + value[ISLANDS_STEP];
  /* In 1/256. Weights that are all zero mean steps. Quotients first: weights may be tiny. */
  const double whole = all > 0 ? all : 1;
  return (struct island_settings){.entries = (uint32_t)entries,
                                  .islands = (uint32_t)value[ISLANDS_COUNT],
                                  .population = (uint32_t)value[ISLANDS_POPULATION],
                                  .generations = (uint32_t)value[ISLANDS_GENERATIONS],
                                  .epoch = (uint32_t)value[ISLANDS_EPOCH],
                                  .alone = (uint32_t)value[ISLANDS_ALONE],
                                  .agree = (uint32_t)value[ISLANDS_AGREE],
                                  .patience = (uint32_t)value[ISLANDS_PATIENCE],
                                  .redraw = (uint32_t)(256 * (redraw / whole)),
                                  .round = (uint32_t)(256 * (round / whole))};
}

/* As measured over all functions, single scales and a set, and formats (docs/quality.md): the mean, within 5 %. */
static double usual_generations(int entries) { return 25 + 3 * log2(entries); }

static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  struct island_settings islands = islands_settings(settings, entries);
  const double usual = usual_generations(entries);
  if ((islands.agree != 0 || islands.patience != 0) && islands.generations > usual)
    islands.generations = (uint32_t)usual;
  return island_evaluations(&islands, islands.generations);
}

static double point_bytes(const struct engine_settings *settings, int entries) {
  const struct island_settings islands = islands_settings(settings, entries);
  return (double)islands.islands * islands.population * islands.entries * sizeof(uint32_t) +
         (double)island_epochs(&islands) * (sizeof(float) + sizeof(struct search_epoch));
}

const struct engine_description islands_engine = {.name = "islands",
                                                  .help = "genetic populations on islands; lines solved exactly",
                                                  .parameter_count = ISLANDS_PARAMETERS,
                                                  .parameter = parameters,
                                                  .evaluations = evaluations,
                                                  .point_bytes = point_bytes,
                                                  .run = islands_run};

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
