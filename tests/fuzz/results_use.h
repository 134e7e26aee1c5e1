/* What is done with results that were accepted. */
#ifndef LUTDSE_TESTS_FUZZ_RESULTS_USE_H
#define LUTDSE_TESTS_FUZZ_RESULTS_USE_H

#include "store/results.h"

/*
 * Results that pass results_check() are good for everything that is done with results: fronts, optima, and a file,
 * which reads as what was written. Aborts if they are not; changes their fronts.
 */
void results_use(struct results *results);

#endif
