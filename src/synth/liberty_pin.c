#include <string.h>

#include "synth/liberty_table.h"

static bool read_power(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_pin *pin) {
  struct liberty_power *power = arena_take(&reader->liberty->arena, sizeof *power);
  if (power == NULL)
    return error_memory(reader->err, "a cell library");
  const char *related = liberty_group_text(group, "related_pin");
  *power = (struct liberty_power){.related_pin = related != NULL ? related : "", .next = pin->power};
  pin->power = power;
  const double unit = reader->units.energy;
  /* A group "power" is for both edges. */
  const struct liberty_group *both = liberty_group_find(group->groups, "power");
  const struct liberty_group *rise = liberty_group_find(group->groups, "rise_power");
  const struct liberty_group *fall = liberty_group_find(group->groups, "fall_power");
  return liberty_table_read(reader, rise != NULL ? rise : both, unit, &power->rise) &&
         liberty_table_read(reader, fall != NULL ? fall : both, unit, &power->fall);
}

static bool read_transitions(struct liberty_reader *reader, const struct liberty_group *timing,
                             struct liberty_pin *pin) {
  const double unit = reader->units.time;
  return liberty_table_read(reader, liberty_group_find(timing->groups, "rise_transition"), unit,
                            &pin->rise_transition) &&
         liberty_table_read(reader, liberty_group_find(timing->groups, "fall_transition"), unit, &pin->fall_transition);
}

static bool read_tables(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_pin *pin) {
  for (const struct liberty_group *at = liberty_group_find(group->groups, "internal_power"); at != NULL;
       at = liberty_group_find(at->next, "internal_power"))
    if (!read_power(reader, at, pin))
      return false;
  const struct liberty_group *timing = liberty_group_find(group->groups, "timing");
  return !pin->output || timing == NULL || read_transitions(reader, timing, pin);
}

bool liberty_pin_read(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_pin *pin) {
  if (group->argument_count == 0)
    return liberty_fail(reader, group->line, "pin: it has no name");
  const char *direction = liberty_group_text(group, "direction");
  *pin = (struct liberty_pin){.name = group->arguments[0]};
  pin->input = direction != NULL && strcmp(direction, "input") == 0;
  pin->output = direction != NULL && strcmp(direction, "output") == 0;
  double capacitance = 0;
  if (pin->input && !liberty_number(reader, reader->library, "default_input_pin_cap", &capacitance))
    return false;
  if (!liberty_number(reader, group, "capacitance", &capacitance))
    return false;
  pin->capacitance_pf = capacitance * reader->units.capacitance;
  return read_tables(reader, group, pin);
}
