/*
 * A unit, with its content, as a graph of gates: what the cost model counts. Blocks are built the way the RTL describes
 * them; where parameters are constants the graph shrinks with them.
 */
#ifndef LUTDSE_HARDWARE_ELABORATE_H
#define LUTDSE_HARDWARE_ELABORATE_H

#include "hardware/patterns.h"
#include "hardware/unit.h"
#include "hardware/words.h"

/* What an input of the graph stands for: one bit of x, of the number of the scale, or of a stored parameter. */
enum source { SOURCE_X, SOURCE_SCALE, SOURCE_PARAMETER };

struct input {
  enum source source;
  int bit;                /* of x or scale */
  uint32_t high_at_scale; /* of a parameter: bit s is its value at scale number s */
};

/* Bits of a floating-point number: sign, exponent, fraction. FP16: 5, 10; FP32: 8, 23. */
struct float_format {
  int exponent_bits, fraction_bits;
};

enum { ELABORATION_ROOTS_MAX = 1024 };

struct elaboration {
  struct graph graph; /* groups are blocks */
  struct input *input;
  uint32_t input_capacity;
  /* What must be there: the output, and the outputs of blocks that are apart. */
  signal_t root[ELABORATION_ROOTS_MAX];
  int roots;
  struct word y; /* registered */
  bool reals;    /* x is a floating-point number of this format, else a code */
  struct float_format format;
};

/*
 * Elaborate. Parameter registers and their write logic are no part of the graph: stored parameters are inputs. Fails
 * with ERROR_INTERNAL if memory runs out; otherwise elaboration_free() gives back what it took.
 */
bool elaborate(struct elaboration *out, const struct unit *unit, const struct unit_content *content, struct error *err);

/* The same with each block on its own, as its module is: nothing is known of what the others give it. */
bool elaborate_apart(struct elaboration *out, const struct unit *unit, const struct unit_content *content,
                     struct error *err);
void elaboration_free(struct elaboration *elaboration);

/* Parts, internal to elaboration. */

/* What the blocks pass on. */
struct assembly {
  bool apart;                      /* blocks are on their own */
  const struct patterns *patterns; /* where parameters are constants, else NULL */
  struct elaboration *on;
  const struct unit *unit;
  const struct unit_content *content;
  struct word scale;      /* number of the scale; no bits if there is one */
  struct word x;          /* as multiplied: signed, or |x| if mirrored */
  struct word raw;        /* x before it was folded */
  struct word range_left; /* how far the sum is shifted to the left; no bits without ranges */
  signal_t low;           /* x <= 0, if mirrored */
  struct word entry;      /* one_hot: a bit an entry; tree: a bit a threshold that x is above; else the number */
  struct word slope;      /* the number that is multiplied; or digit after digit: sign, flag, distance */
  struct word intercept;
  struct word slope_exponent, intercept_exponent; /* no bits if there is none */
  struct word product, shifted;                   /* the terms of the sum */
};

/* An empty graph for `path` to build on, and the end of building: ERROR_INTERNAL if memory ran out. */
void elaboration_begin(struct elaboration *out, struct assembly *path);
bool elaboration_end(struct elaboration *elaboration, struct error *err);

/* A word of inputs that stand for x or the number of the scale. */
struct word elaboration_input(struct assembly *path, enum source source, int bits);

/* An input that holds a parameter: its value at each scale, or the same at all. */
struct word parameter_at_scales(struct assembly *path, const int64_t *value, int bits);
struct word parameter_same(struct assembly *path, int64_t value, int bits);

/* One of `count` words (of the same width), by a number: a tree of multiplexers. */
struct word choose_by_number(struct assembly *path, const struct word *number, const struct word *words, int count);

/* A constant for each number. */
struct word constant_by_number(struct assembly *path, const struct word *number, const int64_t *value, int count,
                               int bits);

/* What the scale adds to the least of distance[scale]; no bits where there is one distance. */
struct word distance_by_scale(struct assembly *path, const int *distance);

/*
 * Shift left by distance[scale] >= 0, in a word of `bits`: by wiring where there is one distance, else by a shifter
 * whose distance is the number of the scale or comes from a table.
 */
struct word shift_by_scale(struct assembly *path, const struct word *a, const int *distance, int bits);

void elaborate_compare(struct assembly *path);
void elaborate_ranges(struct assembly *path); /* of compare: the code in the table's domain */
void elaborate_select(struct assembly *path);
struct word elaborate_selected(struct assembly *path, const struct word *words); /* the entry's one of words */
void elaborate_multiply(struct assembly *path);
void elaborate_shift(struct assembly *path);
struct word elaborate_add(struct assembly *path);
struct word elaborate_ranged_sum(struct assembly *path, const struct word *sum); /* of output: at the binary point */
struct word elaborate_output(struct assembly *path, const struct word *sum);

#endif
