#include "sweep/settings.h"

#include <stdint.h>

#include "sweep/axis.h"
#include "sweep/engine_axis.h"
#include "sweep/format_axis.h"
#include "sweep/hardware_axis.h"

enum { REPEATS_MAX = 1000000 };

bool settings_read_seed(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  return axis_integers(reader, node, 0, UINT64_MAX, &settings->seeds);
}

bool settings_read_repeats(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  struct list values = {NULL, 0, 0};
  bool ok = axis_integers(reader, node, 1, REPEATS_MAX, &values);
  if (ok && values.count != 1)
    ok = yaml_reader_fail(reader, node, "is a count, not an axis; allowed: one integer from 1 to %d", REPEATS_MAX);
  if (ok)
    settings->repeats = LIST_AT(&values, uint64_t, 0);
  list_release(&values);
  return ok;
}

bool settings_read_engine(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  return yaml_reader_items(reader, node, engine_axis_item, &settings->engines);
}

bool settings_read_hardware(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  return yaml_reader_items(reader, node, hardware_axis_item, &settings->hardware);
}

bool settings_read_output(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  return yaml_reader_items(reader, node, output_axis_item, &settings->outputs);
}

static bool read_weight(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct settings *const settings = target;
  struct weight_choice choice = {NULL};
  return define_weight_lookup(reader, node, settings->defined, &choice) &&
         yaml_reader_add(reader, node, &settings->weights, &choice, sizeof choice);
}

bool settings_read_weights(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return yaml_reader_items(reader, node, read_weight, target);
}

bool settings_defaults(struct settings *settings) {
  static const uint64_t seed = 1;
  static const struct output_stage no_output = {0, 0};
  static const struct weight_choice uniform = {NULL};
  const struct engine_settings engine = engine_defaults(engine_builtin(0));
  const struct datapath hardware = hardware_axis_default();
  if (settings->repeats == 0)
    settings->repeats = 1;
  return (settings->seeds.count > 0 || list_add(&settings->seeds, &seed, sizeof seed)) &&
         (settings->engines.count > 0 || list_add(&settings->engines, &engine, sizeof engine)) &&
         (settings->hardware.count > 0 || list_add(&settings->hardware, &hardware, sizeof hardware)) &&
         (settings->outputs.count > 0 || list_add(&settings->outputs, &no_output, sizeof no_output)) &&
         (settings->weights.count > 0 || list_add(&settings->weights, &uniform, sizeof uniform));
}

void settings_release(struct settings *settings) {
  list_release(&settings->seeds);
  list_release(&settings->engines);
  list_release(&settings->hardware);
  list_release(&settings->outputs);
  list_release(&settings->weights);
}
