/*
 * Segments that are found by address: the constants by which a unit gets from the code q to the number of thresholds
 * below it, without a comparator. Internal to src/hardware/ and src/rtl/.
 *
 * uniform. Threshold number t at a scale is T = round((first + t) 2^(m - k)), m = segment_log2, k = the scale's
 * coarseness. With d = q - 1, q > T is d >= T. For k <= m nothing is rounded, and that is d >> (m - k) >= first + t.
 * For j = k - m > 0 a threshold rounds to d or less if first + t <= d 2^j + 2^(j-1), less 1 if d is odd: half
 * rounds to even. Both are the arithmetic shift of {d, !d[0], d[0], d[0], ...} to the right, so
 *
 *   entry = clamp(({d, !d[0], d[0] ...} >>> distance) - base, 0, entries-1),   base = first - 1
 *
 * power2. L(u) is the position of the leading one of u, -1 for u = 0; level = L(u) + 1. For q > 0 and u = q - 1, a
 * threshold 2^(j-k) is passed if j - k <= L(u); those that round to 0 are then passed, too. For q <= 0 and u = -q a
 * threshold -2^(j-k) is passed if j - k > L(u). So
 *
 *   entry = q > 0 ? clamp(level + above, middle, entries-1) : clamp(below - level, 0, below_count)
 *
 * In half a table u = |q| for q <= 0 and q - 1 for q > 0; all thresholds count as above, and u takes the place of d.
 *
 * Thresholds beyond the range of codes are clipped, so the least code passes none; in half a table it passes all.
 */
#ifndef LUTDSE_HARDWARE_ADDRESS_H
#define LUTDSE_HARDWARE_ADDRESS_H

#include "hardware/unit.h"

/* Widths of the constants; zero where a unit has no such constant. */
struct address_widths {
  int more;          /* uniform: bits below d */
  int distance_bits; /* unsigned */
  int base_bits;     /* signed */
  int offset_bits;   /* power2: above and below, signed */
  int count_bits;    /* middle and below_count, unsigned */
};

/* The constants of one scale. */
struct address {
  int distance, base;
  int above, middle, below, below_count;
};

/* Widths for a unit. Programmable ones hold any content, and `content` may be NULL. All zero for other selects. */
struct address_widths address_widths(const struct unit *unit, const struct unit_content *content);

/* The constants of a content at a scale, clipped to their widths where that changes no entry. */
struct address address_constants(const struct unit *unit, const struct unit_content *content, int scale);

/*
 * How they are stored: fields of one word, from the least significant bit. uniform: base, distance. power2: middle,
 * above, below_count, below; in half a table only the first two.
 */
int address_word_bits(const struct unit *unit, const struct address_widths *widths);
uint64_t address_word(const struct unit *unit, const struct unit_content *content, int scale);

#endif
