/* Gates that their inputs make simpler, before they are made. */
#include "hardware/graph_node.h"

signal_t graph_register(struct graph *graph, signal_t a) {
  return a <= SIGNAL_TRUE ? a : graph_node(graph, a, 0, 0, GATE_REGISTER);
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
  return graph_node(graph, a, b, 0, GATE_AND);
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
  return graph_node(graph, a < b ? a : b, a < b ? b : a, 0, GATE_XOR) ^ inverted;
}

/* A multiplexer that two gates or fewer can replace; *simple is false if there is none. */
static signal_t simple_mux(struct graph *graph, signal_t choose, signal_t a, signal_t b, bool *simple) {
  *simple = true;
  if (a == b)
    return a;
  if (a == signal_not(b))
    return graph_xor(graph, choose, b);
  if (choose <= SIGNAL_TRUE)
    return choose == SIGNAL_TRUE ? a : b;
  if (a <= SIGNAL_TRUE || (a >> 1) == (choose >> 1)) /* a as `choose` has it */
    return a == SIGNAL_TRUE || a == choose ? graph_or(graph, choose, b) : graph_and(graph, signal_not(choose), b);
  if (b <= SIGNAL_TRUE || (b >> 1) == (choose >> 1))
    return b == SIGNAL_FALSE || b == choose ? graph_and(graph, choose, a) : graph_or(graph, signal_not(choose), a);
  *simple = false;
  return SIGNAL_FALSE;
}

signal_t graph_mux(struct graph *graph, signal_t choose, signal_t a, signal_t b) {
  bool simple = false;
  const signal_t found = simple_mux(graph, choose, a, b, &simple);
  if (simple)
    return found;
  if (choose & 1) {
    const signal_t swapped = a;
    a = b;
    b = swapped;
  }
  const signal_t inverted = a & 1;
  return graph_node(graph, choose & ~UINT32_C(1), a ^ inverted, b ^ inverted, GATE_MUX) ^ inverted;
}
