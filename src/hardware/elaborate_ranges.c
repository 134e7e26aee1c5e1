/* Input ranges: the one that holds the code, the code in the domain of the table, and the sum where it belongs. */
#include "hardware/bits.h"
#include "hardware/elaborate.h"
#include "hardware/unit_ranges.h"

/* Bounds are constants of each scale, or stored: one of them if codes are shifted, of which the others are parts. */
static struct word bound_word(struct assembly *path, const struct word *last, int r) {
  const struct unit *unit = path->unit;
  int64_t value[SCALE_MAX];
  if (last->bits > 0) {
    const struct word doubled = word_resize(last, last->bits + 1, false);
    return word_shift_right(&doubled, unit_range_bound_shift(unit, r));
  }
  for (int s = 0; s < unit->scale_count; s++)
    value[s] = path->content->range_bound[s][r];
  return parameter_at_scales(path, value, unit->x_bits + 1);
}

/* Whether the code is in range r, for each: beyond the bound below it and not beyond its own. */
static void find_range(struct assembly *path, signal_t within[RANGES_MAX]) {
  struct graph *graph = &path->on->graph;
  const struct unit *unit = path->unit;
  const bool shifted = unit->range_input_shift > 0;
  struct word last = {.bits = 0};
  if (shifted && unit->storage != STORAGE_ROM)
    last = parameter_at_scales(path, path->content->range_last, unit_range_last_bits(unit));
  signal_t beyond = SIGNAL_TRUE;
  for (int r = 0; r < unit->ranges - 1; r++) {
    const struct word bound = bound_word(path, &last, r);
    const struct word x = word_resize(&path->raw, bits_max(bound.bits, path->raw.bits), true);
    const struct word against = word_resize(&bound, x.bits, true);
    const signal_t next = shifted ? word_greater(graph, &x, &against, true) : word_greater(graph, &against, &x, true);
    within[r] = graph_and(graph, beyond, signal_not(next));
    beyond = next;
  }
  within[unit->ranges - 1] = beyond;
}

/* The number that goes with the range, of `bits`. */
static struct word number_of_range(struct assembly *path, const signal_t within[RANGES_MAX], bool left, int bits) {
  const struct unit *unit = path->unit;
  struct word number = {.bits = bits};
  for (int b = 0; b < bits; b++)
    for (int r = 0; r < unit->ranges; r++)
      if ((left ? unit_range_left(unit, r) : unit->ranges - 1 - r) >> b & 1)
        number.bit[b] = graph_or(&path->on->graph, number.bit[b], within[r]);
  return number;
}

/* To the left by as much as it is not shifted, and then all the way to the right, rounded. */
static struct word shifted_code(struct assembly *path, const signal_t within[RANGES_MAX]) {
  const struct unit *unit = path->unit;
  const int most = unit->range_input_shift * (unit->ranges - 1);
  const struct word steps = number_of_range(path, within, false, unit_range_bits(unit));
  const struct word amount = word_shift_left(&steps, unit->range_input_shift - 1); /* times 1 or 2 */
  const struct word wide = word_resize(&path->raw, unit->x_bits + most, true);
  const struct word aligned = word_shift_left_by(&path->on->graph, &wide, &amount);
  const struct word code = word_divide(&path->on->graph, &aligned, most);
  return word_resize(&code, unit->x_bits, true);
}

static struct word added_code(struct assembly *path, const signal_t within[RANGES_MAX]) {
  struct graph *graph = &path->on->graph;
  const struct unit *unit = path->unit;
  struct word chosen[RANGES_MAX];
  for (int r = 0; r < unit->ranges - 1; r++) {
    int64_t value[SCALE_MAX];
    for (int s = 0; s < unit->scale_count; s++)
      value[s] = path->content->range_offset[s][r];
    const struct word offset = parameter_at_scales(path, value, unit->x_bits);
    chosen[r] = word_and(graph, within[r + 1], &offset);
  }
  const struct word offset = word_or_all(graph, chosen, unit->ranges - 1);
  return word_add(graph, &path->raw, &offset, SIGNAL_FALSE);
}

void elaborate_ranges(struct assembly *path) {
  signal_t within[RANGES_MAX] = {SIGNAL_FALSE};
  find_range(path, within);
  path->range_left = number_of_range(path, within, true, unit_range_bits(path->unit));
  path->raw = path->unit->range_input_shift > 0 ? shifted_code(path, within) : added_code(path, within);
}

struct word elaborate_ranged_sum(struct assembly *path, const struct word *sum) {
  const struct word wide = word_resize(sum, unit_result_bits(path->unit), true);
  return word_shift_left_by(&path->on->graph, &wide, &path->range_left);
}
