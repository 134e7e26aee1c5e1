/* How Yosys is to build what is left after mapping: latches, for which it has no rules of its own, and inverters. */
#ifndef LUTDSE_SYNTH_LATCH_MAP_H
#define LUTDSE_SYNTH_LATCH_MAP_H

#include <stdio.h>

#include "synth/liberty.h"

/*
 * Write modules for the two simple latches in Verilog that Yosys' techmap takes: the library's latch, or four NAND
 * gates and an inverter; and one for inverters. The library has an inverter and a NAND gate.
 */
void latch_map_write(const struct liberty *liberty, FILE *out);

#endif
