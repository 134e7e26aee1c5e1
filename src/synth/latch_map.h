/* How Yosys is to build latches, for which it has no rules of its own. */
#ifndef LUTDSE_SYNTH_LATCH_MAP_H
#define LUTDSE_SYNTH_LATCH_MAP_H

#include <stdio.h>

#include "synth/liberty.h"

/*
 * Write modules for the two simple latches in Verilog that Yosys' techmap takes: the library's latch, or four NAND
 * gates and an inverter. The library has an inverter and a NAND gate.
 */
void latch_map_write(const struct liberty *liberty, FILE *out);

#endif
