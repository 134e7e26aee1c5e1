/*
 * An independent, slow reading of the mathematics, for tests only: what the definitions say, code by code, without the
 * prefix tables, the quadratic forms and the integer tricks of the program. Dyadic numbers are held exactly by GMP.
 */
#ifndef LUTDSE_TESTS_REFERENCE_H
#define LUTDSE_TESTS_REFERENCE_H

#include "model/evaluate.h"
#include "model/problem.h"

/*
 * Whether a parameter of a format may be a code: one of the format and, if `significant` is not 0, a number of so many
 * bits times a power of two of which the format has room for (1, 2, ... 2^(bits - significant)).
 */
bool reference_allows(struct format format, int significant, int32_t code);

/* The code nearest to a real number that reference_allows(), by looking at all; the lowest of several. */
int32_t reference_nearest_allowed(struct format format, int significant, double value);

/* Score a design; `score` as evaluate() sets it, each figure rounded to double once, at the end. */
void reference_evaluate(const struct spec *spec, const struct design *design, struct score *score);

/* Bs of an intercept code at a scale, round_half_even(b / scale * 2^F), as a real number of the unit: Bs scale 2^-F. */
double reference_intercept(const struct spec *spec, int32_t intercept, double scale);

/* What a unit with ranges makes of a code, in the words of model/ranges.h. Without ranges: the code, and 0. */
struct reference_reduced {
  int32_t q; /* what the table sees */
  int shift; /* the output is multiplied by 2^shift */
};

struct reference_reduced reference_reduce(const struct spec *spec, double scale, int32_t q);

/* Whether a code counts, weights aside. `any`: whether one does at that scale in the function's own domain. */
bool reference_counts(const struct spec *spec, double scale, int32_t q, bool any);
bool reference_any(const struct spec *spec, double scale);

/* The whole number nearest to a double, half to even, without rint(). */
double reference_nearest(double value);

/* The probability of low < x <= high. */
long double reference_mass(const struct weight *weight, double low, double high);

/* The weights of all input codes at a scale, 0 where a code does not count; malloc'ed. Not normalised. */
double *reference_weights(const struct spec *spec, double scale);

/* One counted code. */
struct reference_code {
  int scale; /* its index in the set */
  int32_t q;
  double x, y;
  int32_t asked; /* the code that the table sees, */
  double at;     /* as a real number */
  double gain;   /* what the table's output is multiplied by */
  double weight; /* its share of its scale, over the scales that count */
};

/* Every counted code of every scale, scales in the set's order; malloc'ed. */
struct reference_code *reference_codes(const struct spec *spec, size_t *count);

/* Candidate breakpoints by trial: the smallest and the largest c with lo <= finest c <= hi. */
struct code_range reference_candidates(const struct spec *spec);

/* The number of boundaries, and the code at `scale` after which boundary `bound` cuts (INT32_MIN/MAX: none/all). */
uint32_t reference_bounds(const struct spec *spec);
int32_t reference_cut(const struct spec *spec, uint32_t bound, double scale);

/* The codes between two boundaries, malloc'ed. */
struct reference_code *reference_run(const struct spec *spec, uint32_t from, uint32_t to, size_t *count);

/* The weighted squared error of one line of codes over a run, summed code by code. */
double reference_line_error(const struct spec *spec, const struct reference_code *run, size_t count, int32_t slope,
                            int32_t intercept);

/* The least error of all lines of codes over a run: every slope code with every intercept code. */
double reference_line_minimum(const struct spec *spec, const struct reference_code *run, size_t count);

/*
 * The least total cost of `entries` entries by dynamic programming over costs cost[from * bounds + to], and its
 * boundaries (entries - 1 of them; may be NULL). HUGE_VAL if memory runs out.
 */
double reference_optimum(const double *cost, uint32_t bounds, int entries, uint32_t *boundary);

/* Every cost(from, to), from <= to, by the program's line solver; malloc'ed. */
double *reference_solved_costs(const struct problem *problem);

#endif
