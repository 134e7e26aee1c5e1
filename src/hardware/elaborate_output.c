/* Behind the sum: unfold, requantise, saturate. */
#include "hardware/elaborate.h"

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
      range.most > 0 ? word_divide(&path->on->graph, &aligned, range.most) : word_shift_left(&aligned, -range.most);
  return saturate(&path->on->graph, &divided, unit->y_bits);
}

struct word elaborate_output(struct assembly *path, const struct word *sum) {
  const struct word whole = path->unit->mirrored ? unfold(path, sum) : *sum;
  const struct word y = path->unit->ranges > 0 ? elaborate_ranged_sum(path, &whole) : whole;
  return path->unit->requantised ? requantise(path, &y) : y;
}
