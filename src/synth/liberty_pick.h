/* Cells of a library by what they do, and what is typical of the library. */
#ifndef LUTDSE_SYNTH_LIBERTY_PICK_H
#define LUTDSE_SYNTH_LIBERTY_PICK_H

#include "synth/liberty.h"

/*
 * The smallest cell of that function that synthesis may use, the first of equals; NULL if the library has none. A
 * cell without an area does not count. Its inputs are its first pins that are inputs.
 */
const struct liberty_cell *liberty_pick_inverter(const struct liberty *liberty);
const struct liberty_cell *liberty_pick_nand2(const struct liberty *liberty);
const struct liberty_cell *liberty_pick_flip_flop(const struct liberty *liberty);

/* A latch whose one output is its state, transparent while its enable pin is high, with no other input. */
const struct liberty_cell *liberty_pick_latch(const struct liberty *liberty);

/* The pin that is the output, or input number `index`; NULL if there is none. */
const struct liberty_pin *liberty_cell_output(const struct liberty_cell *cell);
const struct liberty_pin *liberty_cell_input(const struct liberty_cell *cell, size_t index);

/*
 * The slew (ns) of an edge that is neither steep nor slow: that of the smallest inverter in a chain in which each
 * drives four like it.
 */
double liberty_typical_slew(const struct liberty *liberty);

/* Four inputs of the smallest inverter, in pF. */
double liberty_typical_load(const struct liberty *liberty);

#endif
