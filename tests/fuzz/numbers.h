/* Numbers at which programs err. */
#ifndef LUTDSE_TESTS_FUZZ_NUMBERS_H
#define LUTDSE_TESTS_FUZZ_NUMBERS_H

#include <stdint.h>

/* Number `index`, modulo how many there are. */
int64_t numbers_whole(unsigned index);
double numbers_real(unsigned index);

#endif
