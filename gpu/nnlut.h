/*
 * NN-LUT's network and its training (kernel dialect): one hidden layer of rectified linear units, f^(x) = c + sum over
 * units of m max(0, n x + b), trained by Adam on the weighted mean squared error over all samples.
 *
 * Between the places where units switch the network is a line. With the units sorted by these places, and prefix sums
 * of 1, x, y, x^2, xy, y^2 over the samples, the error and its gradient over all samples take O(units) a step. Sums run
 * from left to right over the runs of samples between places, ties of places by the unit's number.
 */
#ifndef LUTDSE_GPU_NNLUT_H
#define LUTDSE_GPU_NNLUT_H

#include "gpu/dialect.h"

#define NNLUT_UNITS_MAX   63       /* one less than the entries of a table */
#define NNLUT_SAMPLES_MAX 0x100000 /* samples to a place, times 64, plus a unit's number: fits 32 bits */

/* A sample's weight times these, summed over all samples before one; x is taken to the origin. */
#define NNLUT_W    0
#define NNLUT_X    1
#define NNLUT_Y    2
#define NNLUT_XX   3
#define NNLUT_XY   4
#define NNLUT_YY   5
#define NNLUT_SUMS 6

/* A function's samples: x = lo + (j + 1/2) step for j = 0 ... count - 1; their weights have the sum 1. */
typedef struct {
  double lo, step, origin;
  u64 sums; /* offset into the array of doubles: [count + 1][NNLUT_SUMS] */
  u32 count, unused;
} nnlut_samples;

/* The parameters of a network: n, b, m of each unit in turn, then c. */
#define NNLUT_N                 0
#define NNLUT_B                 1
#define NNLUT_M                 2
#define NNLUT_KINDS             3
#define NNLUT_PARAMETERS(units) (NNLUT_KINDS * (units) + 1)
#define NNLUT_PARAMETERS_MAX    NNLUT_PARAMETERS(NNLUT_UNITS_MAX)

/* Parameters, and what Adam keeps of each: decaying means of its gradient and of the gradient's square. */
typedef struct {
  double value[NNLUT_PARAMETERS_MAX], mean[NNLUT_PARAMETERS_MAX], square[NNLUT_PARAMETERS_MAX];
  double mean_left, square_left; /* what the means still hold of their start at 0: 0.9^t, 0.999^t */
} nnlut_network;

/* Adam's constants, as published. */
#define NNLUT_MEAN_DECAY   0.9
#define NNLUT_SQUARE_DECAY 0.999
#define NNLUT_EPSILON      1e-8

/* Where a unit switches. One without a slope is on everywhere or nowhere. */
DEVICE double nnlut_place(double n, double b) {
  if (n != 0)
    return -b / n;
  return b > 0 ? -(double)INFINITY : (double)INFINITY;
}

/* How many samples are at a place or left of it. */
DEVICE u32 nnlut_samples_to(const nnlut_samples *samples, double place) {
  const double count = (place - samples->lo) / samples->step + 0.5;
  if (!(count > 0))
    return 0;
  return count < (double)samples->count ? (u32)count : samples->count;
}

/*
 * Put the units in the order in which they switch: a key is 64 times the samples to a place, plus the unit's number.
 * `key` holds an order of the same units, which from step to step changes little.
 */
DEVICE void nnlut_sort(const nnlut_samples *samples, const double *value, u32 units, u32 *key) {
  for (u32 at = 0; at < units; at++) {
    const u32 unit = key[at] & 63U;
    const double *of = value + NNLUT_KINDS * unit;
    const u32 sorted = 64U * nnlut_samples_to(samples, nnlut_place(of[NNLUT_N], of[NNLUT_B])) + unit;
    u32 seat = at;
    for (; seat > 0 && key[seat - 1] > sorted; seat--)
      key[seat] = key[seat - 1];
    key[seat] = sorted;
  }
}

/* A line that grows by a unit (sign 1) or loses it. */
typedef struct {
  double slope, intercept;
} nnlut_line;

DEVICE void nnlut_join(nnlut_line *line, const double *unit, double sign) {
  line->slope += sign * (unit[NNLUT_M] * unit[NNLUT_N]);
  line->intercept += sign * (unit[NNLUT_M] * unit[NNLUT_B]);
}

/* Sums of the weight times r, x r, r^2 over samples, with r the network less the function. */
typedef struct {
  double r, xr, rr;
} nnlut_residuals;

/* Add those of the samples from `first` to before `end`, where the network is a line. */
DEVICE void nnlut_add(nnlut_residuals *sum, const nnlut_samples *samples, GLOBAL const double *doubles, u32 first,
                      u32 end, const nnlut_line *line) {
  GLOBAL const double *sums = doubles + samples->sums;
  GLOBAL const double *low = sums + (u64)first * NNLUT_SUMS, *high = sums + (u64)end * NNLUT_SUMS;
  const double w = high[NNLUT_W] - low[NNLUT_W], x = high[NNLUT_X] - low[NNLUT_X], y = high[NNLUT_Y] - low[NNLUT_Y];
  const double xx = high[NNLUT_XX] - low[NNLUT_XX], xy = high[NNLUT_XY] - low[NNLUT_XY];
  const double yy = high[NNLUT_YY] - low[NNLUT_YY];
  const double slope = line->slope, level = line->intercept + slope * samples->origin;
  const double r = slope * x + level * w - y, xr = slope * xx + level * x - xy;
  sum->r += r;
  sum->xr += xr + samples->origin * r;
  sum->rr += slope * (xr - xy) + level * (r - y) + yy;
}

/*
 * The residuals of all samples, units sorted; of those left of each unit's place, the sums of r and x r go to
 * gradient[NNLUT_B] and [NNLUT_N] of that unit.
 */
DEVICE nnlut_residuals nnlut_sweep(const nnlut_samples *samples, GLOBAL const double *doubles, const double *value,
                                   u32 units, const u32 *key, double *gradient) {
  nnlut_residuals left = {0, 0, 0};
  nnlut_line line = {0, value[NNLUT_KINDS * units]};
  u32 first = 0;
  for (u32 i = 0; i < units; i++)
    if (value[NNLUT_KINDS * i + NNLUT_N] < 0)
      nnlut_join(&line, value + NNLUT_KINDS * i, 1.0);
  for (u32 at = 0; at < units; at++) {
    const u32 end = key[at] / 64U, i = key[at] & 63U;
    nnlut_add(&left, samples, doubles, first, end, &line);
    gradient[NNLUT_KINDS * i + NNLUT_B] = left.r;
    gradient[NNLUT_KINDS * i + NNLUT_N] = left.xr;
    nnlut_join(&line, value + NNLUT_KINDS * i, value[NNLUT_KINDS * i + NNLUT_N] < 0 ? -1.0 : 1.0);
    first = end;
  }
  nnlut_add(&left, samples, doubles, first, samples->count, &line);
  return left;
}

/*
 * The mean squared error of a network and, into gradient[NNLUT_PARAMETERS(units)], its derivatives. `key` as for
 * nnlut_sort().
 */
DEVICE double nnlut_gradient(const nnlut_samples *samples, GLOBAL const double *doubles, const double *value, u32 units,
                             u32 *key, double *gradient) {
  nnlut_sort(samples, value, units, key);
  const nnlut_residuals all = nnlut_sweep(samples, doubles, value, units, key, gradient);
  for (u32 i = 0; i < units; i++) {
    const double *unit = value + NNLUT_KINDS * i;
    double *of = gradient + NNLUT_KINDS * i;
    const int leftwards = unit[NNLUT_N] < 0; /* on to the left of its place */
    const double r = leftwards ? of[NNLUT_B] : all.r - of[NNLUT_B];
    const double xr = leftwards ? of[NNLUT_N] : all.xr - of[NNLUT_N];
    of[NNLUT_N] = 2.0 * (unit[NNLUT_M] * xr);
    of[NNLUT_B] = 2.0 * (unit[NNLUT_M] * r);
    of[NNLUT_M] = 2.0 * (unit[NNLUT_N] * xr + unit[NNLUT_B] * r);
  }
  gradient[NNLUT_KINDS * units] = 2.0 * all.r;
  return all.rr;
}

/* One step of Adam for the first so many parameters. */
DEVICE void nnlut_adam(nnlut_network *network, u32 parameters, double rate, const double *gradient) {
  network->mean_left *= NNLUT_MEAN_DECAY;
  network->square_left *= NNLUT_SQUARE_DECAY;
  const double step = rate / (1.0 - network->mean_left), root = sqrt(1.0 - network->square_left);
  for (u32 p = 0; p < parameters; p++) {
    const double g = gradient[p];
    network->mean[p] = NNLUT_MEAN_DECAY * network->mean[p] + (1.0 - NNLUT_MEAN_DECAY) * g;
    network->square[p] = NNLUT_SQUARE_DECAY * network->square[p] + (1.0 - NNLUT_SQUARE_DECAY) * (g * g);
    network->value[p] -= step * network->mean[p] / (sqrt(network->square[p]) / root + NNLUT_EPSILON);
  }
}

/* So many steps at one learning rate; returns the mean squared error after the last. `biased`: c is trained, too. */
DEVICE double nnlut_train(const nnlut_samples *samples, GLOBAL const double *doubles, nnlut_network *network, u32 units,
                          u32 biased, u32 steps, double rate) {
  u32 key[NNLUT_UNITS_MAX];
  double gradient[NNLUT_PARAMETERS_MAX];
  for (u32 i = 0; i < units; i++)
    key[i] = i;
  for (u32 t = 0; t < steps; t++) {
    (void)nnlut_gradient(samples, doubles, network->value, units, key, gradient);
    nnlut_adam(network, NNLUT_KINDS * units + biased, rate, gradient);
  }
  return nnlut_gradient(samples, doubles, network->value, units, key, gradient);
}

#endif
