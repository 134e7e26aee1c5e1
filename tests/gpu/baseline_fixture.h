/* Published baselines on two back ends, over random problems. */
#ifndef LUTDSE_TESTS_BASELINE_FIXTURE_H
#define LUTDSE_TESTS_BASELINE_FIXTURE_H

#include "backend.h"

/* Fails the test unless both devices find the same, bit for bit, for `rounds` random batches of each baseline. */
void baseline_compare(const struct backend *a, struct device *on_a, const struct backend *b, struct device *on_b,
                      uint64_t seed, int rounds, const char *what);

/* Fails the test unless a random batch fails on the device with ERROR_DEVICE and a message that has `says` in it. */
void baseline_check_fails(const struct backend *backend, struct device *device, uint64_t seed, const char *says);

#endif
