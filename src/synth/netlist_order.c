#include "synth/netlist_order.h"

bool netlist_reads(const struct liberty_cell *cell, size_t pin) {
  if (!cell->pins[pin].input)
    return false;
  return cell->kind != LIBERTY_FLIP_FLOP || logic_uses(&cell->clear, pin) || logic_uses(&cell->preset, pin);
}

/* reader[] holds cells here; ranks come later. */
static void find_readers(const struct netlist *netlist, struct netlist_order *order) {
  uint32_t *first = order->first_reader;
  for (size_t c = 0; c < netlist->cell_count; c++)
    for (size_t i = 0; i < netlist->cells[c].cell->pin_count; i++)
      first[netlist->cells[c].nets[i]] += netlist_reads(netlist->cells[c].cell, i);
  for (size_t n = 0; n < netlist->net_count; n++)
    first[n + 1] += first[n];
  /* Filled from each net's end, so that first[n] ends up where the net's readers begin. */
  for (size_t c = netlist->cell_count; c-- > 0;)
    for (size_t i = netlist->cells[c].cell->pin_count; i-- > 0;)
      if (netlist_reads(netlist->cells[c].cell, i))
        order->reader[--first[netlist->cells[c].nets[i]]] = (uint32_t)c;
}

static size_t count_reads(const struct netlist *netlist) {
  size_t count = 0;
  for (size_t c = 0; c < netlist->cell_count; c++)
    count += netlist->cells[c].cell->pin_count;
  return count;
}

/* How many of its pins each cell has to wait for: those that a cell drives. */
static void count_waits(const struct netlist *netlist, const struct netlist_order *order, uint32_t *waits) {
  for (size_t c = 0; c < netlist->cell_count; c++) {
    const struct netlist_cell *from = &netlist->cells[c];
    for (size_t i = 0; i < from->cell->pin_count; i++)
      if (from->cell->pins[i].output)
        for (uint32_t r = order->first_reader[from->nets[i]]; r < order->first_reader[from->nets[i] + 1]; r++)
          waits[order->reader[r]]++;
  }
}

struct queue {
  struct netlist_order *order;
  uint32_t *waits;
  size_t count; /* cells that have a rank */
};

static void append(struct queue *queue, size_t cell) {
  queue->order->cell[queue->count] = (uint32_t)cell;
  queue->order->rank[cell] = (uint32_t)queue->count++;
}

/* Append those that waited for this cell alone. */
static void release_readers(const struct netlist *netlist, struct queue *queue, size_t cell) {
  const struct netlist_cell *from = &netlist->cells[cell];
  const struct netlist_order *order = queue->order;
  for (size_t i = 0; i < from->cell->pin_count; i++) {
    if (!from->cell->pins[i].output)
      continue;
    for (uint32_t r = order->first_reader[from->nets[i]]; r < order->first_reader[from->nets[i] + 1]; r++) {
      const uint32_t reader = order->reader[r];
      if (--queue->waits[reader] == 0 && order->rank[reader] == UINT32_MAX)
        append(queue, reader);
    }
  }
}

/* Cells that wait for nothing first, then those that waited for them. Where all wait, in loops, one need not. */
static void sort_cells(const struct netlist *netlist, struct netlist_order *order, uint32_t *waits) {
  struct queue queue = {order, waits, 0};
  count_waits(netlist, order, waits);
  for (size_t c = 0; c < netlist->cell_count; c++)
    order->rank[c] = UINT32_MAX;
  for (size_t c = 0; c < netlist->cell_count; c++)
    if (waits[c] == 0)
      append(&queue, c);
  size_t first_waiting = 0;
  for (size_t done = 0; done < netlist->cell_count; done++) {
    if (done == queue.count) {
      while (order->rank[first_waiting] != UINT32_MAX)
        first_waiting++;
      append(&queue, first_waiting);
    }
    release_readers(netlist, &queue, order->cell[done]);
  }
}

bool netlist_order_find(const struct netlist *netlist, struct arena *arena, struct netlist_order *order,
                        struct error *err) {
  const size_t cells = netlist->cell_count, reads = count_reads(netlist);
  *order = (struct netlist_order){
      .cell = arena_take(arena, cells * sizeof(uint32_t)),
      .rank = arena_take(arena, cells * sizeof(uint32_t)),
      .first_reader = arena_take(arena, (netlist->net_count + 2) * sizeof(uint32_t)),
      .reader = arena_take(arena, reads * sizeof(uint32_t)),
  };
  uint32_t *waits = arena_take(arena, cells * sizeof *waits);
  if (order->cell == NULL || order->rank == NULL || order->first_reader == NULL || order->reader == NULL ||
      waits == NULL)
    return error_memory(err, "a netlist");
  find_readers(netlist, order);
  sort_cells(netlist, order, waits);
  for (size_t r = 0; r < order->first_reader[netlist->net_count]; r++)
    order->reader[r] = order->rank[order->reader[r]];
  return true;
}
