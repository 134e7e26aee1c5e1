/* The engine uniform: equal segments, each with its exact line. What tables without any search come to. */
#ifndef LUTDSE_SEARCH_UNIFORM_H
#define LUTDSE_SEARCH_UNIFORM_H

#include "search/search.h"

extern const struct engine_description uniform_engine;

#endif
