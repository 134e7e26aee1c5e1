/* The best possible error of a point's problem, and how far its designs are from it. */
#ifndef LUTDSE_STORE_OPTIMUM_H
#define LUTDSE_STORE_OPTIMUM_H

#include <stddef.h>

#include "error.h"

enum optimum_kind {
  OPTIMUM_NONE,  /* nothing is known */
  OPTIMUM_BOUND, /* no design can have a smaller error */
  OPTIMUM_EXACT, /* the same, and there is a design that has it */
  OPTIMUM_KINDS
};

/* In the point's own objective: point_metric() in metric.h. */
struct optimum {
  enum optimum_kind kind;
  double value; /* 0 where nothing is known */
};

/* "none" "bound" "exact". Parse returns -1 for anything else. */
const char *optimum_kind_name(enum optimum_kind kind);
int optimum_kind_parse(const char *name);

/* The value, or NaN where nothing is known. */
double optimum_value(const struct optimum *optimum);

/*
 * How far a figure is from the optimum: figure / optimum - 1; less than 1e-12 is what equally good designs differ by in
 * the rounding of their sums, and counts as 0. An error of zero where zero is the optimum is a gap of 0, any other is
 * infinite; NaN where nothing is known.
 */
double optimum_gap(const struct optimum *optimum, double figure);

/* The better knowledge of the two: what is exact before a bound, then the smaller optimum, the larger bound. */
struct optimum optimum_better(struct optimum a, struct optimum b);

struct results;

/* The smallest error among a point's designs, in its objective; NaN if it has none. */
double optimum_best_figure(const struct results *results, size_t point);

/* Points by what is known of them. */
struct optimum_census {
  size_t points;
  size_t proven, bounded;     /* whose optimum, or a bound, is known */
  size_t reached;             /* of those proven, with a design that is as good */
  double worst_gap, mean_gap; /* of the best designs of those proven; NaN if there are none */
};

/* A census under way. */
struct optimum_counter {
  struct optimum_census census;
  double sum; /* of the gaps */
  size_t gaps;
};

struct optimum_counter optimum_counter_begin(void);

/* Count a point with its optimum and its best error. */
void optimum_counter_add(struct optimum_counter *counter, const struct optimum *optimum, double best);
struct optimum_census optimum_counter_end(const struct optimum_counter *counter);

/*
 * Check a point's optimum: its kind is known, its value finite and at least 0, and no design of the point is better.
 * ERROR_INPUT.
 */
bool optimum_check(const struct results *results, size_t point, struct error *err);

#endif
