/*
 * What there is to count in an elaborated unit: gates and flip-flops by block, how often they switch, and how long the
 * longest path is.
 */
#ifndef LUTDSE_HARDWARE_ESTIMATE_H
#define LUTDSE_HARDWARE_ESTIMATE_H

#include "hardware/elaborate.h"

struct gate_count {
  double and_gates, xor_gates, multiplexers, flip_flops;
  /* Output changes per operation, over random codes at each scale of the set in turn. */
  double and_toggles, xor_toggles, multiplexer_toggles, flip_flop_toggles;
  double load_toggles; /* input changes: the output changes of each, times what it drives */
};

/* What a path passes through. */
struct gate_path {
  double compare_and_gates; /* of compare, most of them in carry chains */
  double and_gates;         /* of select, multiply and shift */
  double late_and_gates;    /* of adder and output, whose carries follow closely on the multiplier's */
  double xor_gates, multiplexers;
  double loads; /* sum over its signals of log2 of what each drives, beyond the first four inputs */
};

/* Count what the outputs need, per block. Fails with ERROR_INTERNAL if memory runs out. */
bool estimate_gates(const struct elaboration *elaboration, int scale_count, struct gate_count count[BLOCKS],
                    struct error *err);

/*
 * The longest path between registers, inputs and outputs, where each gate and each doubling of a load takes what
 * `weights` says. Fails with ERROR_INTERNAL if memory runs out.
 */
bool estimate_path(const struct elaboration *elaboration, const struct gate_path *weights, struct gate_path *out,
                   struct error *err);

/* What a path takes. */
double path_delay(const struct gate_path *path, const struct gate_path *weights);

#endif
