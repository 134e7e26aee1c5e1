/*
 * Arithmetic on words of signals, as synthesis for area leaves it: adder chains, logarithmic shifters. Words are two's
 * complement, lowest bit first.
 */
#ifndef LUTDSE_HARDWARE_WORDS_H
#define LUTDSE_HARDWARE_WORDS_H

#include "hardware/graph.h"

enum { WORD_BITS_MAX = 160 }; /* signals of units are at most 63 wide, but are shifted by up to 96 for rounding */

struct word {
  int bits; /* 1 ... WORD_BITS_MAX */
  signal_t bit[WORD_BITS_MAX];
};

struct word word_constant(int64_t value, int bits);
struct word word_register(struct graph *graph, const struct word *a);

/* Sign- or zero-extended, or cut, to `bits`. */
struct word word_resize(const struct word *a, int bits, bool is_signed);

/* a << distance and a >> distance by wiring; the left shift grows the word, the right one drops bits. */
struct word word_shift_left(const struct word *a, int distance);
struct word word_shift_right(const struct word *a, int distance);

/* choose ? a : b; both have the same width. */
struct word word_mux(struct graph *graph, signal_t choose, const struct word *a, const struct word *b);

/* Every bit AND choose; every bit XOR choose. */
struct word word_and(struct graph *graph, signal_t choose, const struct word *a);
struct word word_invert_if(struct graph *graph, signal_t choose, const struct word *a);

/* The disjunction of a number of words of the same width, as a balanced tree. */
struct word word_or_all(struct graph *graph, struct word *words, int count);

/* a + b + carry, cut to the width of both. */
struct word word_add(struct graph *graph, const struct word *a, const struct word *b, signal_t carry);

/* a + carry, cut to the width of a. */
struct word word_increment(struct graph *graph, const struct word *a, signal_t carry);

/* Signed a / 2^distance, rounded half to even; distance > 0. One bit wider than what is left of a. */
struct word word_divide(struct graph *graph, const struct word *a, int distance);

/* The highest bit of a that is set, alone. */
struct word word_leading_one(struct graph *graph, const struct word *a);

/* a > b: signed or unsigned, of the same width. */
signal_t word_greater(struct graph *graph, const struct word *a, const struct word *b, bool is_signed);

signal_t word_any(struct graph *graph, const struct word *a);
signal_t word_all(struct graph *graph, const struct word *a);

/* a shifted left (right: arithmetically) by an unsigned number, the width kept. */
struct word word_shift_left_by(struct graph *graph, const struct word *a, const struct word *distance);
struct word word_shift_right_by(struct graph *graph, const struct word *a, const struct word *distance);

#endif
