#include "hardware/parameter_words.h"

#include "hardware/address.h"
#include "hardware/bits.h"
#include "hardware/stored.h"

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
  words.count = words.thresholds + words.clamps + words.entries;
  words.bits = words.entry_bits;
  if (words.thresholds > 0)
    words.bits = bits_max(words.bits, words.threshold_bits);
  if (words.clamps > 0)
    words.bits = bits_max(words.bits, words.clamp_bits);
  words.address_bits = bits_max(bits_of_count(words.count), 1);
  return words;
}

static parameter_word entry_word(const struct unit *unit, const struct unit_content *content, int scale, int i) {
  return (parameter_word)stored_slope(unit, content->slope[i]) << stored_bits(stored_intercept_form(unit)) |
         stored_intercept(unit, content->intercept[scale][i]);
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
  for (int i = 0; i < unit->entries; i++)
    word[next++] = entry_word(unit, content, scale, i);
}
