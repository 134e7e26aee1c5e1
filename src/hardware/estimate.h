/*
 * What there is to count in an elaborated unit: gates and flip-flops by block, how often they switch, and how long the
 * longest path is.
 */
#ifndef LUTDSE_HARDWARE_ESTIMATE_H
#define LUTDSE_HARDWARE_ESTIMATE_H

#include "hardware/elaborate.h"

struct gate_count {
  double and_gates, xor_gates, flip_flops;
  /* Output changes per operation, over random codes at each scale of the set in turn. */
  double and_toggles, xor_toggles, flip_flop_toggles;
};

struct path_weights {
  double and_gate, xor_gate; /* delay of a gate */
  double fanout;             /* more for each doubling of what it drives */
};

/* Count what the outputs need, per block. Fails with ERROR_INTERNAL if memory runs out. */
bool estimate_gates(const struct elaboration *elaboration, const struct unit *unit, struct gate_count count[BLOCKS],
                    struct error *err);

/* The longest path between registers, inputs and outputs. */
bool estimate_path(const struct elaboration *elaboration, const struct path_weights *weights, double *delay,
                   struct error *err);

#endif
