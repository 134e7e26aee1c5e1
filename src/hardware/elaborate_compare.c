/* From x to the entry: fold, clamp, and comparators or the decoding of address bits. */
#include "hardware/address.h"
#include "hardware/elaborate.h"

static bool at_scales(const struct assembly *path, const int32_t *first, size_t stride, int64_t *out) {
  for (int s = 0; s < path->unit->scale_count; s++)
    out[s] = first[(size_t)s * stride];
  return true;
}

static struct word threshold(struct assembly *path, int index) {
  int64_t value[SCALE_MAX];
  (void)at_scales(path, &path->content->threshold[0][index], ENTRIES_MAX - 1, value);
  return parameter_at_scales(path, value, path->unit->threshold_bits);
}

static void clamp(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  int64_t value[SCALE_MAX];
  (void)at_scales(path, path->content->clamp_low, 1, value);
  const struct word low = parameter_at_scales(path, value, path->unit->x_bits);
  (void)at_scales(path, path->content->clamp_high, 1, value);
  const struct word high = parameter_at_scales(path, value, path->unit->x_bits);
  const signal_t below = word_greater(graph, &low, &path->raw, true);
  const signal_t above = word_greater(graph, &path->raw, &high, true);
  path->raw = word_mux(graph, below, &low, &path->raw);
  path->raw = word_mux(graph, above, &high, &path->raw);
}

/* |x| and whether x <= 0. */
static void fold(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  const int bits = path->raw.bits;
  const signal_t negative = path->raw.bit[bits - 1];
  const struct word inverted = word_invert_if(graph, negative, &path->raw);
  path->x = word_increment(graph, &inverted, negative);
  path->low = graph_or(graph, negative, signal_not(word_any(graph, &path->raw)));
}

/* What comparators see: x; or |x| with a bit below that makes the comparison strict where x <= 0. */
static struct word compared(const struct assembly *path) {
  if (!path->unit->mirrored)
    return path->x;
  struct word word = word_shift_left(&path->x, 1);
  word.bit[0] = path->low;
  return word;
}

static signal_t greater(struct assembly *path, const struct word *x, const struct word *threshold_word) {
  const bool mirrored = path->unit->mirrored;
  const struct word aligned = mirrored ? word_shift_left(threshold_word, 1) : *threshold_word;
  return word_greater(&path->on->graph, x, &aligned, !mirrored);
}

/* Which thresholds x is above. */
static void compare_all(struct assembly *path) {
  const struct word x = compared(path);
  for (int i = 0; i < path->unit->entries - 1; i++) {
    const struct word against = threshold(path, i);
    path->entry.bit[i] = greater(path, &x, &against);
  }
  path->entry.bits = path->unit->entries - 1;
}

/* Which entry x is in: above the threshold below it and not above its own. */
static void compare_one_hot(struct assembly *path) {
  compare_all(path);
  const struct word above = path->entry;
  path->entry.bits = path->unit->entries;
  for (int i = 0; i <= above.bits; i++) {
    const signal_t over = i == 0 ? (signal_t)SIGNAL_TRUE : above.bit[i - 1];
    path->entry.bit[i] = i == above.bits ? over : graph_and(&path->on->graph, over, signal_not(above.bit[i]));
  }
}

static int number_bits(int count) {
  int bits = 0;
  while (1 << bits < count)
    bits++;
  return bits;
}

/* A level a bit, the highest first: its threshold is the middle one of the entries that are left. */
static void search_entry(struct assembly *path) {
  const struct word x = compared(path);
  const int bits = number_bits(path->unit->entries);
  path->entry = (struct word){.bits = bits};
  for (int level = bits - 1; level >= 0; level--) {
    struct word middle[ENTRIES_MAX];
    int count = 0;
    for (int first = 0; first + (1 << level) < path->unit->entries; first += 2 << level)
      middle[count++] = threshold(path, first + (1 << level) - 1);
    const struct word found = {.bits = bits - 1 - level};
    struct word number = found;
    for (int b = 0; b < number.bits; b++)
      number.bit[b] = path->entry.bit[level + 1 + b];
    const bool all = count << (level + 1) >= path->unit->entries;
    const struct word against = choose_by_number(path, &number, middle, count);
    const signal_t above = greater(path, &x, &against);
    /* Beyond the last threshold there is none to pass. */
    const struct word last = word_constant(count - 1, number.bits > 0 ? number.bits : 1);
    path->entry.bit[level] =
        all || number.bits == 0
            ? above
            : graph_and(&path->on->graph, above, signal_not(word_greater(&path->on->graph, &number, &last, false)));
  }
}

/* A signed number limited to least ... most (unsigned, of as many bits as the result). */
static struct word limited(struct graph *graph, const struct word *value, const struct word *least,
                           const struct word *most) {
  const struct word low = word_resize(least, value->bits, false), high = word_resize(most, value->bits, false);
  const signal_t below = word_greater(graph, &low, value, true);
  const signal_t above = word_greater(graph, value, &high, true);
  const struct word raised = word_mux(graph, below, &low, value);
  const struct word word = word_mux(graph, above, &high, &raised);
  return word_resize(&word, least->bits, false);
}

static struct word minus(struct graph *graph, const struct word *a, const struct word *b) {
  const struct word inverse = word_invert_if(graph, SIGNAL_TRUE, b);
  return word_add(graph, a, &inverse, SIGNAL_TRUE);
}

/* x - 1, one bit wider: its upper bits count the thresholds below x. */
static struct word predecessor(struct assembly *path) {
  const struct word wide = word_resize(&path->raw, path->raw.bits + 1, true);
  const struct word minus_one = word_constant(-1, wide.bits);
  return word_add(&path->on->graph, &wide, &minus_one, SIGNAL_FALSE);
}

/* The same counted from 0 in both directions: x - 1, and -x for x <= 0. */
static struct word both_ways(struct graph *graph, const struct word *before) {
  return word_invert_if(graph, before->bit[before->bits - 1], before);
}

static void first_entry_at_least_code(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  struct word inverted = word_invert_if(graph, SIGNAL_TRUE, &path->raw);
  inverted.bit[inverted.bits - 1] = path->raw.bit[path->raw.bits - 1];
  const signal_t least = word_all(graph, &inverted);
  if (path->unit->mirrored) {
    const struct word outermost = word_constant(path->unit->entries - 1, path->entry.bits);
    path->entry = word_mux(graph, least, &outermost, &path->entry);
  } else {
    path->entry = word_and(graph, signal_not(least), &path->entry);
  }
}

/*
 * The number of thresholds below is x - 1 without its low bits. Where a segment is finer than a code, thresholds
 * between two codes are rounded to the even one: the bits of x - 1 go on below with half a code less its last bit.
 */
static void decode_uniform(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  const struct unit *unit = path->unit;
  const struct address_widths widths = address_widths(unit, path->content);
  int64_t distance[SCALE_MAX], base[SCALE_MAX];
  for (int s = 0; s < unit->scale_count; s++) {
    const struct address address = address_constants(unit, path->content, s);
    distance[s] = address.distance;
    base[s] = address.base;
  }
  const struct word before = predecessor(path);
  const struct word steps = unit->mirrored ? both_ways(graph, &before) : before;
  struct word finer = word_shift_left(&steps, widths.more);
  for (int b = 0; b < widths.more; b++)
    finer.bit[b] = b == widths.more - 1 ? signal_not(steps.bit[0]) : steps.bit[0];
  const struct word by = parameter_at_scales(path, distance, widths.distance_bits);
  const struct word from = parameter_at_scales(path, base, widths.base_bits);
  const int bits = (finer.bits > widths.base_bits ? finer.bits : widths.base_bits) + 1;
  const struct word shifted = word_shift_right_by(graph, &finer, &by);
  const struct word wide = word_resize(&shifted, bits, true), less = word_resize(&from, bits, true);
  const struct word number = minus(graph, &wide, &less);
  const int entry_bits = number_bits(unit->entries);
  const struct word least = word_constant(0, entry_bits), most = word_constant(unit->entries - 1, entry_bits);
  path->entry = limited(graph, &number, &least, &most);
}

/* Position of the leading one, plus one; 0: there is none. */
static struct word leading_one(struct graph *graph, const struct word *a) {
  struct word position = {.bits = number_bits(a->bits + 1)};
  const struct word leading = word_leading_one(graph, a);
  for (int b = 0; b < position.bits; b++)
    for (int i = 0; i < a->bits; i++)
      if ((i + 1) >> b & 1)
        position.bit[b] = graph_or(graph, position.bit[b], leading.bit[i]);
  return position;
}

/* The constants of an address, at every scale. */
struct power2 {
  int64_t above[SCALE_MAX], middle[SCALE_MAX], below[SCALE_MAX], below_count[SCALE_MAX];
};

/* hardware/address.h has the formulas. */
static void decode_power2(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  const struct unit *unit = path->unit;
  const struct address_widths widths = address_widths(unit, path->content);
  struct power2 constants;
  for (int s = 0; s < unit->scale_count; s++) {
    const struct address address = address_constants(unit, path->content, s);
    constants.above[s] = address.above;
    constants.middle[s] = address.middle;
    constants.below[s] = address.below;
    constants.below_count[s] = address.below_count;
  }
  const struct word before = predecessor(path);
  const struct word magnitude = both_ways(graph, &before), level = leading_one(graph, &magnitude);
  const int bits = widths.offset_bits + 1, entry_bits = number_bits(unit->entries);
  const struct word rank = word_resize(&level, bits, false);
  struct word above = parameter_at_scales(path, constants.above, widths.offset_bits);
  above = word_resize(&above, bits, true);
  const struct word up = word_add(graph, &rank, &above, SIGNAL_FALSE);
  struct word middle = parameter_at_scales(path, constants.middle, widths.count_bits);
  middle = word_resize(&middle, entry_bits, false);
  const struct word last = word_constant(unit->entries - 1, entry_bits);
  path->entry = limited(graph, &up, &middle, &last);
  if (unit->mirrored)
    return;
  struct word below = parameter_at_scales(path, constants.below, widths.offset_bits);
  below = word_resize(&below, bits, true);
  const struct word down = minus(graph, &below, &rank);
  struct word count = parameter_at_scales(path, constants.below_count, widths.count_bits);
  count = word_resize(&count, entry_bits, false);
  const struct word none = word_constant(0, entry_bits), left = limited(graph, &down, &none, &count);
  path->entry = word_mux(graph, before.bit[before.bits - 1], &left, &path->entry);
}

void elaborate_compare(struct assembly *path) {
  if (path->unit->clamp)
    clamp(path);
  if (path->unit->ranges > 0)
    elaborate_ranges(path);
  path->x = path->raw;
  if (path->unit->mirrored)
    fold(path);
  switch (path->unit->selector) {
  case SELECT_BINARY:
    search_entry(path);
    return;
  case SELECT_UNIFORM:
    decode_uniform(path);
    first_entry_at_least_code(path);
    return;
  case SELECT_POWER2:
    decode_power2(path);
    first_entry_at_least_code(path);
    return;
  case SELECT_ONE_HOT:
    compare_one_hot(path);
    return;
  default:
    compare_all(path);
    return;
  }
}
