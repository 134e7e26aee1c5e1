/* From the entry to the terms of the sum, and their sum. */
#include "hardware/columns.h"
#include "hardware/elaborate.h"
#include "hardware/slope_digits.h"

/* A stored slope as a number: the code, or its digits. */
static int64_t stored_slope(const struct unit *unit, int32_t code) {
  return unit->slope_digits == 0 ? code : (int64_t)slope_word(code, unit->slope_bits, unit->slope_digits);
}

static struct word select_one_hot(struct assembly *path, const struct word *words) {
  struct word chosen[ENTRIES_MAX];
  for (int i = 0; i < path->unit->entries; i++)
    chosen[i] = word_and(&path->on->graph, path->entry.bit[i], &words[i]);
  return word_or_all(&path->on->graph, chosen, path->unit->entries);
}

static struct word select_tree(struct assembly *path, const struct word *words, int first, int count) {
  if (count == 1)
    return words[first];
  const int half = (count + 1) / 2;
  const struct word low = select_tree(path, words, first, half);
  const struct word high = select_tree(path, words, first + half, count - half);
  return word_mux(&path->on->graph, path->entry.bit[first + half - 1], &high, &low);
}

struct word elaborate_selected(struct assembly *path, const struct word *words) {
  switch (path->unit->selector) {
  case SELECT_ONE_HOT:
    return select_one_hot(path, words);
  case SELECT_TREE:
    return select_tree(path, words, 0, path->unit->entries);
  default:
    return choose_by_number(path, &path->entry, words, path->unit->entries);
  }
}

void elaborate_select(struct assembly *path) {
  const struct unit *unit = path->unit;
  struct word slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  for (int i = 0; i < unit->entries; i++) {
    int64_t value[SCALE_MAX];
    for (int s = 0; s < unit->scale_count; s++)
      value[s] = path->content->intercept[s][i];
    slope[i] = parameter_same(path, stored_slope(unit, path->content->slope[i]), unit_stored_slope_bits(unit));
    intercept[i] = parameter_at_scales(path, value, unit->intercept_bits);
  }
  path->slope = elaborate_selected(path, slope);
  path->intercept = elaborate_selected(path, intercept);
}

/* Rows of partial products; the row of the sign bit is subtracted. */
static void multiply_full(struct assembly *path, struct columns *columns) {
  struct graph *graph = &path->on->graph;
  const bool is_signed = !path->unit->mirrored;
  const struct word x = is_signed ? path->x : word_resize(&path->x, path->x.bits + 1, false);
  const int sign = path->slope.bits - 1;
  for (int i = 0; i <= sign; i++) {
    struct word row = word_and(graph, path->slope.bit[i], &x);
    if (i == sign) {
      row = word_invert_if(graph, path->slope.bit[i], &x);
      row = word_and(graph, path->slope.bit[i], &row);
      columns_put(columns, i, path->slope.bit[i]);
    }
    columns_put_signed(columns, &row, i);
  }
}

/* A digit a row: x shifted, negated where the digit is, nothing where there is no digit. */
static void multiply_digits(struct assembly *path, struct columns *columns) {
  struct graph *graph = &path->on->graph;
  const int shift_bits = slope_shift_bits(path->unit->slope_bits);
  const struct word x = word_resize(&path->x, columns->width, !path->unit->mirrored);
  for (int d = 0; d < path->unit->slope_digits; d++) {
    const signal_t *field = path->slope.bit + (size_t)d * (size_t)(shift_bits + 2);
    const signal_t present = field[shift_bits], negative = field[shift_bits + 1];
    struct word distance = {.bits = shift_bits};
    for (int b = 0; b < shift_bits; b++)
      distance.bit[b] = field[b];
    struct word row = word_shift_left_by(graph, &x, &distance);
    row = word_and(graph, present, &row);
    row = word_invert_if(graph, negative, &row);
    for (int b = 0; b < row.bits; b++)
      columns_put(columns, b, row.bit[b]);
    columns_put(columns, 0, negative);
  }
}

void elaborate_multiply(struct assembly *path) {
  struct columns columns;
  columns_init(&columns, path->unit->x_bits + path->unit->slope_bits);
  if (path->unit->slope_digits == 0)
    multiply_full(path, &columns);
  else
    multiply_digits(path, &columns);
  path->product = columns_sum(&path->on->graph, &columns);
}

/* a / 2^distance, rounded half to even. */
static struct word divide(struct graph *graph, const struct word *a, int distance) {
  const struct word quotient = word_shift_right(a, distance);
  struct word below = {.bits = distance};
  for (int b = 0; b < distance; b++)
    below.bit[b] = b < a->bits ? a->bit[b] : a->bit[a->bits - 1];
  const signal_t half = below.bit[distance - 1];
  below.bit[distance - 1] = quotient.bit[0];
  const signal_t up = graph_and(graph, half, word_any(graph, &below));
  const struct word wide = word_resize(&quotient, quotient.bits + 1, true);
  return word_increment(graph, &wide, up);
}

/*
 * Shift left by distance[scale] >= 0, in a word of `bits`: by wiring where there is one distance, else by a shifter
 * whose distance is the number of the scale or comes from a table.
 */
static struct word shift_by_scale(struct assembly *path, const struct word *a, const int *distance, int bits) {
  const int count = path->unit->scale_count;
  const struct shift_range range = unit_shift_range(distance, count);
  const struct word shifted = word_shift_left(a, range.least), wide = word_resize(&shifted, bits, true);
  if (range.most == range.least)
    return wide;
  int64_t beyond[SCALE_MAX];
  for (int s = 0; s < count; s++)
    beyond[s] = distance[s] - range.least;
  int amount_bits = 0;
  while (1 << amount_bits <= range.most - range.least)
    amount_bits++;
  const struct word amount = constant_by_number(path, &path->scale, beyond, count, amount_bits);
  return word_shift_left_by(&path->on->graph, &wide, &amount);
}

void elaborate_shift(struct assembly *path) {
  const struct unit *unit = path->unit;
  const struct shift_range range = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const int divisor = range.least < 0 ? -range.least : 0;
  int left[SCALE_MAX];
  for (int s = 0; s < unit->scale_count; s++)
    left[s] = unit->intercept_shift[s] + divisor;
  const int bits = unit->intercept_bits + range.most + divisor;
  path->shifted = shift_by_scale(path, &path->intercept, left, bits);
  if (divisor > 0)
    path->shifted = divide(&path->on->graph, &path->shifted, divisor);
}

struct word elaborate_add(struct assembly *path) {
  const struct unit *unit = path->unit;
  const struct word product = word_shift_left(&path->product, unit->slope_shift);
  const struct word a = word_resize(&product, unit->sum_bits, true);
  const struct word b = word_resize(&path->shifted, unit->sum_bits, true);
  return word_add(&path->on->graph, &a, &b, SIGNAL_FALSE);
}

/*
 * The lower half of a mirrored unit: sign * T + slope * x + intercept, where x = -|x|. Of what is subtracted the
 * inverse is added, and one as the adder's carry.
 */
static struct word unfold(struct assembly *path, const struct word *sum) {
  struct graph *graph = &path->on->graph;
  const struct unit *unit = path->unit;
  const signal_t negate = unit->symmetry.sign < 0 ? path->low : (signal_t)SIGNAL_FALSE;
  const signal_t subtract = unit->symmetry.slope > 0 ? path->low : (signal_t)SIGNAL_FALSE;
  struct word line = word_constant(0, sum->bits);
  if (unit->symmetry.slope != 0) {
    const struct word shifted = word_shift_left(&path->x, unit->frac);
    line = word_resize(&shifted, sum->bits, false);
    line = word_invert_if(graph, unit->symmetry.slope > 0 ? SIGNAL_TRUE : SIGNAL_FALSE, &line);
  }
  int64_t constant[SCALE_MAX];
  for (int s = 0; s < unit->scale_count; s++)
    constant[s] = unit->symmetry.intercept * (INT64_C(1) << unit->one_shift[s]);
  const struct word one = constant_by_number(path, &path->scale, constant, unit->scale_count, sum->bits);
  line = word_add(graph, &line, &one, SIGNAL_FALSE);
  line = word_and(graph, path->low, &line);
  struct word y = word_invert_if(graph, negate, sum);
  y = word_add(graph, &y, &line, negate != SIGNAL_FALSE ? negate : subtract);
  return negate != SIGNAL_FALSE && subtract != SIGNAL_FALSE ? word_increment(graph, &y, subtract) : y;
}

/* Saturate to so many bits: the bits above must be copies of the sign. */
static struct word saturate(struct graph *graph, const struct word *a, int bits) {
  if (a->bits <= bits)
    return word_resize(a, bits, true);
  const signal_t sign = a->bit[a->bits - 1];
  struct word above = {.bits = a->bits - bits};
  for (int b = 0; b < above.bits; b++)
    above.bit[b] = graph_xor(graph, sign, a->bit[bits - 1 + b]);
  const signal_t beyond = word_any(graph, &above);
  struct word limit = {.bits = bits}, kept = word_resize(a, bits, true);
  for (int b = 0; b < bits; b++)
    limit.bit[b] = b == bits - 1 ? sign : signal_not(sign);
  return word_mux(graph, beyond, &limit, &kept);
}

/*
 * Divide by a power of two that depends on the scale, rounded half to even: sums are first aligned to the largest
 * divisor.
 */
static struct word requantise(struct assembly *path, const struct word *sum) {
  const struct unit *unit = path->unit;
  const struct shift_range range = unit_shift_range(unit->output_shift, unit->scale_count);
  int left[SCALE_MAX];
  for (int s = 0; s < unit->scale_count; s++)
    left[s] = range.most - unit->output_shift[s];
  const struct word aligned = shift_by_scale(path, sum, left, sum->bits + range.most - range.least);
  const struct word divided =
      range.most > 0 ? divide(&path->on->graph, &aligned, range.most) : word_shift_left(&aligned, -range.most);
  return saturate(&path->on->graph, &divided, unit->y_bits);
}

struct word elaborate_output(struct assembly *path, const struct word *sum) {
  const struct word y = path->unit->mirrored ? unfold(path, sum) : *sum;
  return path->unit->requantised ? requantise(path, &y) : y;
}
