/* From the entry to the terms of the sum, and their sum. */
#include "hardware/bits.h"
#include "hardware/columns.h"
#include "hardware/elaborate.h"
#include "hardware/slope_digits.h"
#include "hardware/stored.h"

/* Take the exponent from above the number. */
static struct word split_exponent(struct word *stored, struct stored_form form) {
  struct word exponent = {.bits = form.exponent_bits};
  for (int b = 0; b < form.exponent_bits; b++)
    exponent.bit[b] = stored->bit[form.number_bits + b];
  stored->bits = form.number_bits;
  return exponent;
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
  const struct stored_form slope_form = stored_slope_form(unit), intercept_form = stored_intercept_form(unit);
  struct word slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  for (int i = 0; i < unit->entries; i++) {
    int64_t value[SCALE_MAX];
    for (int s = 0; s < unit->scale_count; s++)
      value[s] = (int64_t)stored_intercept(unit, path->content->intercept[s][i]);
    slope[i] = parameter_same(path, (int64_t)stored_slope(unit, path->content->slope[i]), stored_bits(slope_form));
    intercept[i] = parameter_at_scales(path, value, stored_bits(intercept_form));
  }
  path->slope = elaborate_selected(path, slope);
  path->intercept = elaborate_selected(path, intercept);
  path->slope_exponent = split_exponent(&path->slope, slope_form);
  path->intercept_exponent = split_exponent(&path->intercept, intercept_form);
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
  const int factor_bits = path->unit->slope_digits == 0 ? path->slope.bits : path->unit->slope_bits;
  columns_init(&columns, path->unit->x_bits + factor_bits);
  if (path->unit->slope_digits == 0)
    multiply_full(path, &columns);
  else
    multiply_digits(path, &columns);
  path->product = columns_sum(&path->on->graph, &columns);
}

/* The same by an exponent more, which is up to `most`: one shifter does both. */
static struct word shift_by_scale_and_exponent(struct assembly *path, const struct word *a, const int *distance,
                                               int bits, int most) {
  const struct shift_range range = unit_shift_range(distance, path->unit->scale_count);
  const int amount_bits = bits_of_count(range.most - range.least + most + 1);
  const struct word by_scale = distance_by_scale(path, distance);
  const struct word x = word_resize(&by_scale, amount_bits, false);
  const struct word y = word_resize(&path->intercept_exponent, amount_bits, false);
  const struct word amount = word_add(&path->on->graph, &x, &y, SIGNAL_FALSE);
  const struct word shifted = word_shift_left(a, range.least), wide = word_resize(&shifted, bits, true);
  return word_shift_left_by(&path->on->graph, &wide, &amount);
}

/* The product of a slope's number at its exponent. */
static void align_product(struct assembly *path) {
  if (path->slope_exponent.bits == 0)
    return;
  const struct word wide = word_resize(&path->product, path->unit->x_bits + path->unit->slope_bits, true);
  path->product = word_shift_left_by(&path->on->graph, &wide, &path->slope_exponent);
}

void elaborate_shift(struct assembly *path) {
  const struct unit *unit = path->unit;
  const struct shift_range range = unit_shift_range(unit->intercept_shift, unit->scale_count);
  const int divisor = range.least < 0 ? -range.least : 0;
  int left[SCALE_MAX];
  for (int s = 0; s < unit->scale_count; s++)
    left[s] = unit->intercept_shift[s] + divisor;
  const int bits = unit->intercept_bits + range.most + divisor;
  const int most = stored_intercept_form(unit).exponent_most;
  align_product(path);
  path->shifted = most == 0 ? shift_by_scale(path, &path->intercept, left, bits)
                            : shift_by_scale_and_exponent(path, &path->intercept, left, bits, most);
  if (divisor > 0)
    path->shifted = word_divide(&path->on->graph, &path->shifted, divisor);
}

struct word elaborate_add(struct assembly *path) {
  const struct unit *unit = path->unit;
  const struct word product = word_shift_left(&path->product, unit->slope_shift);
  const struct word a = word_resize(&product, unit->sum_bits, true);
  const struct word b = word_resize(&path->shifted, unit->sum_bits, true);
  return word_add(&path->on->graph, &a, &b, SIGNAL_FALSE);
}
