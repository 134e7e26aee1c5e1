#include "hardware/parameter_words.h"

#include "hardware/address.h"
#include "hardware/bits.h"
#include "hardware/stored.h"
#include "hardware/unit_ranges.h"

static bool addressed(const struct unit *unit) {
  return unit->selector == SELECT_UNIFORM || unit->selector == SELECT_POWER2;
}

struct parameter_words parameter_words(const struct unit *unit) {
  struct parameter_words words = {.thresholds = unit->entries - 1,
                                  .clamps = unit->clamp ? 2 : 0,
                                  .entries = unit->entries,
                                  .threshold_bits = unit->threshold_bits,
                                  .clamp_bits = unit->x_bits,
                                  .entry_bits =
                                      stored_bits(stored_slope_form(unit)) + stored_bits(stored_intercept_form(unit))};
  if (addressed(unit) && unit->entries > 1) {
    const struct address_widths widths = address_widths(unit, NULL);
    words.thresholds = 1;
    words.threshold_bits = address_word_bits(unit, &widths);
  }
  if (unit->ranges > 0) {
    const bool shifted = unit->range_input_shift > 0;
    words.ranges = shifted ? 1 : unit->ranges - 1;
    words.range_bits = shifted ? unit_range_last_bits(unit) : 2 * unit->x_bits + 1;
  }
  words.count = words.thresholds + words.clamps + words.ranges + words.entries;
  words.bits = words.entry_bits;
  if (words.thresholds > 0)
    words.bits = bits_max(words.bits, words.threshold_bits);
  if (words.clamps > 0)
    words.bits = bits_max(words.bits, words.clamp_bits);
  if (words.ranges > 0)
    words.bits = bits_max(words.bits, words.range_bits);
  words.address_bits = bits_max(bits_of_count(words.count), 1);
  return words;
}

static parameter_word entry_word(const struct unit *unit, const struct unit_content *content, int scale, int i) {
  return (parameter_word)stored_slope(unit, content->slope[i]) << stored_bits(stored_intercept_form(unit)) |
         stored_intercept(unit, content->intercept[scale][i]);
}

static parameter_word range_word(const struct unit *unit, const struct unit_content *content, int scale, int r) {
  if (unit->range_input_shift > 0)
    return bits_field(content->range_last[scale], unit_range_last_bits(unit), 0);
  return bits_field(content->range_offset[scale][r], unit->x_bits, 0) |
         bits_field(content->range_bound[scale][r], unit->x_bits + 1, unit->x_bits);
}

void parameter_words_fill(const struct unit *unit, const struct unit_content *content, int scale,
                          parameter_word word[PARAMETER_WORDS_MAX]) {
  const struct parameter_words words = parameter_words(unit);
  int next = 0;
  for (int i = 0; i < words.thresholds; i++)
    word[next++] = addressed(unit) ? address_word(unit, content, scale)
                                   : bits_field(content->threshold[scale][i], unit->threshold_bits, 0);
  if (unit->clamp) {
    word[next++] = bits_field(content->clamp_low[scale], unit->x_bits, 0);
    word[next++] = bits_field(content->clamp_high[scale], unit->x_bits, 0);
  }
  for (int r = 0; r < words.ranges; r++)
    word[next++] = range_word(unit, content, scale, r);
  for (int i = 0; i < unit->entries; i++)
    word[next++] = entry_word(unit, content, scale, i);
}
