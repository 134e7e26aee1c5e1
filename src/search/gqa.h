/*
 * The engine gqa: the genetic search of GQA-LUT (DAC 2024) as published, on the same grids, with the same operators and
 * probabilities (gpu/gqa.h). docs/baselines.md says where it differs from the published program.
 */
#ifndef LUTDSE_SEARCH_GQA_H
#define LUTDSE_SEARCH_GQA_H

#include "search/baselines.h"

extern const struct engine_description gqa_engine;

/* The parameters, by their index in gqa_engine.parameter. */
enum gqa_parameter {
  GQA_POPULATION,
  GQA_GENERATIONS,
  GQA_CROSSOVER,
  GQA_MUTATION_RATE,
  GQA_TOURNAMENT,
  GQA_MUTATION,
  GQA_OFFSET,
  GQA_PARAMETERS
};

/* Choices of GQA_MUTATION. */
enum gqa_mutation { GQA_PUBLISHED, GQA_ROUNDING, GQA_GAUSSIAN };

/* How gqa searches. */
extern const struct baseline_rules gqa_rules;

#endif
