#include "hardware/address.h"

#include "hardware/bits.h"

/* With so many bits below d every threshold is at 0 or beyond the codes; thresholds are below 2^31. */
enum { MORE_MAX = 32 };

static int coarsest(const struct unit *unit) { return unit_shift_range(unit->coarseness, unit->scale_count).most; }

struct address_widths address_widths(const struct unit *unit, const struct unit_content *content) {
  struct address_widths widths = {0};
  if (unit->selector == SELECT_UNIFORM) {
    const int finest = unit->storage == STORAGE_ROM ? content->segment_log2 : 0;
    widths.more = bits_limit(coarsest(unit) - finest, 0, MORE_MAX);
    widths.distance_bits = bits_of_count(widths.more + unit->x_bits + 2);
    widths.base_bits = bits_limit(unit->x_bits + 1 + widths.more, 8, UNIT_BITS_MAX - 1) + 1;
  } else if (unit->selector == SELECT_POWER2) {
    widths.offset_bits = bits_of_count(unit->x_bits + unit->entries + 2) + 1;
    widths.count_bits = bits_of_count(unit->entries);
  }
  return widths;
}

static struct address uniform_constants(const struct unit *unit, const struct unit_content *content, int scale) {
  const struct address_widths widths = address_widths(unit, content);
  const int distance = widths.more + content->segment_log2 - unit->coarseness[scale];
  const int64_t limit = INT64_C(1) << (bits_limit(widths.base_bits, 1, 32) - 1);
  const int64_t base = (int64_t)content->segment_first - 1;
  return (struct address){.distance = bits_limit(distance, 0, widths.more + unit->x_bits + 1),
                          .base = (int)(base < -limit      ? -limit
                                        : base > limit - 1 ? limit - 1
                                                           : base)};
}

static int side_count(int least, int most) { return most < least ? 0 : most - least + 1; }

static struct address power2_constants(const struct unit *unit, const struct unit_content *content, int scale) {
  const int k = unit->coarseness[scale], beyond = unit->x_bits + unit->entries + 1;
  const int below_count = side_count(content->negative_least, content->negative_most);
  const int middle = below_count + (content->zero_threshold ? 1 : 0);
  return (struct address){.above = bits_limit(k - content->positive_least + middle, -beyond, beyond),
                          .middle = middle,
                          .below = bits_limit(content->negative_most + 1 - k, -beyond, beyond),
                          .below_count = below_count};
}

struct address address_constants(const struct unit *unit, const struct unit_content *content, int scale) {
  if (unit->selector == SELECT_UNIFORM)
    return uniform_constants(unit, content, scale);
  return power2_constants(unit, content, scale);
}

int address_word_bits(const struct unit *unit, const struct address_widths *widths) {
  if (unit->selector == SELECT_UNIFORM)
    return widths->base_bits + widths->distance_bits;
  return (widths->offset_bits + widths->count_bits) * (unit->mirrored ? 1 : 2);
}

uint64_t address_word(const struct unit *unit, const struct unit_content *content, int scale) {
  const struct address_widths widths = address_widths(unit, content);
  const struct address address = address_constants(unit, content, scale);
  if (unit->selector == SELECT_UNIFORM)
    return bits_field(address.base, widths.base_bits, 0) |
           bits_field(address.distance, widths.distance_bits, widths.base_bits);
  const int half = widths.offset_bits + widths.count_bits;
  const uint64_t above = bits_field(address.middle, widths.count_bits, 0) |
                         bits_field(address.above, widths.offset_bits, widths.count_bits);
  if (unit->mirrored)
    return above;
  return above | bits_field(address.below_count, widths.count_bits, half) |
         bits_field(address.below, widths.offset_bits, half + widths.count_bits);
}
