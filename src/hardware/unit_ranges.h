/*
 * Input ranges (model/ranges.h) as units have them: bounds between the ranges, what is added to codes or by how much
 * they are shifted, and how far the sum goes to the left. Internal to src/hardware/, src/rtl/ and src/export/.
 *
 * A code is beyond bound r if it is above it (where codes are shifted) or below it (where they are added to); its range
 * is the number of bounds that it is beyond. Where codes are shifted, bound r is floor(2^(t r) hi / S): all bounds are
 * the upper bits of the outermost one, which alone programmable units hold.
 */
#ifndef LUTDSE_HARDWARE_UNIT_RANGES_H
#define LUTDSE_HARDWARE_UNIT_RANGES_H

#include "hardware/unit.h"

/* How far the sum of a range is shifted to the left, so that all ranges have one binary point. */
int unit_range_left(const struct unit *unit, int range);

/* Bits of that distance; 0 without ranges. */
int unit_range_bits(const struct unit *unit);

/*
 * Bits of the outermost bound, unsigned, as programmable units store it: enough for one that no code is above. Only
 * where codes are shifted.
 */
int unit_range_last_bits(const struct unit *unit);

/* By how many bits the outermost bound is shifted right to become bound r. */
int unit_range_bound_shift(const struct unit *unit, int r);

/* Set the ranges of a content: part of unit_content(). */
void unit_range_content(struct unit_content *out, const struct unit *unit, const struct spec *spec);

#endif
