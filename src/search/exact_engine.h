/* The exact engine: provably optimal tables (src/exact/), as an engine beside the others. */
#ifndef LUTDSE_SEARCH_EXACT_ENGINE_H
#define LUTDSE_SEARCH_EXACT_ENGINE_H

#include "exact/exact.h"
#include "search/search.h"

extern const struct engine_description exact_engine;

/* The parameters, by their index in exact_engine.parameter. */
enum exact_parameter { EXACT_PARAMETER_OBJECTIVE, EXACT_PARAMETER_MAX_ABS, EXACT_PARAMETERS };

/* The goal that the parameters name. */
struct exact_goal exact_engine_goal(const struct engine_settings *settings);

/*
 * search_run() for requests to this engine, and for those to any whose tables are all tried: their `evaluations` are
 * these tables, and the one design is the best by the engine's goal. Neighbours that share_problem() are solved once,
 * for all their sizes.
 */
bool exact_engine_run(const struct search_device *on, const struct search_request *requests, size_t count,
                      struct search_answer *answers, double *seconds, struct error *err);

#endif
