/*
 * Plain units: what the published ones are taken to be. A table of gelu on [-4, 4] with equal segments, whose lines are
 * chords, in integers or in floating point.
 */
#ifndef LUTDSE_HARDWARE_PLAIN_H
#define LUTDSE_HARDWARE_PLAIN_H

#include "hardware/float_unit.h"
#include "hardware/unit.h"

/*
 * Everything `bits` wide, 8 to 32, with bits-2 fraction bits; 2 to ENTRIES_MAX entries; the scales 2^0 ... 2^-6; and an
 * output requantised to `bits` at the scale of the input.
 */
struct unit unit_plain(int bits, int entries, const struct hardware *hardware);

/* The same in arithmetic modulo 2^bits: of product and sum there are only the low bits, and these are the output. */
struct unit unit_plain_modulo(int bits, int entries, const struct hardware *hardware);

/* What either holds. */
void unit_plain_content(struct unit_content *out, const struct unit *unit);

/* The same table for a floating-point unit. */
void float_plain_content(struct float_content *out, const struct float_unit *unit);

#endif
