/* Known answers, computed on every device before it is trusted. Takes milliseconds once kernels are compiled. */
#ifndef LUTDSE_RUN_SELF_TEST_H
#define LUTDSE_RUN_SELF_TEST_H

#include "search/search.h"

/*
 * Let a device compute the known answers of known_answers.h: random words, solved lines and one small search. Fails
 * with ERROR_DEVICE, naming the first answer that is wrong, or as the device fails.
 */
bool self_test(const struct search_device *on, struct error *err);

#endif
