/* Reading a file piece by piece. */
#ifndef LUTDSE_TESTS_FUZZ_RESULTS_SLICES_H
#define LUTDSE_TESTS_FUZZ_RESULTS_SLICES_H

#include "store/results.h"

/*
 * Read a file in slices, in order and out of it. `whole` is what store_read() made of it, or NULL if that refused it:
 * what was accepted as a whole must be accepted in slices, and say the same. Aborts if that does not hold.
 */
void results_slices_try(const char *path, const struct results *whole);

#endif
