/*
 * The islands engine: massive genetic populations over breakpoints, each entry's line solved exactly.
 *
 * Every grid point gets `islands` populations of `population` individuals. A generation breeds one child per
 * individual (tournament selection of two parents, two-point crossover, mutation) that replaces it if it is
 * better: so no island ever loses its best. Every `epoch` generations the best of each island goes to the next
 * one of a ring, where it replaces the worst.
 */
#ifndef LUTDSE_SEARCH_ISLANDS_H
#define LUTDSE_SEARCH_ISLANDS_H

#include "search/engine.h"

extern const struct engine_description islands_engine;

/* The parameters, by their index in islands_engine.parameter. */
enum islands_parameter {
  ISLANDS_COUNT,
  ISLANDS_POPULATION,
  ISLANDS_GENERATIONS,
  ISLANDS_EPOCH,
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

#endif
