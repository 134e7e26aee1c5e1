/*
 * Energy per operation, from how often nets change and what Liberty says of a change.
 *
 * A change of a net costs half of C V^2, C being all input pins on it; what the cell that drives it spends within
 * itself (internal_power of its output pin); and what the cells that it drives spend whatever becomes of it
 * (internal_power of their input pins, flip-flops' clock pins above all). Internal energies are the mean of rise and
 * fall and over the conditions that Liberty tells apart, at the net's load and liberty_typical_slew(); of outputs of
 * flip-flops and latches those of clear and preset do not count. Wires and ports' outer loads are left out.
 */
#ifndef LUTDSE_SYNTH_ENERGY_H
#define LUTDSE_SYNTH_ENERGY_H

#include "synth/netlist.h"

/* pJ per cycle. `clock` is all energy of nets between the clock port and clock pins, and of those pins. */
struct energy {
  double total, clock, internal, switching;
};

/*
 * The energy of these toggles (an array of net_count numbers) over so many cycles. `clock` is the clock's port; NULL:
 * no net is a clock's. Fails with ERROR_INTERNAL.
 */
bool energy_of_toggles(const struct netlist *netlist, const struct liberty *liberty, const char *clock,
                       const uint64_t *toggles, size_t cycles, struct energy *energy, struct error *err);

#endif
