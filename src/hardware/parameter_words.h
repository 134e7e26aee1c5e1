/*
 * The parameter words of a programmable unit, as its load port takes them. From address 0:
 *
 *   thresholds                 0 ... entries-2, ascending; or the one address word of uniform and power2 segments
 *                              (hardware/address.h); nothing in a unit of one entry
 *   low, high                  the codes that x is clamped to, if it is
 *   ranges                     the outermost bound (hardware/unit_ranges.h); or, where codes are added to, for range
 *                              1, 2, ... {bound, offset}: codes below the bound are in it or beyond
 *   entries                    slope and intercept of entry 0, 1, ...: {slope, intercept}, the slope above, each as it
 *                              is stored (hardware/stored.h): a code, {exponent, number}, or signed digits
 *
 * All are right-aligned, two's complement; what lies above a word's own bits is ignored.
 */
#ifndef LUTDSE_HARDWARE_PARAMETER_WORDS_H
#define LUTDSE_HARDWARE_PARAMETER_WORDS_H

#include "hardware/unit.h"

__extension__ typedef unsigned __int128 parameter_word;

enum { PARAMETER_WORDS_MAX = 2 * ENTRIES_MAX + RANGES_MAX };

struct parameter_words {
  int thresholds; /* words of this kind */
  int clamps;
  int ranges;
  int entries;
  int count; /* of all */
  int threshold_bits, clamp_bits, range_bits, entry_bits;
  int bits;         /* of the data port: those of the widest */
  int address_bits; /* of the address port */
};

/* The layout of a programmable unit. */
struct parameter_words parameter_words(const struct unit *unit);

/* The words for one scale: parameter_words()->count of them. */
void parameter_words_fill(const struct unit *unit, const struct unit_content *content, int scale,
                          parameter_word word[PARAMETER_WORDS_MAX]);

#endif
