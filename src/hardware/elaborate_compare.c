/* From x to the entry: fold, clamp, and comparators or the decoding of address bits. */
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

/* 0 ... most, from a signed number. */
static struct word limited(struct graph *graph, const struct word *value, int most) {
  const struct word limit = word_constant(most, value->bits), zero = word_constant(0, value->bits);
  const signal_t above = word_greater(graph, value, &limit, true);
  const struct word low = word_mux(graph, value->bit[value->bits - 1], &zero, value);
  const struct word word = word_mux(graph, above, &limit, &low);
  return word_resize(&word, number_bits(most + 1), false);
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
  int64_t distance[SCALE_MAX];
  int finer = 0, most = 0;
  for (int s = 0; s < unit->scale_count; s++) {
    distance[s] = path->content->segment_log2 - unit->coarseness[s];
    finer = -distance[s] > finer ? (int)-distance[s] : finer;
  }
  for (int s = 0; s < unit->scale_count; s++) {
    distance[s] += finer;
    most = distance[s] > most ? (int)distance[s] : most;
  }
  const struct word before = predecessor(path);
  const struct word steps = unit->mirrored ? both_ways(graph, &before) : before;
  struct word value = word_shift_left(&steps, finer);
  for (int b = 0; b < finer; b++)
    value.bit[b] = b == finer - 1 ? signal_not(steps.bit[0]) : steps.bit[0];
  const bool constant = unit->storage == STORAGE_ROM;
  const int distance_bits = number_bits((constant ? most : unit->x_bits + finer) + 1);
  if (distance_bits > 0) {
    const struct word by = parameter_at_scales(path, distance, distance_bits);
    value = word_shift_right_by(graph, &value, &by);
  }
  value = word_resize(&value, value.bits + 1, true);
  const struct word first = parameter_same(path, 1 - (int64_t)path->content->segment_first, value.bits);
  value = word_add(graph, &value, &first, SIGNAL_FALSE);
  path->entry = limited(graph, &value, unit->entries - 1);
}

/* Position of the leading one, plus one; 0: there is none. */
static struct word leading_one(struct graph *graph, const struct word *a) {
  struct word position = {.bits = number_bits(a->bits + 1)};
  signal_t none_above = SIGNAL_TRUE;
  signal_t leading[WORD_BITS_MAX];
  for (int i = a->bits - 1; i >= 0; i--) {
    leading[i] = graph_and(graph, none_above, a->bit[i]);
    none_above = graph_and(graph, none_above, signal_not(a->bit[i]));
  }
  for (int b = 0; b < position.bits; b++)
    for (int i = 0; i < a->bits; i++)
      if ((i + 1) >> b & 1)
        position.bit[b] = graph_or(graph, position.bit[b], leading[i]);
  return position;
}

static void decode_power2(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  const struct unit_content *content = path->content;
  const struct word before = predecessor(path);
  const signal_t below = before.bit[before.bits - 1];
  const struct word magnitude = both_ways(graph, &before);
  const struct word position = leading_one(graph, &magnitude);
  int64_t coarse[SCALE_MAX];
  for (int s = 0; s < path->unit->scale_count; s++)
    coarse[s] = path->unit->coarseness[s];
  const int bits = position.bits + 3;
  const struct word wide = word_resize(&position, bits, false);
  const struct word offset = constant_by_number(path, &path->scale, coarse, path->unit->scale_count, bits);
  const struct word level = word_add(graph, &wide, &offset, SIGNAL_FALSE);
  const int negatives = content->negative_most < 0 ? 0 : content->negative_most - content->negative_least + 1;
  const int positives = content->positive_most < 0 ? 0 : content->positive_most - content->positive_least + 1;
  const struct word minus_least = parameter_same(path, -(int64_t)content->positive_least, bits);
  const struct word most = parameter_same(path, content->negative_most + 1, bits);
  const struct word inverted = word_invert_if(graph, SIGNAL_TRUE, &level);
  const struct word up = word_add(graph, &level, &minus_least, SIGNAL_FALSE);
  const struct word down = word_add(graph, &most, &inverted, SIGNAL_TRUE);
  const int entry_bits = number_bits(path->unit->entries);
  struct word above = limited(graph, &up, positives > 0 ? positives : 1);
  above = word_resize(&above, entry_bits, false);
  const struct word start = word_constant(negatives + content->zero_threshold, entry_bits);
  above = positives > 0 ? word_add(graph, &above, &start, SIGNAL_FALSE) : start;
  struct word under = limited(graph, &down, negatives > 0 ? negatives : 1);
  under = negatives > 0 ? word_resize(&under, entry_bits, false) : word_constant(0, entry_bits);
  path->entry = path->unit->mirrored ? above : word_mux(graph, below, &under, &above);
}

void elaborate_compare(struct assembly *path) {
  if (path->unit->clamp)
    clamp(path);
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
