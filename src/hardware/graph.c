#include "hardware/graph.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 4096 };

void graph_init(struct graph *graph) {
  *graph = (struct graph){.count = 1, .capacity = FIRST_CAPACITY, .slot_mask = 2 * FIRST_CAPACITY - 1};
  graph->node = calloc(graph->capacity, sizeof *graph->node);
  graph->slot = calloc(graph->slot_mask + 1, sizeof *graph->slot);
  graph->failed = graph->node == NULL || graph->slot == NULL;
}

void graph_free(struct graph *graph) {
  free(graph->node);
  free(graph->slot);
  *graph = (struct graph){.failed = true};
}

bool graph_failed(const struct graph *graph) { return graph->failed; }

static uint32_t hash_gate(const struct graph *graph, signal_t a, signal_t b, enum gate gate) {
  const uint64_t mixed = ((uint64_t)a << 32 | b) * UINT64_C(0x9e3779b97f4a7c15) + gate;
  return (uint32_t)((mixed ^ mixed >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> 32) & graph->slot_mask;
}

static void enter(struct graph *graph, uint32_t number) {
  const struct node *node = &graph->node[number];
  uint32_t slot = hash_gate(graph, node->a, node->b, (enum gate)node->gate);
  while (graph->slot[slot] != 0)
    slot = (slot + 1) & graph->slot_mask;
  graph->slot[slot] = number;
}

static bool grow(struct graph *graph) {
  const uint32_t capacity = 2 * graph->capacity;
  struct node *node = realloc(graph->node, capacity * sizeof *node);
  if (node != NULL)
    graph->node = node;
  uint32_t *slot = calloc(2 * (size_t)capacity, sizeof *slot);
  if (node == NULL || slot == NULL) {
    free(slot);
    graph->failed = true;
    return false;
  }
  free(graph->slot);
  graph->slot = slot;
  graph->slot_mask = 2 * capacity - 1;
  graph->capacity = capacity;
  for (uint32_t n = 1; n < graph->count; n++)
    if (graph->node[n].gate > GATE_INPUT)
      enter(graph, n);
  return true;
}

/* The node with these inputs: the one there is, or a new one. */
static signal_t gate_of(struct graph *graph, signal_t a, signal_t b, enum gate gate) {
  if (graph->failed)
    return SIGNAL_FALSE;
  uint32_t slot = hash_gate(graph, a, b, gate);
  for (; graph->slot[slot] != 0; slot = (slot + 1) & graph->slot_mask) {
    const struct node *node = &graph->node[graph->slot[slot]];
    if (node->a == a && node->b == b && node->gate == gate)
      return 2 * graph->slot[slot];
  }
  if (graph->count == graph->capacity && !grow(graph))
    return SIGNAL_FALSE;
  graph->node[graph->count] = (struct node){a, b, (uint8_t)gate, graph->group};
  enter(graph, graph->count);
  return 2 * graph->count++;
}

signal_t graph_input(struct graph *graph) {
  if (graph->failed || (graph->count == graph->capacity && !grow(graph)))
    return SIGNAL_FALSE;
  graph->node[graph->count] = (struct node){graph->inputs++, 0, GATE_INPUT, graph->group};
  return 2 * graph->count++;
}

signal_t graph_register(struct graph *graph, signal_t a) {
  return a <= SIGNAL_TRUE ? a : gate_of(graph, a & ~UINT32_C(1), 0, GATE_REGISTER) ^ (a & 1);
}

static bool is_and(const struct graph *graph, signal_t a) { return graph->node[a >> 1].gate == GATE_AND; }

static bool has_input(const struct graph *graph, signal_t gate, signal_t wanted) {
  const struct node *node = &graph->node[gate >> 1];
  return node->a == wanted || node->b == wanted;
}

/*
 * What a known gate says of its conjunction with `a`. For gate = c & d: a is one of them, or the inverse of one; for
 * gate = !(c & d): a is the inverse of one, or a is one and only the other is left (*rest).
 */
enum verdict { VERDICT_NONE, VERDICT_FALSE, VERDICT_GATE, VERDICT_A, VERDICT_REST };

static enum verdict judge(const struct graph *graph, signal_t gate, signal_t a, signal_t *rest) {
  if (!is_and(graph, gate))
    return VERDICT_NONE;
  const struct node *node = &graph->node[gate >> 1];
  const bool inverted = gate & 1;
  if (has_input(graph, gate, signal_not(a)))
    return inverted ? VERDICT_A : VERDICT_FALSE;
  if (!has_input(graph, gate, a))
    return VERDICT_NONE;
  *rest = signal_not(node->a == a ? node->b : node->a);
  return inverted ? VERDICT_REST : VERDICT_GATE;
}

signal_t graph_and(struct graph *graph, signal_t a, signal_t b) {
  if (a > b) {
    const signal_t swapped = a;
    a = b;
    b = swapped;
  }
  if (graph->failed || a == SIGNAL_FALSE || a == signal_not(b))
    return SIGNAL_FALSE;
  if (a == SIGNAL_TRUE || a == b)
    return b;
  for (int side = 0; side < 2; side++) {
    const signal_t gate = side == 0 ? b : a, other = side == 0 ? a : b;
    signal_t rest = SIGNAL_FALSE;
    switch (judge(graph, gate, other, &rest)) {
    case VERDICT_FALSE:
      return SIGNAL_FALSE;
    case VERDICT_GATE:
      return gate;
    case VERDICT_A:
      return other;
    case VERDICT_REST:
      return graph_and(graph, other, rest);
    case VERDICT_NONE:
      break;
    }
  }
  return gate_of(graph, a, b, GATE_AND);
}

signal_t graph_or(struct graph *graph, signal_t a, signal_t b) {
  return signal_not(graph_and(graph, signal_not(a), signal_not(b)));
}

signal_t graph_xor(struct graph *graph, signal_t a, signal_t b) {
  const signal_t inverted = (a ^ b) & 1;
  a &= ~UINT32_C(1);
  b &= ~UINT32_C(1);
  if (a == b)
    return inverted;
  if (a == SIGNAL_FALSE || b == SIGNAL_FALSE)
    return (a | b) ^ inverted;
  return gate_of(graph, a < b ? a : b, a < b ? b : a, GATE_XOR) ^ inverted;
}

signal_t graph_mux(struct graph *graph, signal_t choose, signal_t a, signal_t b) {
  if (a == b)
    return a;
  if (a == signal_not(b))
    return graph_xor(graph, choose, b);
  return graph_or(graph, graph_and(graph, choose, a), graph_and(graph, signal_not(choose), b));
}
