/* Engines of a sweep: a name, or {name, PARAMETER: values...}, checked against the engine's own description. */
#ifndef LUTDSE_SWEEP_ENGINE_AXIS_H
#define LUTDSE_SWEEP_ENGINE_AXIS_H

#include "sweep/yaml_reader.h"

/* Read one engine and append the product of its parameters' values to a list of struct engine_settings. */
yaml_read engine_axis_item;

#endif
