/* GQA-LUT's own error: chords on a grid of samples. Internal to tests/bench/. */
#ifndef LUTDSE_TESTS_BENCH_CHORDS_H
#define LUTDSE_TESTS_BENCH_CHORDS_H

#include "model/spec.h"

struct bench_chords;

/* The spec is kept. NULL: out of memory. */
struct bench_chords *bench_chords_create(const struct spec *spec);
void bench_chords_free(struct bench_chords *chords);

/* As bench_point_range(), bench_point_cost() and bench_point_mse() say. */
void bench_chords_range(const struct bench_chords *chords, double *least, double *most);
double bench_chords_cost(const struct bench_chords *chords, const double *breakpoints);
double bench_chords_mse(const struct bench_chords *chords, const double *breakpoints);

#endif
