/*
 * The engine gade: the search of LUT-APP (DATE 2026), differential evolution over lines of least squares, as published
 * (gpu/gade.h). docs/baselines.md says where it differs from the published program.
 */
#ifndef LUTDSE_SEARCH_GADE_H
#define LUTDSE_SEARCH_GADE_H

#include "search/baselines.h"

extern const struct engine_description gade_engine;

/* The parameters, by their index in gade_engine.parameter. */
enum gade_parameter { GADE_POPULATION, GADE_GENERATIONS, GADE_DIGITS, GADE_PARAMETERS };

/* How gade searches. */
extern const struct baseline_rules gade_rules;

#endif
