/* Random problems with several input ranges, for property tests. */
#ifndef LUTDSE_TESTS_RANDOM_RANGES_H
#define LUTDSE_TESTS_RANDOM_RANGES_H

#include "reference/random_problem.h"

/* random_problem_draw() of a function that repeats itself, with 2 to 5 ranges. */
void random_ranged_draw(struct random_problem *problem, struct random_stream *stream,
                        const struct random_limits *limits);

/* random_problem_text() and the ranges. */
const char *random_ranged_text(const struct random_problem *problem, char *text, size_t size);

#endif
