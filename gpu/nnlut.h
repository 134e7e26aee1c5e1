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

/*
 * A network in training: its parameters; the gradient of its error; what Adam keeps of each parameter, decaying means
 * of its derivative and of the derivative's square; and the order of its units.
 */
typedef struct {
  GLOBAL double *value, *gradient, *mean, *square;
  GLOBAL double *past; /* NNLUT_MEAN_LEFT ... NNLUT_ERROR */
  GLOBAL u32 *key;
  u32 units;
} nnlut_network;

/* How much of the means is still their start at 0, 0.9^t and 0.999^t; the error after the last step. */
#define NNLUT_MEAN_LEFT   0
#define NNLUT_SQUARE_LEFT 1
#define NNLUT_ERROR       2
#define NNLUT_PASTS       3

/* The doubles that a network takes; a key for each unit is half a double. */
#define NNLUT_STATE(units) (4 * NNLUT_PARAMETERS(units) + NNLUT_PASTS + ((units) + 1) / 2)

DEVICE nnlut_network nnlut_network_at(GLOBAL double *state, u32 units) {
  nnlut_network network;
  network.units = units;
  network.value = state;
  network.gradient = network.value + NNLUT_PARAMETERS(units);
  network.mean = network.gradient + NNLUT_PARAMETERS(units);
  network.square = network.mean + NNLUT_PARAMETERS(units);
  network.past = network.square + NNLUT_PARAMETERS(units);
  network.key = (GLOBAL u32 *)(network.past + NNLUT_PASTS);
  return network;
}

/* Before the first step; the parameters are the caller's to draw. */
DEVICE void nnlut_begin(const nnlut_network *network) {
  for (u32 p = 0; p < NNLUT_PARAMETERS(network->units); p++)
    network->mean[p] = network->square[p] = network->gradient[p] = 0;
  network->past[NNLUT_MEAN_LEFT] = network->past[NNLUT_SQUARE_LEFT] = 1;
  for (u32 i = 0; i < network->units; i++)
    network->key[i] = i;
}

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
 * From step to step the order changes little.
 */
DEVICE void nnlut_sort(const nnlut_samples *samples, const nnlut_network *network) {
  GLOBAL u32 *key = network->key;
  for (u32 at = 0; at < network->units; at++) {
    const u32 unit = key[at] & 63U;
    GLOBAL const double *of = network->value + NNLUT_KINDS * unit;
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

DEVICE void nnlut_join(nnlut_line *line, GLOBAL const double *unit, double sign) {
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
 * The residuals of all samples, units sorted; of those left of each unit's place, the sums of r and x r go to the
 * gradient's NNLUT_B and NNLUT_N of that unit.
 */
DEVICE nnlut_residuals nnlut_sweep(const nnlut_samples *samples, GLOBAL const double *doubles,
                                   const nnlut_network *network) {
  GLOBAL const double *value = network->value;
  const u32 units = network->units;
  nnlut_residuals left = {0, 0, 0};
  nnlut_line line = {0, value[NNLUT_KINDS * units]};
  u32 first = 0;
  for (u32 i = 0; i < units; i++)
    if (value[NNLUT_KINDS * i + NNLUT_N] < 0)
      nnlut_join(&line, value + NNLUT_KINDS * i, 1.0);
  for (u32 at = 0; at < units; at++) {
    const u32 end = network->key[at] / 64U, i = NNLUT_KINDS * (network->key[at] & 63U);
    nnlut_add(&left, samples, doubles, first, end, &line);
    network->gradient[i + NNLUT_B] = left.r;
    network->gradient[i + NNLUT_N] = left.xr;
    nnlut_join(&line, value + i, value[i + NNLUT_N] < 0 ? -1.0 : 1.0);
    first = end;
  }
  nnlut_add(&left, samples, doubles, first, samples->count, &line);
  return left;
}

/* The mean squared error of a network; its derivatives go to the gradient. */
DEVICE double nnlut_gradient(const nnlut_samples *samples, GLOBAL const double *doubles, const nnlut_network *network) {
  nnlut_sort(samples, network);
  const nnlut_residuals all = nnlut_sweep(samples, doubles, network);
  for (u32 i = 0; i < network->units; i++) {
    GLOBAL const double *unit = network->value + NNLUT_KINDS * i;
    GLOBAL double *of = network->gradient + NNLUT_KINDS * i;
    const int leftwards = unit[NNLUT_N] < 0; /* on to the left of its place */
    const double r = leftwards ? of[NNLUT_B] : all.r - of[NNLUT_B];
    const double xr = leftwards ? of[NNLUT_N] : all.xr - of[NNLUT_N];
    of[NNLUT_N] = 2.0 * (unit[NNLUT_M] * xr);
    of[NNLUT_B] = 2.0 * (unit[NNLUT_M] * r);
    of[NNLUT_M] = 2.0 * (unit[NNLUT_N] * xr + unit[NNLUT_B] * r);
  }
  network->gradient[NNLUT_KINDS * network->units] = 2.0 * all.r;
  return all.rr;
}

/* One step of Adam for the first so many parameters. */
DEVICE void nnlut_adam(const nnlut_network *network, u32 parameters, double rate) {
  network->past[NNLUT_MEAN_LEFT] *= NNLUT_MEAN_DECAY;
  network->past[NNLUT_SQUARE_LEFT] *= NNLUT_SQUARE_DECAY;
  const double step = rate / (1.0 - network->past[NNLUT_MEAN_LEFT]);
  const double root = sqrt(1.0 - network->past[NNLUT_SQUARE_LEFT]);
  for (u32 p = 0; p < parameters; p++) {
    const double g = network->gradient[p];
    const double mean = NNLUT_MEAN_DECAY * network->mean[p] + (1.0 - NNLUT_MEAN_DECAY) * g;
    const double square = NNLUT_SQUARE_DECAY * network->square[p] + (1.0 - NNLUT_SQUARE_DECAY) * (g * g);
    network->mean[p] = mean;
    network->square[p] = square;
    network->value[p] -= step * mean / (sqrt(square) / root + NNLUT_EPSILON);
  }
}

/* Steps `first` to before `end`, whose learning rates are rates[step]. `biased`: c is trained, too. */
DEVICE void nnlut_train(const nnlut_samples *samples, GLOBAL const double *doubles, const nnlut_network *network,
                        u32 biased, GLOBAL const double *rates, u32 first, u32 end) {
  for (u32 t = first;; t++) {
    network->past[NNLUT_ERROR] = nnlut_gradient(samples, doubles, network);
    if (t >= end)
      return;
    nnlut_adam(network, NNLUT_KINDS * network->units + biased, rates[t]);
  }
}

#endif
