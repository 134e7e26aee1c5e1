#include <string.h>

#include "synth/liberty_read.h"

enum { PINS_MAX = 1000 };

/* What the functions of one cell may name: its pins, then its state and the state's complement. */
struct names {
  const char *items[PINS_MAX + 2];
  size_t count;
};

/* A group that declares several pins at once counts as its first: the cell is then of no use to synthesis. */
static bool read_pins(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_cell *cell) {
  size_t count = 0;
  const struct liberty_group *const first = liberty_group_find(group->groups, "pin");
  for (const struct liberty_group *at = first; at != NULL; at = liberty_group_find(at->next, "pin"))
    count++;
  if (count > PINS_MAX)
    return liberty_fail(reader, group->line, "cell %s: more than %d pins", cell->name, PINS_MAX);
  cell->pins = arena_take(&reader->liberty->arena, count * sizeof *cell->pins);
  if (cell->pins == NULL)
    return error_memory(reader->err, "a cell library");
  for (const struct liberty_group *at = first; at != NULL; at = liberty_group_find(at->next, "pin"))
    if (!liberty_pin_read(reader, at, &cell->pins[cell->pin_count++]))
      return error_prefix(reader->err, "cell %s", cell->name);
  return true;
}

/* A function that the attribute of a group gives; empty if it gives none. */
static bool read_function(struct liberty_reader *reader, const struct liberty_group *group, const char *attribute,
                          const struct names *names, struct liberty_cell *cell, struct logic *logic) {
  const struct liberty_attribute *found = liberty_group_attribute(group, attribute);
  if (found == NULL || found->count == 0)
    return true;
  switch (logic_parse(&reader->liberty->arena, found->values[0], names->items, names->count, logic)) {
  case LOGIC_OK:
    return true;
  case LOGIC_NO_MEMORY:
    return error_memory(reader->err, "a cell library");
  case LOGIC_UNKNOWN_NAME: /* a state table's, or a bus's */
    cell->kind = LIBERTY_OTHER;
    return true;
  case LOGIC_MALFORMED:
    break;
  }
  return liberty_fail(reader, found->line, "cell %s: %s: cannot read the function '%.60s'", cell->name, attribute,
                      found->values[0]);
}

static bool read_outputs(struct liberty_reader *reader, const struct liberty_group *group, const struct names *names,
                         struct liberty_cell *cell) {
  size_t i = 0;
  for (const struct liberty_group *at = liberty_group_find(group->groups, "pin"); at != NULL;
       at = liberty_group_find(at->next, "pin"), i++) {
    struct liberty_pin *pin = &cell->pins[i];
    if (pin->output && !read_function(reader, at, "function", names, cell, &pin->function))
      return false;
    if ((pin->output && pin->function.count == 0) || (!pin->output && !pin->input) ||
        liberty_group_text(at, "three_state") != NULL)
      cell->kind = LIBERTY_OTHER;
  }
  return true;
}

/* The ff or latch group, if there is one: it names the states and says what they become. */
static bool read_state(struct liberty_reader *reader, const struct liberty_group *group, struct names *names,
                       struct liberty_cell *cell) {
  const struct liberty_group *ff = liberty_group_find(group->groups, "ff");
  const struct liberty_group *latch = liberty_group_find(group->groups, "latch");
  const struct liberty_group *state = ff != NULL ? ff : latch;
  if (state == NULL)
    return true;
  cell->kind = ff != NULL && latch != NULL ? LIBERTY_OTHER : ff != NULL ? LIBERTY_FLIP_FLOP : LIBERTY_LATCH;
  for (size_t i = 0; i < 2; i++)
    names->items[cell->pin_count + i] = i < state->argument_count ? state->arguments[i] : NULL;
  names->count = cell->pin_count + 2;
  return read_function(reader, state, ff != NULL ? "next_state" : "data_in", names, cell, &cell->next) &&
         read_function(reader, state, ff != NULL ? "clocked_on" : "enable", names, cell, &cell->clock) &&
         read_function(reader, state, "clear", names, cell, &cell->clear) &&
         read_function(reader, state, "preset", names, cell, &cell->preset);
}

static bool read_functions(struct liberty_reader *reader, const struct liberty_group *group,
                           struct liberty_cell *cell) {
  struct names names = {.count = cell->pin_count};
  for (size_t i = 0; i < cell->pin_count; i++)
    names.items[i] = cell->pins[i].name;
  if (!read_state(reader, group, &names, cell) || !read_outputs(reader, group, &names, cell))
    return false;
  static const char *const others[] = {"ff_bank", "latch_bank", "statetable", "bus", "bundle"};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    if (liberty_group_find(group->groups, others[i]) != NULL)
      cell->kind = LIBERTY_OTHER;
  const bool sequential = cell->kind == LIBERTY_FLIP_FLOP || cell->kind == LIBERTY_LATCH;
  if (sequential && (cell->next.count == 0 || cell->clock.count == 0))
    cell->kind = LIBERTY_OTHER;
  return true;
}

bool liberty_cell_read(struct liberty_reader *reader, const struct liberty_group *group, struct liberty_cell *cell) {
  if (group->argument_count == 0)
    return liberty_fail(reader, group->line, "cell: it has no name");
  *cell = (struct liberty_cell){.name = group->arguments[0], .kind = LIBERTY_LOGIC, .line = group->line};
  const char *unusable = liberty_group_text(group, "dont_use");
  cell->unusable = unusable != NULL && strcmp(unusable, "true") == 0;
  double leakage = 0;
  if (!liberty_number(reader, reader->library, "default_cell_leakage_power", &leakage) ||
      !liberty_number(reader, group, "cell_leakage_power", &leakage) ||
      !liberty_number(reader, group, "area", &cell->area))
    return false;
  if (cell->area < 0)
    return liberty_fail(reader, group->line, "cell %s: its area is negative", cell->name);
  cell->leakage_uw = leakage * reader->units.leakage;
  return read_pins(reader, group, cell) && read_functions(reader, group, cell);
}
