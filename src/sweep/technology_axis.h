/* Technologies of a sweep: names of built-in profiles, or mappings that describe one's own. */
#ifndef LUTDSE_SWEEP_TECHNOLOGY_AXIS_H
#define LUTDSE_SWEEP_TECHNOLOGY_AXIS_H

#include "hardware/technology.h"
#include "sweep/yaml_reader.h"

/* Read one technology and append it to a list of struct technology. */
yaml_read technology_axis_item;

#endif
