/* The keys that the top level sets for all grids and a grid may set for itself. */
#ifndef LUTDSE_SWEEP_SETTINGS_H
#define LUTDSE_SWEEP_SETTINGS_H

#include "sweep/define_weight.h"
#include "sweep/point.h"
#include "sweep/yaml_reader.h"

struct settings {
  struct list seeds;             /* uint64_t */
  uint64_t repeats;              /* 0: not set */
  struct list engines;           /* struct engine_settings */
  struct list hardware;          /* struct datapath */
  struct list outputs;           /* struct output_stage */
  struct list weights;           /* struct weight_choice */
  const struct weights *defined; /* what names of weights stand for; not owned */
};

/* Readers of the values; `target` is a struct settings whose part is empty. A list adds one axis value per item. */
yaml_read settings_read_seed, settings_read_repeats, settings_read_engine, settings_read_hardware, settings_read_output,
    settings_read_weights;

/* Give whatever is not set its default. Returns false if memory ran out. */
bool settings_defaults(struct settings *settings);

void settings_release(struct settings *settings);

#endif
