#include "synth/energy.h"

#include <string.h>

#include "synth/liberty_pick.h"
#include "synth/liberty_table.h"

/* Of every net: its load (pF), what one change of it spends within cells (pJ), and whether it carries the clock. */
struct nets {
  double *load, *internal;
  bool *clock;
};

/* Whether this energy of an output comes from clear or preset. */
static bool is_asynchronous(const struct liberty_cell *cell, const struct liberty_power *power) {
  for (size_t i = 0; i < cell->pin_count; i++)
    if (strcmp(cell->pins[i].name, power->related_pin) == 0)
      return logic_uses(&cell->clear, i) || logic_uses(&cell->preset, i);
  return false;
}

/* One change of a pin, in pJ. */
static double pin_energy(const struct liberty_cell *cell, const struct liberty_pin *pin, double load, double slew) {
  double sum = 0;
  int count = 0;
  for (const struct liberty_power *power = pin->power; power != NULL; power = power->next) {
    if (pin->output && is_asynchronous(cell, power))
      continue;
    sum += liberty_table_value(&power->rise, load, slew) + liberty_table_value(&power->fall, load, slew);
    count += 2;
  }
  return count > 0 ? sum / count : 0;
}

static void add_loads(const struct netlist *netlist, struct nets *nets) {
  for (size_t c = 0; c < netlist->cell_count; c++)
    for (size_t i = 0; i < netlist->cells[c].cell->pin_count; i++)
      if (netlist->cells[c].cell->pins[i].input)
        nets->load[netlist->cells[c].nets[i]] += netlist->cells[c].cell->pins[i].capacitance_pf;
}

static void add_internal(const struct netlist *netlist, double slew, struct nets *nets) {
  for (size_t c = 0; c < netlist->cell_count; c++) {
    const struct netlist_cell *at = &netlist->cells[c];
    for (size_t i = 0; i < at->cell->pin_count; i++)
      nets->internal[at->nets[i]] += pin_energy(at->cell, &at->cell->pins[i], nets->load[at->nets[i]], slew);
  }
}

/* Whether a cell passes the clock on: it has no state, and a pin on a net of the clock. */
static bool passes_clock(const struct netlist_cell *at, const struct nets *nets) {
  for (size_t i = 0; at->cell->kind == LIBERTY_LOGIC && i < at->cell->pin_count; i++)
    if (at->cell->pins[i].input && nets->clock[at->nets[i]])
      return true;
  return false;
}

/* The clock's nets: its port's, and the outputs of all logic (buffers, gates) on them. */
static void mark_clock(const struct netlist *netlist, const char *clock, struct nets *nets) {
  const struct netlist_port *port = clock != NULL ? netlist_find_port(netlist, clock) : NULL;
  if (port == NULL)
    return;
  nets->clock[port->nets[0]] = true;
  for (bool more = true; more;) {
    more = false;
    for (size_t c = 0; c < netlist->cell_count; c++) {
      const struct netlist_cell *at = &netlist->cells[c];
      if (!passes_clock(at, nets))
        continue;
      for (size_t i = 0; i < at->cell->pin_count; i++) {
        if (at->cell->pins[i].output && !nets->clock[at->nets[i]])
          more = nets->clock[at->nets[i]] = true;
      }
    }
  }
}

bool energy_of_toggles(const struct netlist *netlist, const struct liberty *liberty, const char *clock,
                       const uint64_t *toggles, size_t cycles, struct energy *energy, struct error *err) {
  struct arena arena = {NULL};
  struct nets nets = {.load = arena_take(&arena, netlist->net_count * sizeof(double)),
                      .internal = arena_take(&arena, netlist->net_count * sizeof(double)),
                      .clock = arena_take(&arena, netlist->net_count * sizeof(bool))};
  if (nets.load == NULL || nets.internal == NULL || nets.clock == NULL) {
    arena_release(&arena);
    return error_memory(err, "a netlist");
  }
  add_loads(netlist, &nets);
  add_internal(netlist, liberty_typical_slew(liberty), &nets);
  mark_clock(netlist, clock, &nets);
  *energy = (struct energy){0, 0, 0, 0};
  for (size_t n = NETLIST_ONE + 1; n < netlist->net_count; n++) {
    const double rate = (double)toggles[n] / (double)cycles;
    const double internal = rate * nets.internal[n];
    const double switching = rate * nets.load[n] * liberty->voltage * liberty->voltage / 2;
    energy->internal += nets.clock[n] ? 0 : internal;
    energy->switching += nets.clock[n] ? 0 : switching;
    energy->clock += nets.clock[n] ? internal + switching : 0;
  }
  energy->total = energy->clock + energy->internal + energy->switching;
  arena_release(&arena);
  return true;
}
