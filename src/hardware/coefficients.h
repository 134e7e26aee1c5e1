/*
 * The coefficients of the cost model: what gates take in the library of the fit. `lutdse calibrate` finds them;
 * docs/hardware.md has the formulas and how far they are off.
 */
#ifndef LUTDSE_HARDWARE_COEFFICIENTS_H
#define LUTDSE_HARDWARE_COEFFICIENTS_H

#include "hardware/estimate.h"

/* Logic around stored parameters, and logic into which constants were propagated, which synthesis rewrites further. */
enum content_kind { CONTENT_STORED, CONTENT_CONSTANT, CONTENT_KINDS };

/* Something of each kind of gate. */
struct per_gate {
  double and_gate, xor_gate, multiplexer;
};

struct coefficients {
  struct {
    struct per_gate area[BLOCKS]; /* of a gate, in NAND2 equivalents */
    struct per_gate energy;       /* of a change of a gate's output, pJ */
    double load_energy;           /* of a change of a gate's input, pJ */
    double flip_flop_energy;      /* of a change of a flip-flop's output, pJ */
    double clock_energy;          /* of a flip-flop in a clock cycle, pJ */
    struct gate_path delay;       /* of a path's gates and loads, ns */
    double ends;                  /* of the flip-flops at both ends of a path, ns */
  } logic[CONTENT_KINDS];
  /* Storage: a stored bit beyond its flip-flop (enable: its multiplexer), and a word (its decoder and clock gate). */
  double bit_area[STORAGES], word_area[STORAGES];
  double gate_energy; /* of a word's clock gate in a clock cycle, pJ */
};

/* Those of the 130 nm library that the model was fitted on. */
extern const struct coefficients fitted_coefficients;

#endif
