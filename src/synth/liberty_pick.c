#include "synth/liberty_pick.h"

#include "synth/liberty_table.h"

const struct liberty_pin *liberty_cell_output(const struct liberty_cell *cell) {
  for (size_t i = 0; i < cell->pin_count; i++)
    if (cell->pins[i].output)
      return &cell->pins[i];
  return NULL;
}

const struct liberty_pin *liberty_cell_input(const struct liberty_cell *cell, size_t index) {
  for (size_t i = 0; i < cell->pin_count; i++)
    if (cell->pins[i].input && index-- == 0)
      return &cell->pins[i];
  return NULL;
}

static size_t count_pins(const struct liberty_cell *cell, bool outputs) {
  size_t count = 0;
  for (size_t i = 0; i < cell->pin_count; i++)
    count += outputs ? cell->pins[i].output : cell->pins[i].input;
  return count;
}

/* Whether it has so many inputs and its one output is the complement of all of them and-ed. */
static bool is_nand(const struct liberty_cell *cell, size_t inputs) {
  const struct liberty_pin *output = liberty_cell_output(cell);
  if (cell->kind != LIBERTY_LOGIC || cell->pin_count != inputs + 1 || count_pins(cell, false) != inputs ||
      output == NULL)
    return false;
  const uint32_t map[3] = {0, 1, 2};
  for (unsigned pattern = 0; pattern < 1U << cell->pin_count; pattern++) {
    uint8_t values[3] = {0};
    bool all = true;
    for (size_t i = 0; i < cell->pin_count; i++) {
      values[i] = pattern >> i & 1;
      all = all && (values[i] || cell->pins[i].output);
    }
    if (logic_value(&output->function, values, map) == all)
      return false;
  }
  return true;
}

static bool is_inverter(const struct liberty_cell *cell) { return is_nand(cell, 1); }
static bool is_nand2(const struct liberty_cell *cell) { return is_nand(cell, 2); }
static bool is_flip_flop(const struct liberty_cell *cell) { return cell->kind == LIBERTY_FLIP_FLOP; }

/* Whether a function is just that variable. */
static bool is_variable(const struct logic *logic, size_t variable) {
  return logic->count == 1 && logic->steps[0] == variable;
}

static bool is_latch(const struct liberty_cell *cell) {
  const struct liberty_pin *output = liberty_cell_output(cell);
  return cell->kind == LIBERTY_LATCH && cell->pin_count == 3 && count_pins(cell, false) == 2 && output != NULL &&
         is_variable(&output->function, cell->pin_count) && cell->next.count == 1 && cell->clock.count == 1 &&
         cell->next.steps[0] < 3 && cell->clock.steps[0] < 3 && cell->clear.count == 0 && cell->preset.count == 0;
}

static const struct liberty_cell *pick(const struct liberty *liberty, bool (*suits)(const struct liberty_cell *)) {
  const struct liberty_cell *best = NULL;
  for (size_t i = 0; i < liberty->cell_count; i++) {
    const struct liberty_cell *cell = &liberty->cells[i];
    if (!cell->unusable && cell->area > 0 && (best == NULL || cell->area < best->area) && suits(cell))
      best = cell;
  }
  return best;
}

const struct liberty_cell *liberty_pick_inverter(const struct liberty *liberty) { return pick(liberty, is_inverter); }
const struct liberty_cell *liberty_pick_nand2(const struct liberty *liberty) { return pick(liberty, is_nand2); }
const struct liberty_cell *liberty_pick_latch(const struct liberty *liberty) { return pick(liberty, is_latch); }

const struct liberty_cell *liberty_pick_flip_flop(const struct liberty *liberty) { return pick(liberty, is_flip_flop); }

double liberty_typical_load(const struct liberty *liberty) {
  const struct liberty_cell *inverter = liberty_pick_inverter(liberty);
  return inverter != NULL ? 4 * liberty_cell_input(inverter, 0)->capacitance_pf : 0;
}

double liberty_typical_slew(const struct liberty *liberty) {
  const struct liberty_cell *inverter = liberty_pick_inverter(liberty);
  if (inverter == NULL)
    return 0;
  const struct liberty_pin *output = liberty_cell_output(inverter);
  const double load = liberty_typical_load(liberty);
  double slew = 0;
  for (int stage = 0; stage < 20; stage++)
    slew = (liberty_table_value(&output->rise_transition, load, slew) +
            liberty_table_value(&output->fall_transition, load, slew)) /
           2;
  return slew;
}
