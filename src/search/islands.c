#include "search/islands.h"

static const struct engine_parameter parameters[ISLANDS_PARAMETERS] = {
    [ISLANDS_COUNT] = {"islands", 1, 4096, 16, 1, "populations per point"},
    [ISLANDS_POPULATION] = {"population", 16, 1024, 64, 16, "individuals per island"},
    [ISLANDS_GENERATIONS] = {"generations", 1, 1000000, 1000, 1, "generations per island"},
    [ISLANDS_EPOCH] = {"epoch", 1, 1000000, 50, 1, "generations between migrations"},
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
