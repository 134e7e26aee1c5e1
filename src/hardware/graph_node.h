/* Nodes of a graph, for its gates alone. */
#ifndef LUTDSE_HARDWARE_GRAPH_NODE_H
#define LUTDSE_HARDWARE_GRAPH_NODE_H

#include "hardware/graph.h"

/*
 * The node of a gate with these inputs: the one there is, or its equal, or a new one. Inputs are in the order in which
 * equal gates have them; those that the gate does not have are 0.
 */
signal_t graph_node(struct graph *graph, signal_t a, signal_t b, signal_t c, enum gate gate);

#endif
