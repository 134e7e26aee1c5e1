/* Reading the parts of an unfinished run. Internal to src/front/. */
#ifndef LUTDSE_FRONT_SOURCE_PARTS_H
#define LUTDSE_FRONT_SOURCE_PARTS_H

#include "front/source.h"

enum { SOURCE_SLICE = 1024 }; /* points at a time */

/* source_scan() of parts. */
bool source_scan_parts(struct front_source *source, source_take *take, void *context, struct error *err);

#endif
