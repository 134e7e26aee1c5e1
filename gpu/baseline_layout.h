/* What the host hands to the kernels of published baselines: structs of one layout in all languages (kernel dialect).
 */
#ifndef LUTDSE_GPU_BASELINE_LAYOUT_H
#define LUTDSE_GPU_BASELINE_LAYOUT_H

#include "gpu/dialect.h"

/* Quantiles of a distribution come as a table of so many: uniform random bits are its index. */
#define BASELINE_QUANTILE_BITS 14
#define BASELINE_QUANTILES     (1U << BASELINE_QUANTILE_BITS)

/* Sums of w, w x, w y, w x x, w x y, w y y. */
#define BASELINE_SUMS 6

/* The doubles that a point's search keeps between launches; the last are for all individuals together. */
#define BASELINE_TOTALS                     4
#define BASELINE_STATE(entries, population) ((2 * ((entries)-1) + 5) * (population) + BASELINE_TOTALS)

/* What a launch's points share. Offsets are into the array of doubles. */
typedef struct {
  u64 normal, cauchy; /* quantiles at (i + 1/2) / BASELINE_QUANTILES */
  u64 schedule;       /* a number for each generation */
  double crossover, mutation;
  u32 kind, entries, population, generations;
  u32 epoch;  /* generations of a launch */
  u32 epochs; /* launches of a search */
  u32 tournament;
  u32 biased; /* a network's output has a constant of its own */
} baseline_parameters;

/*
 * How a parameter is stored: number * 2^e / scale, e = 0 ... exponents - 1, the least that holds the number between
 * `least` and `most`; 1 exponent: plain fixed point.
 */
typedef struct {
  double scale, least, most;
  u32 exponents, unused;
} baseline_format;

/* A point's function as samples, and what the baseline asks of its breakpoints. Offsets as above. */
typedef struct {
  u64 sums;   /* [samples + 1][BASELINE_SUMS]: prefix sums over samples, x less `origin` */
  u64 values; /* [samples][3]: x, the function, weight */
  u64 grid;   /* [grid_count][2]: the function at grid_first + i * grid_step, and how many samples lie below */
  u64 fit;    /* [fit_count + 1][BASELINE_SUMS]: prefix sums over fit_first + i * fit_step, each of weight 1 */
  double origin;
  double grid_first, grid_step;
  double fit_first, fit_step;
  double low, high;              /* breakpoints lie between */
  double outer_x[2], outer_y[2]; /* where the outermost entries end, and the function there */
  double tail_slope[2], tail_intercept[2];
  double sign_limit; /* outputs below this are punished; -INFINITY: none */
  baseline_format slope, intercept;
  u32 samples, grid_count, fit_count;
  u32 tails;            /* bit e: the outermost entry at end e is the tail's line */
  u32 rounding, offset; /* rounding mutation, and the first binary digit that it rounds to */
} baseline_view;

/* One grid point of a launch. */
typedef struct {
  u32 table; /* which baseline_view */
  u32 key_low, key_high;
} baseline_point;

/* What a search would answer with after an epoch, in doubles: fitness, breakpoints, slopes, intercepts. */
#define BASELINE_ANSWER(entries) (3 * (entries))

#endif
