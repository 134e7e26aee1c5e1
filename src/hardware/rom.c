#include "hardware/rom.h"

/* The codes that synthesis has to keep. */
struct reached {
  int entries;
  int32_t breakpoint[ENTRIES_MAX - 1];
  int32_t slope[ENTRIES_MAX];
  int32_t intercept[ENTRIES_MAX];
};

static struct reached reached_entries(const struct design *design) {
  struct reached reached = {0};
  for (int i = 0; i < design->entries; i++) {
    const bool last = i == design->entries - 1;
    if (i > 0 && !last && design->breakpoint[i] == design->breakpoint[i - 1])
      continue;
    const int to = reached.entries++;
    reached.slope[to] = design->slope[i];
    reached.intercept[to] = design->intercept[i];
    if (!last)
      reached.breakpoint[to] = design->breakpoint[i];
  }
  return reached;
}

/* Bits of a comparison with a constant: trailing zeros need no logic. */
static int compared_bits(int32_t threshold, int bits) {
  int zeros = 0;
  while (zeros < bits && ((uint32_t)threshold >> zeros & 1) == 0)
    zeros++;
  return bits - zeros;
}

static int threshold_bits(const struct spec *spec, const struct reached *reached) {
  const double finest = scale_set_finest(&spec->scales);
  int bits = 0;
  for (int i = 0; i < reached->entries - 1; i++)
    bits += compared_bits(design_threshold(spec, reached->breakpoint[i], finest), spec->in_bits);
  return bits;
}

static int clamp_bits(const struct spec *spec) {
  if (spec->tails != TAILS_CLAMP)
    return 0;
  const struct code_range domain = spec_domain_codes(spec, scale_set_finest(&spec->scales));
  return compared_bits(domain.first, spec->in_bits) + compared_bits(domain.last, spec->in_bits);
}

/* Bit `bit` of every entry, entry 0 lowest, complemented where needed so that entry 0 holds a zero. */
static uint64_t column_of(const int32_t *code, int entries, int bit) {
  const uint32_t first = (uint32_t)code[0] >> bit & 1;
  uint64_t column = 0;
  for (int i = 0; i < entries; i++)
    column |= (uint64_t)(((uint32_t)code[i] >> bit & 1) ^ first) << i;
  return column;
}

static int changes(uint64_t column, int entries) {
  int count = 0;
  for (int i = 1; i < entries; i++)
    count += (column >> i & 1) != (column >> (i - 1) & 1);
  return count;
}

static bool contains(const uint64_t *column, int count, uint64_t wanted) {
  for (int i = 0; i < count; i++)
    if (column[i] == wanted)
      return true;
  return false;
}

struct rom_content rom_content(const struct spec *spec, const struct design *design) {
  const struct reached reached = reached_entries(design);
  struct rom_content content = {.threshold_bits = threshold_bits(spec, &reached), .clamp_bits = clamp_bits(spec)};
  uint64_t seen[2 * FORMAT_BITS_MAX];
  int distinct = 0;
  for (int i = 0; i < spec->slope.bits + spec->intercept.bits; i++) {
    const bool is_slope = i < spec->slope.bits;
    const int bit = is_slope ? i : i - spec->slope.bits;
    const uint64_t column = column_of(is_slope ? reached.slope : reached.intercept, reached.entries, bit);
    if (column == 0) {
      content.slope_ones += is_slope ? (int)((uint32_t)reached.slope[0] >> bit & 1) : 0;
      continue;
    }
    content.slope_varying += is_slope;
    content.intercept_varying += !is_slope;
    if (contains(seen, distinct, column))
      continue;
    seen[distinct++] = column;
    content.column_changes += changes(column, reached.entries);
  }
  return content;
}
