/* Holding designs of a source in memory at once: only where they are not too many. */
#ifndef LUTDSE_FRONT_COLLECT_H
#define LUTDSE_FRONT_COLLECT_H

#include "front/front.h"
#include "front/source.h"

/*
 * Collect what a source holds, in its order, each point once: the points whose designs pass the filter, or all (NULL).
 * *too_many: they have more than `most` designs, and `out` is empty. Fails as source_scan() does, with `out` empty.
 */
bool collect_designs(struct results *out, struct front_source *source, const struct design_filter *filter, size_t most,
                     bool *too_many, struct error *err);

#endif
