#include "synth/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "synth/netlist_order.h"

/* Passes after which a loop of logic is taken to swing for ever, and clock edges that may follow from one another. */
enum { PASSES_MAX = 100, RIPPLES_MAX = 64 };

struct simulation {
  const struct netlist *netlist;
  struct netlist_order order;
  uint8_t *value, *before; /* of nets: now, and when last counted */
  uint8_t *dirty;          /* by rank: to be evaluated */
  uint8_t *clock, *next;   /* of cells: the clock as last seen, the data as last sampled */
  const struct netlist_port **driven;
  const struct netlist_port *clock_port;
  uint64_t *toggles;
  bool counting;
  bool again; /* a cell has become dirty behind the one at work */
  struct arena arena;
  struct error *err;
};

static void set_net(struct simulation *sim, uint32_t net, uint8_t value, uint32_t rank) {
  if (net <= NETLIST_ONE || sim->value[net] == value)
    return;
  sim->value[net] = value;
  for (uint32_t r = sim->order.first_reader[net]; r < sim->order.first_reader[net + 1]; r++) {
    sim->dirty[sim->order.reader[r]] = 1;
    sim->again |= sim->order.reader[r] <= rank;
  }
}

/* What a state becomes at once: by clear (which wins), preset, or a latch's enable. */
static void update_state(struct simulation *sim, const struct netlist_cell *at, uint32_t rank) {
  const struct liberty_cell *cell = at->cell;
  const uint32_t *states = at->nets + cell->pin_count;
  uint8_t state = sim->value[states[0]];
  if (logic_value(&cell->clear, sim->value, at->nets))
    state = 0;
  else if (logic_value(&cell->preset, sim->value, at->nets))
    state = 1;
  else if (cell->kind == LIBERTY_LATCH && logic_value(&cell->clock, sim->value, at->nets))
    state = logic_value(&cell->next, sim->value, at->nets);
  set_net(sim, states[0], state, rank);
  set_net(sim, states[1], !state, rank);
}

static void evaluate_cell(struct simulation *sim, uint32_t rank) {
  const struct netlist_cell *at = &sim->netlist->cells[sim->order.cell[rank]];
  if (at->cell->kind != LIBERTY_LOGIC)
    update_state(sim, at, rank);
  for (size_t i = 0; i < at->cell->pin_count; i++)
    if (at->cell->pins[i].output)
      set_net(sim, at->nets[i], logic_value(&at->cell->pins[i].function, sim->value, at->nets), rank);
}

static void count_toggles(struct simulation *sim) {
  if (sim->counting)
    for (size_t n = 0; n < sim->netlist->net_count; n++)
      sim->toggles[n] += sim->value[n] ^ sim->before[n];
  memcpy(sim->before, sim->value, sim->netlist->net_count);
}

static bool settle(struct simulation *sim) {
  for (int pass = 0; pass < PASSES_MAX; pass++) {
    sim->again = false;
    for (uint32_t rank = 0; rank < sim->netlist->cell_count; rank++) {
      if (sim->dirty[rank]) {
        sim->dirty[rank] = 0;
        evaluate_cell(sim, rank);
      }
    }
    if (!sim->again) {
      count_toggles(sim);
      return true;
    }
  }
  return error_set(sim->err, ERROR_INPUT, "the netlist has a loop of logic that does not settle");
}

static void sample_data(struct simulation *sim) {
  for (size_t c = 0; c < sim->netlist->cell_count; c++) {
    const struct netlist_cell *at = &sim->netlist->cells[c];
    if (at->cell->kind == LIBERTY_FLIP_FLOP)
      sim->next[c] = logic_value(&at->cell->next, sim->value, at->nets);
  }
}

/* Flip-flops whose clock rose take what was sampled. Returns whether any did. */
static bool clock_flip_flops(struct simulation *sim) {
  bool any = false;
  for (size_t c = 0; c < sim->netlist->cell_count; c++) {
    const struct netlist_cell *at = &sim->netlist->cells[c];
    if (at->cell->kind != LIBERTY_FLIP_FLOP)
      continue;
    const uint8_t clock = logic_value(&at->cell->clock, sim->value, at->nets);
    if (clock && !sim->clock[c]) {
      const uint32_t *states = at->nets + at->cell->pin_count;
      sim->value[states[0]] = sim->next[c];
      sim->value[states[1]] = !sim->next[c];
      sim->dirty[sim->order.rank[c]] = 1;
      any = true;
    }
    sim->clock[c] = clock;
  }
  return any;
}

/* After nets were set: everything that follows. The data of flip-flops has been sampled before. */
static bool follow(struct simulation *sim) {
  for (int ripple = 0; ripple < RIPPLES_MAX; ripple++) {
    if (!settle(sim))
      return false;
    if (!clock_flip_flops(sim))
      return true;
    sample_data(sim);
  }
  return error_set(sim->err, ERROR_INPUT, "the netlist has a clock that never comes to rest");
}

static void set_inputs(struct simulation *sim, const struct stimulus *stimulus, const uint8_t *bits) {
  for (size_t p = 0; p < stimulus->port_count; p++)
    for (size_t i = 0; i < stimulus->ports[p].width; i++)
      set_net(sim, sim->driven[p]->nets[i], *bits++, 0);
}

static bool run_cycle(struct simulation *sim, const struct stimulus *stimulus, const uint8_t *bits) {
  sample_data(sim);
  if (sim->clock_port != NULL)
    set_net(sim, sim->clock_port->nets[0], 0, 0);
  set_inputs(sim, stimulus, bits);
  if (!follow(sim))
    return false;
  if (sim->clock_port == NULL)
    return true;
  sample_data(sim);
  set_net(sim, sim->clock_port->nets[0], 1, 0);
  return follow(sim);
}

static uint8_t *store_outputs(const struct simulation *sim, uint8_t *outputs) {
  for (size_t p = 0; p < sim->netlist->port_count; p++)
    for (size_t i = 0; !sim->netlist->ports[p].input && i < sim->netlist->ports[p].width; i++)
      *outputs++ = sim->value[sim->netlist->ports[p].nets[i]];
  return outputs;
}

static bool run_cycles(struct simulation *sim, const struct stimulus *stimulus, uint8_t *outputs) {
  size_t width = 0;
  for (size_t p = 0; p < stimulus->port_count; p++)
    width += stimulus->ports[p].width;
  memset(sim->dirty, 1, sim->netlist->cell_count);
  sim->value[NETLIST_ONE] = sim->before[NETLIST_ONE] = 1;
  if (!settle(sim))
    return false;
  (void)clock_flip_flops(sim); /* clocks that are high at rest have not risen */
  for (size_t cycle = 0; cycle < stimulus->cycles; cycle++) {
    sim->counting = cycle >= stimulus->warmup;
    if (!run_cycle(sim, stimulus, stimulus->bits + cycle * width))
      return false;
    if (outputs != NULL)
      outputs = store_outputs(sim, outputs);
  }
  return true;
}

static bool find_port(struct simulation *sim, const char *name, size_t width, const struct netlist_port **found) {
  const struct netlist_port *port = netlist_find_port(sim->netlist, name);
  if (port == NULL || !port->input)
    return error_set(sim->err, ERROR_INPUT, "the stimulus drives '%s', which is no input port", name);
  if (port->width != width)
    return error_set(sim->err, ERROR_INPUT, "the stimulus drives %zu bits of port '%s', which has %zu", width, name,
                     port->width);
  *found = port;
  return true;
}

static bool find_ports(struct simulation *sim, const struct stimulus *stimulus) {
  if (stimulus->cycles <= stimulus->warmup)
    return error_set(sim->err, ERROR_INPUT, "the stimulus has no cycle after its warm-up");
  for (size_t p = 0; p < stimulus->port_count; p++)
    if (!find_port(sim, stimulus->ports[p].name, stimulus->ports[p].width, &sim->driven[p]))
      return false;
  return stimulus->clock == NULL || find_port(sim, stimulus->clock, 1, &sim->clock_port);
}

static bool take_memory(struct simulation *sim, size_t ports) {
  const size_t nets = sim->netlist->net_count, cells = sim->netlist->cell_count;
  sim->value = arena_take(&sim->arena, nets);
  sim->before = arena_take(&sim->arena, nets);
  sim->dirty = arena_take(&sim->arena, cells);
  sim->clock = arena_take(&sim->arena, cells);
  sim->next = arena_take(&sim->arena, cells);
  sim->driven = arena_take(&sim->arena, ports * sizeof(struct netlist_port *));
  if (sim->value == NULL || sim->before == NULL || sim->dirty == NULL || sim->clock == NULL || sim->next == NULL ||
      sim->driven == NULL)
    return error_memory(sim->err, "a simulation");
  return netlist_order_find(sim->netlist, &sim->arena, &sim->order, sim->err);
}

bool simulate_run(const struct netlist *netlist, const struct stimulus *stimulus, uint64_t *toggles, uint8_t *outputs,
                  struct error *err) {
  struct simulation sim = {.netlist = netlist, .toggles = toggles, .err = err};
  memset(toggles, 0, netlist->net_count * sizeof *toggles);
  const bool ok =
      take_memory(&sim, stimulus->port_count) && find_ports(&sim, stimulus) && run_cycles(&sim, stimulus, outputs);
  arena_release(&sim.arena);
  return ok;
}
