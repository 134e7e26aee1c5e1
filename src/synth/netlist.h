/* A mapped netlist: cells of a library and the nets between their pins. */
#ifndef LUTDSE_SYNTH_NETLIST_H
#define LUTDSE_SYNTH_NETLIST_H

#include "synth/liberty.h"

/* Nets that never change. An undefined or unconnected input counts as 0. */
enum { NETLIST_ZERO, NETLIST_ONE };

/* A port of the module, its nets from the least significant bit. */
struct netlist_port {
  const char *name;
  bool input;
  size_t width;
  const uint32_t *nets;
};

/* nets[i] is at pin i; nets[pin_count] and the one after it are the states of a flip-flop or latch. */
struct netlist_cell {
  const char *name;
  const struct liberty_cell *cell;
  const uint32_t *nets;
};

struct netlist {
  struct netlist_port *ports;
  struct netlist_cell *cells;
  size_t port_count, cell_count, net_count;
  struct arena arena;
};

/*
 * Read what Yosys' write_json wrote of a flat, mapped module. `path` names the text in messages. The netlist refers to
 * the library, which has to live longer. Fails with ERROR_INPUT (also for a cell that the library has not), or
 * ERROR_INTERNAL; then there is nothing to release.
 */
bool netlist_parse(struct netlist *netlist, const struct liberty *liberty, const char *text, size_t size,
                   const char *path, const char *top, struct error *err);

void netlist_release(struct netlist *netlist);

/* NULL if there is none. */
const struct netlist_port *netlist_find_port(const struct netlist *netlist, const char *name);

#endif
