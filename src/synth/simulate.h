/*
 * Simulation of a mapped netlist without delays, counting how often each net changes.
 *
 * With a clock, a cycle is: the clock falls and the inputs take the cycle's values; everything settles; the clock
 * rises; flip-flops whose clock rose take what their data was before; everything settles. So latches and gated clocks
 * do what they do in hardware. Without a clock, the inputs change and everything settles. All nets start at 0. Because
 * there are no delays there are no glitches either.
 */
#ifndef LUTDSE_SYNTH_SIMULATE_H
#define LUTDSE_SYNTH_SIMULATE_H

#include "synth/netlist.h"

/* An input port that a stimulus drives. Ports that it does not name stay 0. */
struct stimulus_port {
  const char *name;
  size_t width;
};

/*
 * Values of input ports, cycle by cycle. `bits` has cycles x (sum of widths) bytes, each 0 or 1: a cycle after the
 * other, in it port after port, in it from the least significant bit. The first `warmup` cycles, which load parameters
 * and fill pipelines, are not counted.
 */
struct stimulus {
  const char *clock; /* the clock port, which `ports` does not hold; NULL: there is none */
  const struct stimulus_port *ports;
  size_t port_count;
  const uint8_t *bits;
  size_t cycles, warmup;
};

/*
 * Run a stimulus; toggles[net], of net_count numbers, becomes how often that net changed in the counted cycles, and
 * outputs, if not NULL, the values of all output ports at the end of each cycle: bytes laid out as in a stimulus, by
 * the netlist's order of ports. Fails with ERROR_INPUT (no such port, a port of another width, no counted cycle, a loop
 * of logic that does not settle) or ERROR_INTERNAL.
 */
bool simulate_run(const struct netlist *netlist, const struct stimulus *stimulus, uint64_t *toggles, uint8_t *outputs,
                  struct error *err);

#endif
