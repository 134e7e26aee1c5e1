/*
 * The islands engine: massive genetic populations over breakpoints, each entry's line solved exactly.
 *
 * Every grid point gets `islands` populations of `population` individuals. A generation breeds one child per
 * individual, the best that can be put together gene by gene from the individual, its mate and mutants, and so never
 * worse. Islands live apart until `agree` of them have found the same fitness, which finishes the point, or until
 * `patience` epochs brought nothing: then each epoch begins with a migration and a shake, until `patience` more bring
 * nothing. The operators themselves are in gpu/choose.h, gpu/breed.h and gpu/found.h, the end in gpu/convergence.h.
 */
#ifndef LUTDSE_SEARCH_ISLANDS_H
#define LUTDSE_SEARCH_ISLANDS_H

#include "backend.h"
#include "search/search.h"

extern const struct engine_description islands_engine;

/* The parameters, by their index in islands_engine.parameter. */
enum islands_parameter {
  ISLANDS_COUNT,
  ISLANDS_POPULATION,
  ISLANDS_GENERATIONS,
  ISLANDS_EPOCH,
  ISLANDS_ALONE,
  ISLANDS_AGREE,
  ISLANDS_PATIENCE,
  ISLANDS_STEP,
  ISLANDS_REDRAW,
  ISLANDS_ROUND,
  ISLANDS_KEEP,
  ISLANDS_PARAMETERS
};

/* The back end's form of the engine's parameters. */
struct island_settings islands_settings(const struct engine_settings *settings, int entries);

/* search_run() for requests to this engine, but where all tables are tried. */
bool islands_run(const struct search_device *on, const struct search_request *requests, size_t count,
                 struct search_answer *answers, double *seconds, struct error *err);

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
