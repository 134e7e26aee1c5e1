/*
 * Boolean functions of cells, in the notation of Liberty: ! and ' (not), ^ (exclusive or), * & or a blank (and), + |
 * (or), parentheses, 0 and 1; ! and ' bind most tightly, or most loosely.
 */
#ifndef LUTDSE_SYNTH_LOGIC_H
#define LUTDSE_SYNTH_LOGIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "synth/arena.h"

/* In postfix order: indices of variables, and operators. Empty (count 0) where a cell has no such function. */
struct logic {
  const uint16_t *steps;
  size_t count;
};

enum logic_result { LOGIC_OK, LOGIC_MALFORMED, LOGIC_UNKNOWN_NAME, LOGIC_NO_MEMORY };

/* Read a function of the variables of these names. Anything but LOGIC_OK leaves it empty. */
enum logic_result logic_parse(struct arena *arena, const char *text, const char *const *names, size_t name_count,
                              struct logic *logic);

/* Its value, 0 or 1, where variable i is values[map[i]]. */
uint8_t logic_value(const struct logic *logic, const uint8_t *values, const uint32_t *map);

/* Whether it reads that variable. */
bool logic_uses(const struct logic *logic, size_t variable);

#endif
