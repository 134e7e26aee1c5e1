/*
 * What the published baselines share (kernel dialect): the layout of a batch, samples of the function as prefix sums,
 * parameters rounded to their formats, random numbers and the report of an epoch. One work-group searches one point; an
 * individual is one lane's work. Populations lie in the device's memory: the host needs to know no limit.
 */
#ifndef LUTDSE_GPU_BASELINE_H
#define LUTDSE_GPU_BASELINE_H

#include "gpu/baseline_layout.h"
#include "gpu/philox.h"

/* A point's search, as one work-group sees it. */
typedef struct {
  GLOBAL const baseline_view *view;
  GLOBAL const double *doubles;
  GLOBAL const baseline_parameters *parameters;
  GLOBAL double *state; /* this point's: BASELINE_STATE() doubles */
  u32 genes, population;
  u32 key_low, key_high;
} baseline;

/* A line as the table stores it. */
typedef struct {
  double slope, intercept;
} stored_line;

DEVICE u32 fewer(u32 a, u32 b) { return a < b ? a : b; }

DEVICE baseline baseline_at(GLOBAL const baseline_view *views, GLOBAL const double *doubles,
                            GLOBAL const baseline_parameters *parameters, GLOBAL const baseline_point *point,
                            GLOBAL double *states, u32 group) {
  baseline at;
  at.view = views + point->table;
  at.doubles = doubles;
  at.parameters = parameters;
  at.genes = parameters->entries - 1;
  at.population = parameters->population;
  at.state = states + (u64)group * BASELINE_STATE((u64)parameters->entries, at.population);
  at.key_low = point->key_low;
  at.key_high = point->key_high;
  return at;
}

/*
 * The state: two populations by parity of the generation, [gene][individual] each, their fitness, and three more
 * numbers for each individual, then BASELINE_TOTALS for all.
 */
DEVICE GLOBAL double *genes_of(const baseline *at, u32 generation) {
  return at->state + (u64)(generation & 1U) * at->genes * at->population;
}

DEVICE GLOBAL double *fitness_of(const baseline *at, u32 generation) {
  return at->state + (2 * (u64)at->genes + (generation & 1U)) * at->population;
}

/* Notes on each individual, number 0 to 2. */
DEVICE GLOBAL double *notes_of(const baseline *at, u32 number) {
  return at->state + (2 * (u64)at->genes + 2 + number) * at->population;
}

DEVICE GLOBAL double *totals_of(const baseline *at) { return at->state + (2 * (u64)at->genes + 5) * at->population; }

/* The kind keeps the random numbers of two baselines of one key apart. */
SUBROUTINE philox4x32_ctr_t baseline_draw(const baseline *at, u32 generation, u32 individual, u32 block) {
  return draw(at->key_low, at->key_high, generation, 0x80000000U + at->parameters->kind, individual, block);
}

/* A uniform number in [0, 1): the word times 2^-32. */
DEVICE double unit_real(u32 word) { return (double)word * 2.3283064365386963e-10; }

/* A quantile of the table at `quantiles`, at a random place. */
DEVICE double quantile(const baseline *at, u64 quantiles, u32 word) {
  return at->doubles[quantiles + (word >> (32 - BASELINE_QUANTILE_BITS))];
}

DEVICE double clip(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* The real number that a parameter is stored as: rounded half to even with the least exponent that holds it. */
DEVICE double stored(GLOBAL const baseline_format *format, double value) {
  const double code = value * format->scale;
  double unit = 1;
  for (u32 e = 1; e < format->exponents; e++) {
    const double number = rint(code / unit);
    if (number >= format->least && number <= format->most)
      break;
    unit *= 2;
  }
  return clip(rint(code / unit), format->least, format->most) * unit / format->scale;
}

DEVICE stored_line stored_of(GLOBAL const baseline_view *view, double slope, double intercept) {
  stored_line line;
  line.slope = stored(&view->slope, slope);
  line.intercept = stored(&view->intercept, intercept);
  return line;
}

/* The number of a place on the grid of breakpoints, which ends at the outermost breakpoints there can be. */
DEVICE u32 grid_cell(GLOBAL const baseline_view *view, double x) {
  const double cell = rint((x - view->grid_first) / view->grid_step);
  return (u32)clip(cell, 0, (double)(view->grid_count - 1));
}

/* The function at a cell of the grid, and how many samples lie below it. */
DEVICE double grid_value(const baseline *at, u32 cell) { return at->doubles[at->view->grid + 2 * (u64)cell]; }
DEVICE u32 grid_below(const baseline *at, u32 cell) { return (u32)at->doubles[at->view->grid + 2 * (u64)cell + 1]; }

/*
 * The weighted squared error of a line over samples [from, to): six differences of prefix sums. Where there is none,
 * they may cancel to less than that.
 */
DEVICE double squared_error(const baseline *at, stored_line line, u32 from, u32 to) {
  GLOBAL const double *low = at->doubles + at->view->sums + (u64)from * BASELINE_SUMS;
  GLOBAL const double *high = at->doubles + at->view->sums + (u64)to * BASELINE_SUMS;
  const double k = line.slope, b = line.intercept + line.slope * at->view->origin;
  const double w = high[0] - low[0], x = high[1] - low[1], y = high[2] - low[2];
  const double xx = high[3] - low[3], xy = high[4] - low[4], yy = high[5] - low[5];
  const double error = yy + k * (k * xx - 2 * xy) + b * (b * w + 2 * (k * x - y));
  return error > 0 ? error : 0;
}

/* Insertion sort of genes `stride` apart; they are nearly in order. */
DEVICE void sort_breakpoints(GLOBAL double *gene, u32 count, u32 stride) {
  for (u32 i = 1; i < count; i++) {
    const double moved = gene[(u64)i * stride];
    u32 j = i;
    for (; j > 0 && gene[(u64)(j - 1) * stride] > moved; j--)
      gene[(u64)j * stride] = gene[(u64)(j - 1) * stride];
    gene[(u64)j * stride] = moved;
  }
}

/* The fittest individual; the lowest number wins ties. */
DEVICE u32 fittest(const baseline *at, u32 generation) {
  GLOBAL const double *fitness = fitness_of(at, generation);
  u32 found = 0;
  for (u32 i = 1; i < at->population; i++)
    if (fitness[i] < fitness[found])
      found = i;
  return found;
}

#endif
