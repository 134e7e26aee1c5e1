/*
 * One point that several programs search side by side: GQA-LUT's INT8 configuration (slopes and intercepts in Q(8,6),
 * the scales 2^0 ... 2^-6, free tails), and two errors to minimise over breakpoints in real numbers.
 *
 * For C and C++. Everything is done when it is asked for, so that a clock started before bench_point_create() has all
 * of it.
 */
#ifndef LUTDSE_TESTS_BENCH_POINT_H
#define LUTDSE_TESTS_BENCH_POINT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum bench_objective {
  /* The mean squared error of the integer table over all codes of all scales; lines are the best codes there are. */
  BENCH_LINES,
  /* GQA-LUT's: chords of f, rounded to 6 fractional bits; samples every 0.01; entry i for p_{i-1} <= x < p_i. */
  BENCH_CHORDS
};

struct bench_point;

/* NULL with a line in `why` if there is no such function or memory runs out. bench_point_free(NULL) is harmless. */
struct bench_point *bench_point_create(const char *function, int entries, enum bench_objective objective,
                                       char why[256]);
void bench_point_free(struct bench_point *point);

/* Breakpoints are between these: the domain for lines, else the published range. */
void bench_point_range(const struct bench_point *point, double *least, double *most);

/*
 * What an engine minimises, for entries-1 finite breakpoints in any order. For lines they are rounded to the finest
 * scale's codes, and what an entry costs is solved at its first use and kept.
 */
double bench_point_cost(struct bench_point *point, const double *breakpoints);

/*
 * The exact error of the table with these breakpoints, by the reference evaluator, for either objective; with chords,
 * breakpoints are rounded at each scale from the real number, as GQA-LUT does. NAN if the table is no design.
 */
double bench_point_mse(const struct bench_point *point, const double *breakpoints);

#ifdef __cplusplus
}
#endif

#endif
