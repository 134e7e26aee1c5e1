/* In which order the cells of a netlist are evaluated, and which cells a net concerns. */
#ifndef LUTDSE_SYNTH_NETLIST_ORDER_H
#define LUTDSE_SYNTH_NETLIST_ORDER_H

#include "synth/netlist.h"

/*
 * rank[cell] and cell[rank]: every cell after those whose outputs it reads at once, but where there are loops. A
 * flip-flop reads its clear and preset at once, not its data or clock.
 *
 * The ranks of the cells that read net n at once are reader[first_reader[n]] to reader[first_reader[n + 1]] - 1.
 */
struct netlist_order {
  uint32_t *cell, *rank;
  uint32_t *first_reader, *reader;
};

/* Its memory is the arena's. Fails with ERROR_INTERNAL if that runs out. */
bool netlist_order_find(const struct netlist *netlist, struct arena *arena, struct netlist_order *order,
                        struct error *err);

/* Whether the cell reads its pin at once. */
bool netlist_reads(const struct liberty_cell *cell, size_t pin);

#endif
