/* The dynamic program on two back ends, over random problems. */
#ifndef LUTDSE_TESTS_OPTIMUM_FIXTURE_H
#define LUTDSE_TESTS_OPTIMUM_FIXTURE_H

#include "backend.h"

/* Fails the test unless both devices fill the same layers, bit for bit, for `rounds` random problems. */
void optimum_compare(const struct backend *a, struct device *on_a, const struct backend *b, struct device *on_b,
                     uint64_t seed, int rounds, const char *what);

#endif
