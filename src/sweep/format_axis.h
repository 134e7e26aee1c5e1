/* Fixed-point formats {bits, frac} and output stages {bits, scale} of a sweep. */
#ifndef LUTDSE_SWEEP_FORMAT_AXIS_H
#define LUTDSE_SWEEP_FORMAT_AXIS_H

#include "sweep/yaml_reader.h"

/* Read one {bits, frac}, each an integer axis, and append their product to a list of struct format. */
yaml_read format_axis_item;

/* Read one {bits, scale} or the word "none" and append the product to a list of struct output_stage. */
yaml_read output_axis_item;

#endif
