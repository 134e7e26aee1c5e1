/* One batch, from points to a part's content. */
#ifndef LUTDSE_RUN_BATCH_RUN_H
#define LUTDSE_RUN_BATCH_RUN_H

#include "search/search.h"
#include "store/results.h"

/*
 * Search the points, score every design with the reference evaluator and the cost model, rank each point's by MSE
 * (ties in the engine's order) and append all to `out`. Fails as search_run() does.
 */
bool batch_run(const struct search_device *on, const struct point *const *points, size_t count, struct results *out,
               struct error *err);

#endif
