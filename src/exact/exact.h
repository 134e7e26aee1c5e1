/*
 * Provably optimal tables: the best that any search can find, for every entry count at once.
 *
 * The error of a table is additive over its entries (or, for the largest error, the maximum over them), so dynamic
 * programming over (entry count, boundary) finds the global optimum once every entry's best line is known; lines are
 * proven optimal over the whole grid of saturated slope and intercept codes.
 */
#ifndef LUTDSE_EXACT_EXACT_H
#define LUTDSE_EXACT_EXACT_H

#include "backend.h"
#include "exact/goal.h"
#include "model/design.h"

/* The best table of one entry count. */
struct exact_table {
  bool feasible; /* false: no table of this size is known to keep the limit; then only `bound` is set */
  struct design design;
  double value;   /* its objective as the solver sums it; evaluate() has the figure to print */
  double bound;   /* no table of this size is better; `value` where that is proven, INFINITY if there is none */
  uint64_t tried; /* tables that were looked at one by one, where segments make them few; else 0 */
};

struct exact_answer {
  int entries_max;
  struct exact_table table[ENTRIES_MAX + 1]; /* by entry count, ENTRIES_MIN ... entries_max */
};

/* What the solver may use. */
struct exact_resources {
  const struct backend *backend; /* for the cost tables of EXACT_MSE without output stage; NULL: the host's threads */
  struct device *device;
  unsigned threads;
};

/* Whether a goal is the mean squared error of the exact output, without a limit. */
bool exact_goal_is_plain(const struct exact_goal *goal, const struct output_stage *output);

/*
 * Solve a spec (its own entry count is not looked at) for every entry count up to `entries_max`, among the tables that
 * its restriction allows: if it is mirrored there are none of an odd number or of fewer than 4 entries. Fails with
 * ERROR_INPUT (a function without a finite value at a code), ERROR_DEVICE or ERROR_INTERNAL (memory).
 */
bool exact_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 int entries_max, struct exact_answer *answer, struct error *err);

/*
 * Bounds that no table of any size passes, found in hundredths of a second: of squared errors, and of sums after an
 * output stage; 0 where only exact_solve() knows more. Fails as that does.
 */
bool exact_bounds(const struct spec *spec, const struct exact_goal *goal, unsigned threads, int entries_max,
                  double bound[ENTRIES_MAX + 1], struct error *err);

#endif
