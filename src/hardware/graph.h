/*
 * Logic as a graph of gates, by which the cost model counts what a unit takes: gates with constant inputs
 * vanish, equal gates are one, as in the first steps of logic synthesis.
 *
 * A signal is a node's number times two, plus one if it is inverted; inverters are free. A graph that runs out of
 * memory fails for good: its functions go on returning signals without meaning, and graph_failed() says so.
 */
#ifndef LUTDSE_HARDWARE_GRAPH_H
#define LUTDSE_HARDWARE_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t signal_t;

enum { SIGNAL_FALSE = 0, SIGNAL_TRUE = 1 };

enum gate {
  GATE_CONSTANT, /* node 0 */
  GATE_INPUT,    /* `a` is the input's number, in the order of their making */
  GATE_REGISTER, /* of `a` */
  GATE_AND,
  GATE_XOR,
  GATE_MUX /* a ? b : c */
};

struct node {
  signal_t a, b, c; /* those that the gate does not have are 0 */
  uint8_t gate;     /* enum gate */
  uint8_t group;    /* what the node was made for: the graph's `group` at that time */
  uint8_t stage;    /* registers before it */
};

struct graph {
  struct node *node;
  uint32_t count, capacity;
  uint32_t *slot; /* hash table of gates: node numbers; 0: free */
  uint32_t slot_mask;
  /* Values of every node under `words` * 64 patterns of the inputs, and a hash table of them; none if words is 0. */
  uint32_t words;
  uint64_t *value;
  uint32_t *same;
  uint32_t inputs;
  uint8_t group; /* of nodes made from now on */
  bool failed;
};

/*
 * An empty graph. With `words` > 0, gates that have the same values as another one (or its inverse) under words * 64
 * patterns of the inputs are that one: synthesis finds such gates, too. graph_free() gives back what it took.
 */
void graph_init(struct graph *graph, uint32_t words);
void graph_free(struct graph *graph);
bool graph_failed(const struct graph *graph);

static inline signal_t signal_not(signal_t a) { return a ^ 1; }

/* An input. `pattern`: its values, graph->words of them; NULL: nothing is known of it. */
signal_t graph_input(struct graph *graph, const uint64_t *pattern);

/* A register's output; that of a constant is the constant, and equal signals (not inverses) share one register. */
signal_t graph_register(struct graph *graph, signal_t a);

signal_t graph_and(struct graph *graph, signal_t a, signal_t b);
signal_t graph_or(struct graph *graph, signal_t a, signal_t b);
signal_t graph_xor(struct graph *graph, signal_t a, signal_t b);

/* `choose` ? a : b */
signal_t graph_mux(struct graph *graph, signal_t choose, signal_t a, signal_t b);

#endif
