/* Results files that a real run made, and files made of them. */
#ifndef LUTDSE_TESTS_RUN_MADE_H
#define LUTDSE_TESTS_RUN_MADE_H

#include "store/results.h"

/* Run a sweep (its text) into FOLDER/NAME and read it back. */
void made_by_run(const char *folder, const char *name, const char *text, struct results *out);

/* Write the points [first, first + count) of results, with their places, under that text, to FOLDER/NAME. */
void made_of(const struct results *results, size_t first, size_t count, const char *text, const char *folder,
             const char *name);

#endif
