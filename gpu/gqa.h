/*
 * GQA-LUT (DAC 2024) in the kernel dialect: a genetic algorithm over sorted real breakpoints, whose entries are chords.
 *
 * Each generation draws parents by tournaments, crosses neighbours in two points, mutates, and replaces everyone:
 * DEAP's eaSimple. The random numbers of individual i in generation g are blocks of the counter (g, i): block 0 for its
 * tournament, block 1 for crossover and whether it mutates, from block 2 on for its genes.
 */
#ifndef LUTDSE_GPU_GQA_H
#define LUTDSE_GPU_GQA_H

#include "gpu/baseline.h"

/* Rounding mutation tries the binary digits offset ... GQA_DIGITS - 1. */
#define GQA_DIGITS 7

/* Of both mutations: sd of a step, the probability of a digit's rounding, and where steps begin. */
#define GQA_DEVIATION 0.2
#define GQA_DIGIT     0.05
#define GQA_STEP_FROM 0.9

/* A gene lies on the grid that has the function tabulated. */
DEVICE double gqa_place(GLOBAL const baseline_view *view, double x) {
  return clip(rint(x / view->grid_step) * view->grid_step, view->low, view->high);
}

/* The chord between two points; none where they are one. */
DEVICE stored_line gqa_chord(GLOBAL const baseline_view *view, double from_x, double from_y, double to_x, double to_y) {
  if (to_x == from_x)
    return stored_of(view, 0, 0);
  const double slope = (to_y - from_y) / (to_x - from_x);
  return stored_of(view, slope, from_y - slope * from_x);
}

/* An individual's entries from left to right. */
typedef struct {
  double x, y; /* where the entry begins */
  u32 below;   /* samples before it */
} gqa_place_at;

DEVICE gqa_place_at gqa_start(const baseline *at) {
  gqa_place_at place;
  place.x = at->view->outer_x[0];
  place.y = at->view->outer_y[0];
  place.below = 0;
  return place;
}

/* Where entry e ends: at gene e, or at the outer limit. */
DEVICE gqa_place_at gqa_end(const baseline *at, GLOBAL const double *gene, u32 e) {
  gqa_place_at place;
  if (e == at->genes) {
    place.x = at->view->outer_x[1];
    place.y = at->view->outer_y[1];
    place.below = at->view->samples;
    return place;
  }
  place.x = gene[(u64)e * at->population];
  const u32 cell = grid_cell(at->view, place.x);
  place.y = grid_value(at, cell);
  place.below = grid_below(at, cell);
  return place;
}

/* The mean squared error of a sorted individual over the samples. */
SUBROUTINE double gqa_error(const baseline *at, GLOBAL const double *gene) {
  double total = 0;
  gqa_place_at from = gqa_start(at);
  for (u32 e = 0; e <= at->genes; e++) {
    const gqa_place_at to = gqa_end(at, gene, e);
    const stored_line line = gqa_chord(at->view, from.x, from.y, to.x, to.y);
    total += squared_error(at, line, from.below, to.below);
    from = to;
  }
  return total;
}

DEVICE void gqa_score(const baseline *at, u32 generation, u32 i) {
  GLOBAL double *gene = genes_of(at, generation) + i;
  sort_breakpoints(gene, at->genes, at->population);
  fitness_of(at, generation)[i] = gqa_error(at, gene);
}

DEVICE void gqa_found(const baseline *at, u32 i) {
  GLOBAL double *gene = genes_of(at, 0) + i;
  const double low = at->view->low, width = at->view->high - low;
  for (u32 g = 0; g < at->genes; g++)
    gene[(u64)g * at->population] = gqa_place(at->view, low + width * unit_real(baseline_draw(at, 0, i, 2 + g).v[0]));
  gqa_score(at, 0, i);
  notes_of(at, 0)[i] = 1;
}

/* The fittest of some drawn with replacement; the first drawn wins ties. */
DEVICE u32 gqa_select(const baseline *at, u32 generation, u32 i) {
  GLOBAL const double *fitness = fitness_of(at, generation - 1);
  philox4x32_ctr_t random = baseline_draw(at, generation, i, 0);
  u32 found = multiply_high(random.v[0], at->population);
  for (u32 t = 1; t < at->parameters->tournament; t++) {
    if (t % 4 == 0)
      random = baseline_draw(at, generation, i, 0x10000U + t / 4);
    const u32 other = multiply_high(random.v[t % 4], at->population);
    if (fitness[other] < fitness[found])
      found = other;
  }
  return found;
}

DEVICE void gqa_inherit(const baseline *at, u32 generation, u32 i) {
  const u32 parent = gqa_select(at, generation, i);
  GLOBAL const double *from = genes_of(at, generation - 1) + parent;
  GLOBAL double *to = genes_of(at, generation) + i;
  for (u32 g = 0; g < at->genes; g++)
    to[(u64)g * at->population] = from[(u64)g * at->population];
  fitness_of(at, generation)[i] = fitness_of(at, generation - 1)[parent];
  notes_of(at, 0)[i] = 0;
}

/* Cross individual i, which is even, with the next. A single gene has no two points. */
DEVICE void gqa_cross(const baseline *at, u32 generation, u32 i) {
  const philox4x32_ctr_t random = baseline_draw(at, generation, i, 1);
  if (at->genes < 2 || !(unit_real(random.v[0]) < at->parameters->crossover))
    return;
  u32 from = 1 + multiply_high(random.v[1], at->genes), to = 1 + multiply_high(random.v[2], at->genes - 1);
  if (to >= from) {
    to++;
  } else {
    const u32 kept = from;
    from = to;
    to = kept;
  }
  GLOBAL double *gene = genes_of(at, generation) + i;
  for (u32 g = from; g < to; g++) {
    GLOBAL double *pair = gene + (u64)g * at->population;
    const double kept = pair[0];
    pair[0] = pair[1];
    pair[1] = kept;
  }
  notes_of(at, 0)[i] = notes_of(at, 0)[i + 1] = 1;
}

/* One gene through every digit: a draw each decides on rounding, a step, or neither. */
DEVICE double gqa_round(const baseline *at, u32 generation, u32 i, u32 g, double x) {
  GLOBAL const baseline_view *view = at->view;
  for (u32 digit = view->offset; digit < GQA_DIGITS; digit++) {
    const philox4x32_ctr_t random = baseline_draw(at, generation, i, 2 + g * GQA_DIGITS + digit);
    const double p = unit_real(random.v[0]), size = (double)(1U << digit);
    if (p >= GQA_DIGIT * (double)digit && p < GQA_DIGIT * (double)(digit + 1))
      x = clip(rint(x * size) / size, view->low, view->high);
    else if (p >= GQA_STEP_FROM)
      x += GQA_DEVIATION * quantile(at, at->parameters->normal, random.v[1]);
  }
  return x;
}

DEVICE double gqa_step(const baseline *at, u32 generation, u32 i, u32 g, double x) {
  const philox4x32_ctr_t random = baseline_draw(at, generation, i, 2 + g * GQA_DIGITS);
  if (unit_real(random.v[0]) >= GQA_STEP_FROM)
    x += GQA_DEVIATION * quantile(at, at->parameters->normal, random.v[1]);
  return x;
}

DEVICE void gqa_mutate(const baseline *at, u32 generation, u32 i) {
  if (!(unit_real(baseline_draw(at, generation, i, 1).v[3]) < at->parameters->mutation))
    return;
  GLOBAL double *gene = genes_of(at, generation) + i;
  for (u32 g = 0; g < at->genes; g++) {
    GLOBAL double *x = gene + (u64)g * at->population;
    *x = gqa_place(at->view,
                   at->view->rounding != 0 ? gqa_round(at, generation, i, g, *x) : gqa_step(at, generation, i, g, *x));
  }
  notes_of(at, 0)[i] = 1;
}

/* Individuals i and i + 1, where there is one, of the next generation; all but their scores. */
DEVICE void gqa_breed(const baseline *at, u32 generation, u32 i) {
  gqa_inherit(at, generation, i);
  if (i + 1 < at->population) {
    gqa_inherit(at, generation, i + 1);
    gqa_cross(at, generation, i);
    gqa_mutate(at, generation, i + 1);
  }
  gqa_mutate(at, generation, i);
}

/* What the answer holds of a sorted individual, from its second number on. */
DEVICE void gqa_answer(const baseline *at, GLOBAL const double *gene, GLOBAL double *answer) {
  gqa_place_at from = gqa_start(at);
  for (u32 e = 0; e <= at->genes; e++) {
    const gqa_place_at to = gqa_end(at, gene, e);
    const stored_line line = gqa_chord(at->view, from.x, from.y, to.x, to.y);
    if (e < at->genes)
      answer[1 + e] = to.x;
    answer[1 + at->genes + e] = line.slope;
    answer[2 + 2 * at->genes + e] = line.intercept;
    from = to;
  }
}

#endif
