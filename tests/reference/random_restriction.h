/* Random problems whose tables are restricted, for property tests. */
#ifndef LUTDSE_TESTS_RANDOM_RESTRICTION_H
#define LUTDSE_TESTS_RANDOM_RESTRICTION_H

#include "reference/random_problem.h"

/* What may be drawn; each is there, or not, at random, but one at least. */
enum { RESTRICT_DIGITS = 1, RESTRICT_MIRRORED = 2, RESTRICT_SEGMENTS = 4, RESTRICT_ANY = 7 };

/* With these or alone: slopes, intercepts or both are dynamic fixed point, of up to `exponents` more bits. */
void random_dynamic_draw(struct random_problem *problem, struct random_stream *stream,
                         const struct random_limits *limits, unsigned kinds, int exponents);

/* random_problem_draw() with a restriction; mirrored tables are of symmetric functions. Entry counts may be less. */
void random_restricted_draw(struct random_problem *problem, struct random_stream *stream,
                            const struct random_limits *limits, unsigned kinds);

/* Restrict the slopes of every third problem to few digits, by a stream of its own, so that problems stay as they are.
 */
void random_digits(struct random_problem *problem, const struct random_stream *stream);

/* Make parameters of every third problem dynamic, in the same way; slopes of few digits stay as they are. */
void random_dynamic(struct random_problem *problem, const struct random_stream *stream);

/* random_problem_text() and the restriction. */
const char *random_restricted_text(const struct random_problem *problem, char *text, size_t size);

#endif
