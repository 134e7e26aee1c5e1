/*
 * A function as the published baselines see it: values at steps over its domain, prefix sums of them, and what lies at
 * each place where a breakpoint may be. Kernels read nothing else, so that none evaluates a function.
 */
#ifndef LUTDSE_SEARCH_SAMPLE_TABLE_H
#define LUTDSE_SEARCH_SAMPLE_TABLE_H

#include "backend.h"

/* What a baseline wants to know of a spec's function. */
struct sample_plan {
  double low, high;  /* breakpoints lie between, in real numbers */
  double outer[2];   /* where the outermost entries end */
  double grid_step;  /* breakpoints, or their stored values, are multiples of this */
  bool grid_inside;  /* all of them within [low, high]; else those that places within round to */
  bool grid_values;  /* the function at each of them is wanted */
  bool sums, values; /* prefix sums of the samples; the samples one by one */
  double fit_step;   /* of the prefix sums for lines of least squares, from outer[0] on; 0: none */
  double fit_end;
};

enum { SAMPLES_MIN = 256, SAMPLES_MAX = 1 << 17 };

/* The step of samples over a domain: 0.01 as published, but from SAMPLES_MIN to SAMPLES_MAX of them. */
double sample_step(const struct function *function);

/*
 * Tabulate a spec's function. Samples are x = lo + i step < hi, each with the share of the spec's weight that lies
 * within half a step, or all alike where there is no weight or nothing of it near them; their weights add up to 1. The
 * view's formats, grid, samples, limits and tails' lines are set; what is left 0 is the baseline's to say. Fails with
 * ERROR_INPUT if function_value_flaw() finds one, and with ERROR_INTERNAL if memory runs out; then there is nothing to
 * free.
 */
bool sample_table_create(struct baseline_table *table, const struct spec *spec, const struct sample_plan *plan,
                         struct error *err);
void sample_table_free(struct baseline_table *table);

/* The largest power of two that is no larger than x > 0. */
double power_of_two_below(double x);

/*
 * BASELINE_QUANTILES quantiles at (i + 1/2) / BASELINE_QUANTILES of the standard normal and the standard Cauchy
 * distribution, rounded to multiples of 2^-20 so that no library's last digit shows.
 */
void normal_quantiles(double *quantile);
void cauchy_quantiles(double *quantile);

#endif
