/*
 * The islands engine: massive genetic populations over breakpoints, each entry's line solved exactly.
 *
 * Every grid point gets `islands` populations of `population` individuals. A generation breeds one child per
 * individual (tournament selection of two parents, two-point crossover, mutation) that replaces it if it is
 * better: so no island ever loses its best. Every `epoch` generations the best of each island goes to the next
 * one of a ring, where it replaces the worst. The operators themselves are in gpu/breed.h.
 */
#ifndef LUTDSE_SEARCH_ISLANDS_H
#define LUTDSE_SEARCH_ISLANDS_H

#include "backend.h"
#include "search/engine.h"

extern const struct engine_description islands_engine;

/* The parameters, by their index in islands_engine.parameter. */
enum islands_parameter {
  ISLANDS_COUNT,
  ISLANDS_POPULATION,
  ISLANDS_GENERATIONS,
  ISLANDS_EPOCH,
  ISLANDS_PATIENCE,
  ISLANDS_TOURNAMENT,
  ISLANDS_CROSSOVER,
  ISLANDS_MUTATION,
  ISLANDS_SMALL,
  ISLANDS_LARGE,
  ISLANDS_RESAMPLE,
  ISLANDS_ROUND,
  ISLANDS_KEEP,
  ISLANDS_PARAMETERS
};

/* The back end's form of the engine's parameters. */
struct island_settings islands_settings(const struct engine_settings *settings, int entries);

/* How many designs are kept per point. */
size_t islands_keep(const struct engine_settings *settings);

/*
 * Turn one point's islands (their best boundaries and fitness, as in struct batch_result) into designs: the fittest
 * islands_keep() that differ, best first; ties by island. Returns how many.
 */
size_t islands_harvest(const struct engine_settings *settings, const struct problem *problem,
                       const struct island_settings *islands, const uint32_t *boundaries, const float *fitness,
                       struct design *designs);

#endif
