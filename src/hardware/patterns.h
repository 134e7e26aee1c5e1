/* Inputs of a unit under which gates are compared: every code at every scale, or a sample of them. */
#ifndef LUTDSE_HARDWARE_PATTERNS_H
#define LUTDSE_HARDWARE_PATTERNS_H

#include "hardware/unit.h"

enum { PATTERN_WORDS_MAX = 128, PATTERNS_MAX = 64 * PATTERN_WORDS_MAX };

struct patterns {
  uint32_t words; /* of 64 patterns each */
  int16_t code[PATTERNS_MAX];
  uint8_t scale[PATTERNS_MAX];
};

/*
 * All of them, also with numbers that no scale has, where they are no more than PATTERNS_MAX. Else the codes on both
 * sides of each threshold (and of bounds between ranges) at each scale, where alone comparators differ, and others at
 * random: two gates that differ at few other codes are then taken for one.
 */
void patterns_fill(struct patterns *out, const struct unit *unit, const struct unit_content *content);

#endif
