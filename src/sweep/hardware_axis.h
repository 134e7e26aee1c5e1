/* Hardware of a sweep: {storage, select, technology}, each a name or a list of names. */
#ifndef LUTDSE_SWEEP_HARDWARE_AXIS_H
#define LUTDSE_SWEEP_HARDWARE_AXIS_H

#include "hardware/cost.h"
#include "sweep/yaml_reader.h"

/* Read one such mapping and append the product of its values to a list of struct hardware. */
yaml_read hardware_axis_item;

/* Enable storage, one-hot select, the first built-in technology. */
struct hardware hardware_axis_default(void);

#endif
