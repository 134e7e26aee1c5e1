#include "hardware/words.h"

#include <string.h>

struct word word_constant(int64_t value, int bits) {
  struct word word = {.bits = bits};
  for (int i = 0; i < bits; i++)
    word.bit[i] = (signal_t)((uint64_t)(value >> (i < 63 ? i : 63)) & 1);
  return word;
}

struct word word_register(struct graph *graph, const struct word *a) {
  struct word word = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    word.bit[i] = graph_register(graph, a->bit[i]);
  return word;
}

struct word word_resize(const struct word *a, int bits, bool is_signed) {
  struct word word = {.bits = bits};
  for (int i = 0; i < bits; i++)
    word.bit[i] = i < a->bits ? a->bit[i] : is_signed ? a->bit[a->bits - 1] : (signal_t)SIGNAL_FALSE;
  return word;
}

struct word word_shift_left(const struct word *a, int distance) {
  struct word word = {.bits = a->bits + distance};
  for (int i = 0; i < a->bits; i++)
    word.bit[i + distance] = a->bit[i];
  return word;
}

struct word word_shift_right(const struct word *a, int distance) {
  const int last = a->bits - 1;
  struct word word = {.bits = distance < last ? a->bits - distance : 1};
  for (int i = 0; i < word.bits; i++)
    word.bit[i] = a->bit[i + distance < last ? i + distance : last];
  return word;
}

struct word word_mux(struct graph *graph, signal_t choose, const struct word *a, const struct word *b) {
  struct word word = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    word.bit[i] = graph_mux(graph, choose, a->bit[i], b->bit[i]);
  return word;
}

struct word word_and(struct graph *graph, signal_t choose, const struct word *a) {
  struct word word = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    word.bit[i] = graph_and(graph, choose, a->bit[i]);
  return word;
}

struct word word_invert_if(struct graph *graph, signal_t choose, const struct word *a) {
  struct word word = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    word.bit[i] = graph_xor(graph, choose, a->bit[i]);
  return word;
}

struct word word_or_all(struct graph *graph, struct word *words, int count) {
  for (; count > 1; count = (count + 1) / 2)
    for (int i = 0; i < count / 2; i++)
      for (int b = 0; b < words[0].bits; b++) {
        words[i].bit[b] = graph_or(graph, words[2 * i].bit[b], words[2 * i + 1].bit[b]);
        if (i == count / 2 - 1 && count % 2 != 0)
          words[i + 1].bit[b] = words[count - 1].bit[b];
      }
  return words[0];
}

static signal_t reduce(struct graph *graph, const struct word *a, bool all) {
  signal_t bit[WORD_BITS_MAX];
  memcpy(bit, a->bit, sizeof bit);
  for (int count = a->bits; count > 1; count = (count + 1) / 2) {
    for (int i = 0; i < count / 2; i++)
      bit[i] = (all ? graph_and : graph_or)(graph, bit[2 * i], bit[2 * i + 1]);
    if (count % 2 != 0)
      bit[count / 2] = bit[count - 1];
  }
  return bit[0];
}

signal_t word_any(struct graph *graph, const struct word *a) { return reduce(graph, a, false); }
signal_t word_all(struct graph *graph, const struct word *a) { return reduce(graph, a, true); }

/* A chain of full adders: what synthesis for area makes of any adder. */
struct word word_add(struct graph *graph, const struct word *a, const struct word *b, signal_t carry) {
  struct word sum = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++) {
    const signal_t half = graph_xor(graph, a->bit[i], b->bit[i]);
    const signal_t both = graph_and(graph, a->bit[i], b->bit[i]);
    sum.bit[i] = graph_xor(graph, half, carry);
    carry = graph_or(graph, both, graph_and(graph, half, carry));
  }
  return sum;
}

/* all[i] becomes the conjunction of all[0 ... i]: a prefix tree, into which chains of gates are balanced. */
static void conjoin(struct graph *graph, signal_t *all, int count) {
  int step = 1;
  for (; step < count; step *= 2)
    for (int i = 2 * step - 1; i < count; i += 2 * step)
      all[i] = graph_and(graph, all[i], all[i - step]);
  for (; step >= 1; step /= 2)
    for (int i = 3 * step - 1; i < count; i += 2 * step)
      all[i] = graph_and(graph, all[i], all[i - step]);
}

struct word word_increment(struct graph *graph, const struct word *a, signal_t carry) {
  signal_t all[WORD_BITS_MAX + 1];
  all[0] = carry;
  for (int i = 0; i < a->bits; i++)
    all[i + 1] = a->bit[i];
  conjoin(graph, all, a->bits);
  struct word sum = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    sum.bit[i] = graph_xor(graph, a->bit[i], all[i]);
  return sum;
}

struct word word_leading_one(struct graph *graph, const struct word *a) {
  signal_t none[WORD_BITS_MAX + 1]; /* from the top: no bit set so far */
  none[0] = SIGNAL_TRUE;
  for (int i = 0; i < a->bits; i++)
    none[i + 1] = signal_not(a->bit[a->bits - 1 - i]);
  conjoin(graph, none, a->bits);
  struct word leading = {.bits = a->bits};
  for (int i = 0; i < a->bits; i++)
    leading.bit[a->bits - 1 - i] = graph_and(graph, none[i], a->bit[a->bits - 1 - i]);
  return leading;
}

/* Carries of a comparison: what a run of bits generates, and whether it propagates what comes from below. */
struct carry {
  signal_t generate, propagate;
};

static struct carry join(struct graph *graph, struct carry high, struct carry low) {
  return (struct carry){
      graph_or(graph, high.generate, graph_and(graph, high.propagate, low.generate)),
      graph_and(graph, high.propagate, low.propagate),
  };
}

/* Runs of ten bits are chains, which a tree joins: synthesis for area makes chains of all but the widest comparators.
 */
signal_t word_greater(struct graph *graph, const struct word *a, const struct word *b, bool is_signed) {
  enum { RUN = 10 };
  struct carry carry[WORD_BITS_MAX];
  carry[0] = (struct carry){SIGNAL_FALSE, SIGNAL_TRUE}; /* of no bits */
  int count = 0;
  for (int i = 0; i < a->bits; i++) {
    const bool sign = is_signed && i == a->bits - 1;
    const signal_t above = sign ? signal_not(a->bit[i]) : a->bit[i];
    const signal_t below = sign ? b->bit[i] : signal_not(b->bit[i]);
    const struct carry of_bit = {graph_and(graph, above, below), graph_or(graph, above, below)};
    if (i % RUN == 0)
      carry[count++] = of_bit;
    else
      carry[count - 1] = join(graph, of_bit, carry[count - 1]);
  }
  for (; count > 1; count = (count + 1) / 2) {
    for (int i = 0; i < count / 2; i++)
      carry[i] = join(graph, carry[2 * i + 1], carry[2 * i]);
    if (count % 2 != 0)
      carry[count / 2] = carry[count - 1];
  }
  return carry[0].generate;
}

struct word word_shift_left_by(struct graph *graph, const struct word *a, const struct word *distance) {
  struct word word = *a;
  for (int d = 0; d < distance->bits; d++) {
    const int step = 1 << d;
    const struct word before = word;
    for (int i = 0; i < word.bits; i++)
      word.bit[i] =
          graph_mux(graph, distance->bit[d], i >= step ? before.bit[i - step] : (signal_t)SIGNAL_FALSE, before.bit[i]);
  }
  return word;
}

struct word word_shift_right_by(struct graph *graph, const struct word *a, const struct word *distance) {
  struct word word = *a;
  for (int d = 0; d < distance->bits; d++) {
    const int step = 1 << d, last = word.bits - 1;
    const struct word before = word;
    for (int i = 0; i < word.bits; i++)
      word.bit[i] = graph_mux(graph, distance->bit[d], before.bit[i + step < last ? i + step : last], before.bit[i]);
  }
  return word;
}

struct word word_divide(struct graph *graph, const struct word *a, int distance) {
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
