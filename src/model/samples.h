/*
 * A function given by samples, joined by straight lines. Internal to src/model/; the rest of the program meets it
 * as function_from_samples() of function.h.
 */
#ifndef LUTDSE_MODEL_SAMPLES_H
#define LUTDSE_MODEL_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct samples;

/* The value at x; outside the samples the first and the last segment go on. */
double samples_value(const struct samples *samples, double x);

/* Their number; *x and *y point into them. */
size_t samples_get(const struct samples *samples, const double **x, const double **y);

/* Free them; NULL is harmless. */
void samples_release(struct samples *samples);

/* A hash (XXH3, 64 bits) of every sample. */
uint64_t samples_hash(const struct samples *samples);

#endif
