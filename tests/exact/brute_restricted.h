/* The best restricted tables of small problems by trying all of them, for tests only. */
#ifndef LUTDSE_TESTS_BRUTE_RESTRICTED_H
#define LUTDSE_TESTS_BRUTE_RESTRICTED_H

#include "exact/exact.h"

/*
 * The least error of any table with the spec's entries that keeps to its restriction: every set of breakpoints, every
 * pair of codes for every entry, judged code by code through the whole table. HUGE_VAL if there is none.
 */
double brute_restricted_optimum(const struct spec *spec, const struct exact_goal *goal);

#endif
