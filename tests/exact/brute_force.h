/* The best tables of small problems by trying all of them, for tests only. */
#ifndef LUTDSE_TESTS_BRUTE_FORCE_H
#define LUTDSE_TESTS_BRUTE_FORCE_H

#include "exact/exact.h"

/* Least errors over every run of codes of one line, of every pair of slope and intercept codes. */
struct brute_force {
  uint32_t bounds;
  enum exact_objective objective;
  double *cost; /* [bounds][bounds], by from and to */
};

/* Fails the running test if memory runs out. */
void brute_force_create(struct brute_force *brute, const struct spec *spec, const struct exact_goal *goal);
void brute_force_free(struct brute_force *brute);

/* The least error of one run, between two boundaries. */
double brute_force_line(const struct spec *spec, const struct exact_goal *goal, uint32_t from, uint32_t to);

/* The least error of any table with that many entries, by trying every set of breakpoints. */
double brute_force_optimum(const struct brute_force *brute, int entries);

#endif
