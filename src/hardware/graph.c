#include "hardware/graph_node.h"

#include <stdlib.h>

#include "hardware/random.h"

enum { FIRST_CAPACITY = 4096 };

void graph_init(struct graph *graph, uint32_t words) {
  *graph = (struct graph){.count = 1, .capacity = FIRST_CAPACITY, .slot_mask = 2 * FIRST_CAPACITY - 1, .words = words};
  graph->node = calloc(graph->capacity, sizeof *graph->node);
  graph->slot = calloc(graph->slot_mask + 1, sizeof *graph->slot);
  graph->failed = graph->node == NULL || graph->slot == NULL;
  if (words == 0)
    return;
  graph->value = calloc((size_t)graph->capacity * words, sizeof *graph->value);
  graph->same = calloc(graph->slot_mask + 1, sizeof *graph->same);
  graph->failed = graph->failed || graph->value == NULL || graph->same == NULL;
}

void graph_free(struct graph *graph) {
  free(graph->node);
  free(graph->slot);
  free(graph->value);
  free(graph->same);
  *graph = (struct graph){.failed = true};
}

bool graph_failed(const struct graph *graph) { return graph->failed; }

static uint32_t hash_gate(const struct graph *graph, const struct node *node) {
  const uint64_t more = (uint64_t)node->c << 8 | node->gate;
  const uint64_t mixed =
      ((uint64_t)node->a << 32 | node->b) * UINT64_C(0x9e3779b97f4a7c15) + more * UINT64_C(0xd6e8feb86659fd93);
  return (uint32_t)((mixed ^ mixed >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> 32) & graph->slot_mask;
}

static void enter(struct graph *graph, uint32_t number) {
  const struct node *node = &graph->node[number];
  uint32_t slot = hash_gate(graph, node);
  while (graph->slot[slot] != 0)
    slot = (slot + 1) & graph->slot_mask;
  graph->slot[slot] = number;
}

static uint64_t *value_of(const struct graph *graph, uint32_t number) {
  return graph->value + (size_t)number * graph->words;
}

/* Of values and their inverse the one that begins with 0 is looked for. */
static uint64_t polarity(const uint64_t *value) { return value[0] & 1 ? UINT64_MAX : 0; }

static uint32_t hash_value(const struct graph *graph, const uint64_t *value, uint8_t stage) {
  const uint64_t inverted = polarity(value);
  uint64_t hash = stage;
  for (uint32_t w = 0; w < graph->words; w++)
    hash = (hash ^ (value[w] ^ inverted)) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 31;
  return (uint32_t)(hash >> 32) & graph->slot_mask;
}

static bool same_value(const struct graph *graph, const uint64_t *a, const uint64_t *b) {
  const uint64_t inverted = polarity(a) ^ polarity(b);
  for (uint32_t w = 0; w < graph->words; w++)
    if ((a[w] ^ b[w]) != inverted)
      return false;
  return true;
}

/* Registers are no other node's equal, though nodes behind them may be each other's. */
static void enter_value(struct graph *graph, uint32_t number) {
  uint32_t slot = hash_value(graph, value_of(graph, number), graph->node[number].stage);
  while (graph->same[slot] != 0)
    slot = (slot + 1) & graph->slot_mask;
  graph->same[slot] = number;
}

static bool grow_values(struct graph *graph, uint32_t capacity) {
  if (graph->words == 0)
    return true;
  uint64_t *value = realloc(graph->value, (size_t)capacity * graph->words * sizeof *value);
  if (value == NULL)
    return false;
  graph->value = value;
  uint32_t *same = calloc(2 * (size_t)capacity, sizeof *same);
  free(graph->same);
  graph->same = same;
  return same != NULL;
}

static bool grow(struct graph *graph) {
  const uint32_t capacity = 2 * graph->capacity;
  struct node *node = realloc(graph->node, capacity * sizeof *node);
  if (node != NULL)
    graph->node = node;
  uint32_t *slot = calloc(2 * (size_t)capacity, sizeof *slot);
  free(graph->slot);
  graph->slot = slot;
  graph->failed = !grow_values(graph, capacity) || node == NULL || slot == NULL;
  if (graph->failed)
    return false;
  graph->slot_mask = 2 * capacity - 1;
  graph->capacity = capacity;
  for (uint32_t n = 1; n < graph->count; n++) {
    if (graph->node[n].gate > GATE_INPUT)
      enter(graph, n);
    if (graph->words > 0)
      enter_value(graph, n);
  }
  return true;
}

static uint64_t signal_value(const struct graph *graph, signal_t signal, uint32_t word) {
  return value_of(graph, signal >> 1)[word] ^ (signal & 1 ? UINT64_MAX : 0);
}

/*
 * What synthesis knows of a register behind logic: nothing, so that any values will do. Ones are frequent in some words
 * and rare in others, lest a conjunction of many such signals seem constant.
 */
static uint64_t unknown_value(uint32_t number, uint32_t word) {
  const uint64_t seed = (uint64_t)number << 32 | word << 8;
  uint64_t value = random_at(seed);
  for (uint32_t i = 0; i < word % 6; i++)
    value &= random_at(seed + 1 + i);
  return word / 6 % 2 == 0 ? value : ~value;
}

static uint64_t gate_value(const struct graph *graph, const struct node *node, uint32_t word) {
  const uint64_t a = signal_value(graph, node->a, word), b = signal_value(graph, node->b, word);
  switch ((enum gate)node->gate) {
  case GATE_AND:
    return a & b;
  case GATE_XOR:
    return a ^ b;
  case GATE_MUX:
    return (a & b) | (~a & signal_value(graph, node->c, word));
  default:
    return graph->node[node->a >> 1].gate == GATE_INPUT ? a : unknown_value(graph->count, word);
  }
}

static uint8_t stage_of(const struct graph *graph, const struct node *node) {
  const uint8_t a = graph->node[node->a >> 1].stage, b = graph->node[node->b >> 1].stage;
  const uint8_t c = graph->node[node->c >> 1].stage, most = a > b ? a : b;
  return (uint8_t)((most > c ? most : c) + (node->gate == GATE_REGISTER));
}

/* The node that the next one (whose values are in place) equals under all patterns, or 0. */
static uint32_t find_same(const struct graph *graph, const struct node *node, bool *inverted) {
  const uint64_t *value = value_of(graph, graph->count);
  if (node->gate == GATE_REGISTER)
    return 0;
  uint32_t slot = hash_value(graph, value, node->stage);
  for (; graph->same[slot] != 0; slot = (slot + 1) & graph->slot_mask) {
    const uint32_t other = graph->same[slot];
    if (graph->node[other].stage == node->stage && same_value(graph, value, value_of(graph, other))) {
      *inverted = ((value[0] ^ value_of(graph, other)[0]) & 1) != 0;
      return other;
    }
  }
  return 0;
}

/* Whether a node is constant under all patterns. */
static bool is_constant(const struct graph *graph, const uint64_t *value) {
  const uint64_t first = polarity(value);
  for (uint32_t w = 0; w < graph->words; w++)
    if (value[w] != first)
      return false;
  return true;
}

/* A new node, or what it equals. */
static signal_t add_node(struct graph *graph, struct node node) {
  if (graph->count == graph->capacity && !grow(graph))
    return SIGNAL_FALSE;
  node.stage = stage_of(graph, &node);
  if (graph->words > 0) {
    uint64_t *value = value_of(graph, graph->count);
    for (uint32_t w = 0; w < graph->words; w++)
      value[w] = gate_value(graph, &node, w);
    bool inverted = false;
    if (is_constant(graph, value))
      return value[0] & 1 ? SIGNAL_TRUE : SIGNAL_FALSE;
    const uint32_t same = find_same(graph, &node, &inverted);
    if (same != 0)
      return 2 * same + inverted;
  }
  graph->node[graph->count] = node;
  enter(graph, graph->count);
  if (graph->words > 0)
    enter_value(graph, graph->count);
  return 2 * graph->count++;
}

signal_t graph_node(struct graph *graph, signal_t a, signal_t b, signal_t c, enum gate gate) {
  if (graph->failed)
    return SIGNAL_FALSE;
  const struct node wanted = {a, b, c, (uint8_t)gate, graph->group, 0};
  uint32_t slot = hash_gate(graph, &wanted);
  for (; graph->slot[slot] != 0; slot = (slot + 1) & graph->slot_mask) {
    const struct node *node = &graph->node[graph->slot[slot]];
    if (node->a == a && node->b == b && node->c == c && node->gate == gate)
      return 2 * graph->slot[slot];
  }
  return add_node(graph, wanted);
}

signal_t graph_input(struct graph *graph, const uint64_t *pattern) {
  if (graph->failed || (graph->count == graph->capacity && !grow(graph)))
    return SIGNAL_FALSE;
  graph->node[graph->count] = (struct node){graph->inputs++, 0, 0, GATE_INPUT, graph->group, 0};
  if (graph->words > 0) {
    uint64_t *value = value_of(graph, graph->count);
    for (uint32_t w = 0; w < graph->words; w++)
      value[w] = pattern != NULL ? pattern[w] : unknown_value(graph->count, w);
    enter_value(graph, graph->count);
  }
  return 2 * graph->count++;
}
