/*
 * Hardware of a sweep: {storage, select, digits, symmetry, pipeline, technology}, each a value or a list of values.
 */
#ifndef LUTDSE_SWEEP_HARDWARE_AXIS_H
#define LUTDSE_SWEEP_HARDWARE_AXIS_H

#include "hardware/hardware.h"
#include "model/spec.h"
#include "sweep/yaml_reader.h"

/* One value of the axis: the choices of a datapath, and what they ask of a table. */
struct datapath {
  struct hardware hardware;
  struct restriction restriction;
};

/* Read one such mapping and append the product of its values to a list of struct datapath. */
yaml_read hardware_axis_item;

/*
 * Enable storage, one-hot select, full multiplier, the whole table, a single cycle, the first built-in technology.
 */
struct datapath hardware_axis_default(void);

#endif
