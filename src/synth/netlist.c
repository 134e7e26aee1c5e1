#include "synth/netlist.h"

#include <jansson.h>
#include <string.h>

enum { NETS_MAX = 1 << 26 };

struct reader {
  struct netlist *netlist;
  const struct liberty *liberty;
  const char *path;
  struct error *err;
};

static bool malformed(const struct reader *reader, const char *what, const char *name) {
  return error_set(reader->err, ERROR_INPUT, "%s: %s '%s': not as Yosys writes it", reader->path, what, name);
}

/* A bit is a net's number, or a constant's text. */
static bool read_bit(const struct reader *reader, const json_t *bit, const char *name, uint32_t *net) {
  if (json_is_string(bit)) {
    *net = strcmp(json_string_value(bit), "1") == 0 ? NETLIST_ONE : NETLIST_ZERO;
    return true;
  }
  const json_int_t number = json_integer_value(bit);
  if (!json_is_integer(bit) || number < 2 || number >= NETS_MAX)
    return malformed(reader, "bits of", name);
  *net = (uint32_t)number;
  if (reader->netlist->net_count <= *net)
    reader->netlist->net_count = (size_t)*net + 1;
  return true;
}

static bool read_port(const struct reader *reader, const char *name, const json_t *from, struct netlist_port *port) {
  const char *direction = json_string_value(json_object_get(from, "direction"));
  const json_t *bits = json_object_get(from, "bits");
  if (direction == NULL || !json_is_array(bits))
    return malformed(reader, "port", name);
  if (strcmp(direction, "input") != 0 && strcmp(direction, "output") != 0)
    return error_set(reader->err, ERROR_INPUT, "%s: port '%s' is neither input nor output", reader->path, name);
  struct arena *arena = &reader->netlist->arena;
  const size_t width = json_array_size(bits);
  uint32_t *nets = arena_take(arena, width * sizeof *nets);
  const char *copy = arena_text(arena, name, strlen(name));
  if (nets == NULL || copy == NULL)
    return error_memory(reader->err, "a netlist");
  for (size_t i = 0; i < width; i++)
    if (!read_bit(reader, json_array_get(bits, i), name, &nets[i]))
      return false;
  *port = (struct netlist_port){.name = copy, .input = *direction == 'i', .width = width, .nets = nets};
  return true;
}

static bool read_ports(const struct reader *reader, json_t *ports) {
  struct netlist *netlist = reader->netlist;
  netlist->ports = arena_take(&netlist->arena, json_object_size(ports) * sizeof *netlist->ports);
  if (netlist->ports == NULL)
    return error_memory(reader->err, "a netlist");
  const char *name = NULL;
  json_t *port = NULL;
  json_object_foreach(ports, name, port) {
    if (!read_port(reader, name, port, &netlist->ports[netlist->port_count++]))
      return false;
  }
  return true;
}

static bool read_connections(const struct reader *reader, const json_t *connections, struct netlist_cell *cell) {
  const size_t pins = cell->cell->pin_count;
  uint32_t *nets = arena_take(&reader->netlist->arena, (pins + 2) * sizeof *nets);
  if (nets == NULL)
    return error_memory(reader->err, "a netlist");
  for (size_t i = 0; i < pins; i++) {
    const json_t *bits = json_object_get(connections, cell->cell->pins[i].name);
    if (json_array_size(bits) == 1 && !read_bit(reader, json_array_get(bits, 0), cell->name, &nets[i]))
      return false;
  }
  cell->nets = nets;
  return true;
}

static bool read_cell(const struct reader *reader, const char *name, const json_t *from, struct netlist_cell *cell) {
  const char *type = json_string_value(json_object_get(from, "type"));
  if (type == NULL)
    return malformed(reader, "cell", name);
  cell->cell = liberty_find(reader->liberty, type);
  if (cell->cell == NULL)
    return error_set(reader->err, ERROR_INPUT, "%s: the library has no cell for '%s' (%s)", reader->liberty->path, type,
                     name);
  if (cell->cell->kind == LIBERTY_OTHER)
    return error_set(reader->err, ERROR_INPUT, "%s:%d: cell '%s' is neither logic, flip-flop nor latch",
                     reader->liberty->path, cell->cell->line, type);
  cell->name = arena_text(&reader->netlist->arena, name, strlen(name));
  if (cell->name == NULL)
    return error_memory(reader->err, "a netlist");
  return read_connections(reader, json_object_get(from, "connections"), cell);
}

static bool read_cells(const struct reader *reader, json_t *cells) {
  struct netlist *netlist = reader->netlist;
  netlist->cells = arena_take(&netlist->arena, json_object_size(cells) * sizeof *netlist->cells);
  if (netlist->cells == NULL)
    return error_memory(reader->err, "a netlist");
  const char *name = NULL;
  json_t *cell = NULL;
  json_object_foreach(cells, name, cell) {
    if (!read_cell(reader, name, cell, &netlist->cells[netlist->cell_count]))
      return false;
    netlist->cell_count++;
  }
  return true;
}

/* Outputs that lead nowhere and states get nets of their own. */
static void number_rest(struct netlist *netlist) {
  for (size_t c = 0; c < netlist->cell_count; c++) {
    const struct liberty_cell *cell = netlist->cells[c].cell;
    uint32_t *nets = (uint32_t *)netlist->cells[c].nets;
    for (size_t i = 0; i < cell->pin_count + 2; i++)
      if (i >= cell->pin_count || (cell->pins[i].output && nets[i] <= NETLIST_ONE))
        nets[i] = (uint32_t)netlist->net_count++;
  }
}

static bool read_module(const struct reader *reader, const json_t *root, const char *top) {
  const json_t *module = json_object_get(json_object_get(root, "modules"), top);
  if (!json_is_object(module))
    return error_set(reader->err, ERROR_INPUT, "%s: there is no module '%s'", reader->path, top);
  reader->netlist->net_count = 2;
  if (!read_ports(reader, json_object_get(module, "ports")) || !read_cells(reader, json_object_get(module, "cells")))
    return false;
  number_rest(reader->netlist);
  return true;
}

bool netlist_parse(struct netlist *netlist, const struct liberty *liberty, const char *text, size_t size,
                   const char *path, const char *top, struct error *err) {
  *netlist = (struct netlist){.ports = NULL};
  const struct reader reader = {netlist, liberty, path, err};
  json_error_t wrong;
  json_t *root = json_loadb(text, size, 0, &wrong);
  if (root == NULL)
    return error_set(err, ERROR_INPUT, "%s:%d: %s", path, wrong.line, wrong.text);
  const bool ok = read_module(&reader, root, top);
  json_decref(root);
  if (!ok)
    netlist_release(netlist);
  return ok;
}

void netlist_release(struct netlist *netlist) {
  arena_release(&netlist->arena);
  *netlist = (struct netlist){.ports = NULL};
}

const struct netlist_port *netlist_find_port(const struct netlist *netlist, const char *name) {
  for (size_t i = 0; i < netlist->port_count; i++)
    if (strcmp(netlist->ports[i].name, name) == 0)
      return &netlist->ports[i];
  return NULL;
}
