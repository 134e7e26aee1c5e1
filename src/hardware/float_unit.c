#include "hardware/float_unit.h"

#include <math.h>

#include "hardware/columns.h"

/* A number taken apart. A zero has a zero fraction whatever its exponent; `one` is its hidden bit. */
struct number {
  signal_t sign, one;
  struct word exponent, fraction;
};

int float_bits(struct float_format format) { return 1 + format.exponent_bits + format.fraction_bits; }

uint64_t float_code(struct float_format format, double value) {
  const int bias = (1 << (format.exponent_bits - 1)) - 1;
  const uint64_t sign = (uint64_t)(signbit(value) != 0) << (format.exponent_bits + format.fraction_bits);
  int exponent = 0;
  const double mantissa = 2 * frexp(fabs(value), &exponent);
  const double rounded = rint(ldexp(mantissa, format.fraction_bits));
  const int64_t biased = exponent - 1 + bias;
  if (value == 0 || biased < 1)
    return sign;
  return sign | (uint64_t)((biased - 1) * (INT64_C(1) << format.fraction_bits) + (int64_t)rounded);
}

static struct number take_apart(struct graph *graph, const struct word *a, struct float_format format) {
  struct number number = {.sign = a->bit[a->bits - 1],
                          .exponent = {.bits = format.exponent_bits},
                          .fraction = {.bits = format.fraction_bits}};
  for (int b = 0; b < format.exponent_bits; b++)
    number.exponent.bit[b] = a->bit[format.fraction_bits + b];
  number.one = word_any(graph, &number.exponent);
  for (int b = 0; b < format.fraction_bits; b++)
    number.fraction.bit[b] = graph_and(graph, number.one, a->bit[b]);
  return number;
}

/* Hidden bit and fraction. */
static struct word mantissa_of(const struct number *number) {
  struct word word = word_resize(&number->fraction, number->fraction.bits + 1, false);
  word.bit[number->fraction.bits] = number->one;
  return word;
}

/*
 * Round to nearest even and put together. `mantissa` has its leading one at the top, the fraction below and more bits,
 * the last of them sticky; `exponent` is signed, biased and two bits wider than the format's; `nonzero`: the value is.
 */
static struct word put_together(struct graph *graph, signal_t sign, const struct word *exponent,
                                const struct word *mantissa, signal_t nonzero, struct float_format format) {
  const int extra = mantissa->bits - 1 - format.fraction_bits;
  struct word below = {.bits = extra};
  for (int b = 0; b < extra; b++)
    below.bit[b] = mantissa->bit[b];
  const signal_t half = below.bit[extra - 1];
  below.bit[extra - 1] = mantissa->bit[extra];
  const signal_t up = graph_and(graph, half, word_any(graph, &below));
  struct word whole = {.bits = format.fraction_bits + exponent->bits};
  for (int b = 0; b < format.fraction_bits; b++)
    whole.bit[b] = mantissa->bit[extra + b];
  for (int b = 0; b < exponent->bits; b++)
    whole.bit[format.fraction_bits + b] = exponent->bit[b];
  whole = word_increment(graph, &whole, up); /* a carry out of the fraction counts the exponent up */
  struct word biased = {.bits = exponent->bits};
  for (int b = 0; b < biased.bits; b++)
    biased.bit[b] = whole.bit[format.fraction_bits + b];
  const struct word most = word_constant((1 << format.exponent_bits) - 2, biased.bits);
  const struct word none = word_constant(0, biased.bits);
  const signal_t over = word_greater(graph, &biased, &most, true);
  const signal_t positive = word_greater(graph, &biased, &none, true);
  const signal_t finite = graph_and(graph, signal_not(over), graph_and(graph, positive, nonzero));
  const signal_t infinite = graph_and(graph, over, nonzero);
  struct word y = {.bits = float_bits(format)};
  for (int b = 0; b < y.bits - 1; b++) {
    y.bit[b] = graph_and(graph, finite, whole.bit[b]);
    if (b >= format.fraction_bits)
      y.bit[b] = graph_or(graph, y.bit[b], infinite);
  }
  y.bit[y.bits - 1] = sign;
  return y;
}

static struct word float_product(struct graph *graph, const struct word *a, const struct word *b,
                                 struct float_format format) {
  const struct number x = take_apart(graph, a, format), k = take_apart(graph, b, format);
  const struct word mx = mantissa_of(&x), mk = mantissa_of(&k);
  struct columns columns;
  columns_init(&columns, 2 * format.fraction_bits + 2);
  for (int i = 0; i < mk.bits; i++)
    for (int j = 0; j < mx.bits; j++)
      columns_put(&columns, i + j, graph_and(graph, mk.bit[i], mx.bit[j]));
  const struct word product = columns_sum(graph, &columns);
  const signal_t high = product.bit[product.bits - 1];
  struct word shifted = word_shift_left(&product, 1);
  shifted = word_resize(&shifted, product.bits, false);
  const struct word mantissa = word_mux(graph, high, &product, &shifted);
  const int bits = format.exponent_bits + 2;
  const struct word ex = word_resize(&x.exponent, bits, false), ek = word_resize(&k.exponent, bits, false);
  const struct word bias = word_constant(1 - (1 << (format.exponent_bits - 1)), bits);
  struct word exponent = word_add(graph, &ex, &ek, high);
  exponent = word_add(graph, &exponent, &bias, SIGNAL_FALSE);
  return put_together(graph, graph_xor(graph, x.sign, k.sign), &exponent, &mantissa, graph_and(graph, x.one, k.one),
                      format);
}

/* a >> distance, where what is shifted out leaves its trace in the lowest bit. */
static struct word shift_right_sticky(struct graph *graph, const struct word *a, const struct word *distance) {
  struct word word = *a;
  for (int d = 0; d < distance->bits; d++) {
    const int step = 1 << d;
    const struct word before = word;
    struct word lost = {.bits = step + 1 < word.bits ? step + 1 : word.bits};
    for (int i = 0; i < lost.bits; i++)
      lost.bit[i] = before.bit[i];
    for (int i = 0; i < word.bits; i++) {
      const signal_t from = i == 0 ? word_any(graph, &lost) : i + step < word.bits ? before.bit[i + step] : (signal_t)0;
      word.bit[i] = graph_mux(graph, distance->bit[d], from, before.bit[i]);
    }
  }
  return word;
}

/* Shift the leading one to the top; *count is by how many bits. */
static struct word normalise(struct graph *graph, const struct word *a, struct word *count) {
  struct word word = *a;
  int bits = 0;
  while (1 << bits < a->bits)
    bits++;
  *count = (struct word){.bits = bits};
  for (int d = bits - 1; d >= 0; d--) {
    const int step = 1 << d;
    struct word top = {.bits = step < word.bits ? step : word.bits};
    for (int i = 0; i < top.bits; i++)
      top.bit[i] = word.bit[word.bits - 1 - i];
    count->bit[d] = signal_not(word_any(graph, &top));
    const struct word before = word;
    for (int i = 0; i < word.bits; i++)
      word.bit[i] =
          graph_mux(graph, count->bit[d], i >= step ? before.bit[i - step] : (signal_t)SIGNAL_FALSE, before.bit[i]);
  }
  return word;
}

static struct word float_sum(struct graph *graph, const struct word *a, const struct word *b,
                             struct float_format format) {
  enum { GUARD = 3 };
  const struct word ma = word_resize(a, a->bits - 1, false), mb = word_resize(b, b->bits - 1, false);
  const signal_t swap = word_greater(graph, &mb, &ma, false);
  const struct word first = word_mux(graph, swap, b, a), second = word_mux(graph, swap, a, b);
  const struct number x = take_apart(graph, &first, format), z = take_apart(graph, &second, format);
  const int bits = format.exponent_bits + 2;
  struct word minus = word_invert_if(graph, SIGNAL_TRUE, &z.exponent);
  const struct word distance = word_add(graph, &x.exponent, &minus, SIGNAL_TRUE);
  struct word large = mantissa_of(&x), small = mantissa_of(&z);
  large = word_shift_left(&large, GUARD);
  small = word_shift_left(&small, GUARD);
  small = shift_right_sticky(graph, &small, &distance);
  large = word_resize(&large, large.bits + 1, false);
  small = word_resize(&small, large.bits, false);
  const signal_t subtract = graph_xor(graph, x.sign, z.sign);
  small = word_invert_if(graph, subtract, &small);
  const struct word sum = word_add(graph, &large, &small, subtract);
  const signal_t nonzero = word_any(graph, &sum);
  struct word count;
  const struct word mantissa = normalise(graph, &sum, &count);
  struct word exponent = word_resize(&x.exponent, bits, false);
  minus = word_resize(&count, bits, false);
  minus = word_invert_if(graph, SIGNAL_TRUE, &minus);
  exponent = word_add(graph, &exponent, &minus, SIGNAL_TRUE);
  const struct word one = word_constant(1, bits);
  exponent = word_add(graph, &exponent, &one, SIGNAL_FALSE);
  const signal_t sign = graph_and(graph, x.sign, nonzero);
  return put_together(graph, sign, &exponent, &mantissa, nonzero, format);
}

/* A key whose order as signed number is that of the floating-point numbers. */
static struct word order_key(struct graph *graph, const struct word *a) {
  const signal_t sign = a->bit[a->bits - 1];
  struct word key = word_invert_if(graph, sign, a);
  key.bit[a->bits - 1] = sign;
  return key;
}

static struct word stored(struct assembly *path, double value, struct float_format format) {
  const int64_t code = (int64_t)float_code(format, value);
  return parameter_at_scales(path, &code, float_bits(format));
}

bool elaborate_float(struct elaboration *out, const struct float_unit *unit, const struct float_content *content,
                     struct error *err) {
  const struct unit shape = {
      .storage = STORAGE_ENABLE, .selector = SELECT_ONE_HOT, .entries = unit->entries, .scale_count = 1};
  struct assembly path = {.unit = &shape};
  elaboration_begin(out, &path);
  out->reals = true;
  out->format = unit->format;
  struct graph *graph = &out->graph;
  graph->group = BLOCK_PIPELINE;
  const struct word input = elaboration_input(&path, SOURCE_X, float_bits(unit->format));
  const struct word x = word_register(graph, &input);
  graph->group = BLOCK_COMPARE;
  const struct word key = order_key(graph, &x);
  signal_t above[ENTRIES_MAX];
  for (int i = 0; i < unit->entries - 1; i++) {
    const struct word threshold = stored(&path, content->threshold[i], unit->format);
    const struct word against = order_key(graph, &threshold);
    above[i] = word_greater(graph, &key, &against, true);
  }
  path.entry.bits = unit->entries;
  for (int i = 0; i < unit->entries; i++) {
    const signal_t over = i == 0 ? (signal_t)SIGNAL_TRUE : above[i - 1];
    path.entry.bit[i] = i == unit->entries - 1 ? over : graph_and(graph, over, signal_not(above[i]));
  }
  graph->group = BLOCK_SELECT;
  struct word slopes[ENTRIES_MAX], intercepts[ENTRIES_MAX];
  for (int i = 0; i < unit->entries; i++) {
    slopes[i] = stored(&path, content->slope[i], unit->format);
    intercepts[i] = stored(&path, content->intercept[i], unit->format);
  }
  const struct word slope = elaborate_selected(&path, slopes), intercept = elaborate_selected(&path, intercepts);
  graph->group = BLOCK_MULTIPLY;
  const struct word product = float_product(graph, &slope, &x, unit->format);
  graph->group = BLOCK_ADD;
  const struct word sum = float_sum(graph, &product, &intercept, unit->format);
  graph->group = BLOCK_PIPELINE;
  out->y = word_register(graph, &sum);
  return elaboration_end(out, err);
}
