/*
 * GADE, the search of LUT-APP (DATE 2026), in the kernel dialect: differential evolution over real breakpoints whose
 * entries are lines of least squares, judged by their mean absolute error.
 *
 * How far a mutant goes and how much of it a trial takes are drawn around the means of what has succeeded so far, which
 * are those at the generation's start, so that individuals can be bred side by side. The random numbers of individual i
 * in generation g are blocks of the counter (g, i): 0 and 1 for the trial, from 2 on for its genes.
 */
#ifndef LUTDSE_GPU_GADE_H
#define LUTDSE_GPU_GADE_H

#include "gpu/baseline.h"

#define GADE_GENES_MAX  63
#define GADE_DEVIATION  0.2
#define GADE_FACTOR_LOW 0.1
#define GADE_USUAL      0.5 /* the means before anything has succeeded */
#define GADE_CLOSE      0.0078125
#define GADE_TOO_CLOSE  1e5
#define GADE_WRONG_SIGN 100.0
#define GADE_WRONG_SIZE 1e5

/* Totals: how many trials have succeeded, the sums of their factors and rates, and the fittest individual's number. */
#define GADE_COUNT   0
#define GADE_FACTORS 1
#define GADE_RATES   2
#define GADE_BEST    3

/* Notes: whether an individual's trial succeeded, and its factor and rate. */
#define GADE_SUCCEEDED 0
#define GADE_FACTOR    1
#define GADE_RATE      2

/* A sorted individual: where its entries end, as numbers and as cells of the stored grid. */
typedef struct {
  double end[GADE_GENES_MAX + 1];
} gade_table;

DEVICE void gade_sort(const baseline *at, GLOBAL const double *gene, gade_table *table) {
  for (u32 i = 0; i < at->genes; i++) {
    const double moved = gene[(u64)i * at->population];
    u32 j = i;
    for (; j > 0 && table->end[j - 1] > moved; j--)
      table->end[j] = table->end[j - 1];
    table->end[j] = moved;
  }
  table->end[at->genes] = at->view->outer_x[1];
}

DEVICE u32 gade_fit_cell(GLOBAL const baseline_view *view, double cell) {
  return (u32)clip(cell, 0, (double)(view->fit_count - 1));
}

/* The line of least squares from one place to another, both included with the cells of the grid around them. */
DEVICE stored_line gade_fit(const baseline *at, double from, double to) {
  GLOBAL const baseline_view *view = at->view;
  if (from == to)
    return stored_of(view, 0, 0);
  const u32 first = gade_fit_cell(view, floor((from - view->fit_first) / view->fit_step));
  const u32 last = gade_fit_cell(view, ceil((to - view->fit_first) / view->fit_step));
  GLOBAL const double *low = at->doubles + view->fit + (u64)first * BASELINE_SUMS;
  GLOBAL const double *high = at->doubles + view->fit + ((u64)last + 1) * BASELINE_SUMS;
  const double w = high[0] - low[0], x = high[1] - low[1], y = high[2] - low[2];
  const double spread = w * (high[3] - low[3]) - x * x;
  const double slope = last > first ? (w * (high[4] - low[4]) - x * y) / spread : 0;
  return stored_of(view, slope, (y - slope * x) / w - slope * view->origin);
}

/* Entry e of a sorted individual, from `from` on. */
DEVICE stored_line gade_line(const baseline *at, const gade_table *table, u32 e, double from) {
  GLOBAL const baseline_view *view = at->view;
  if (e == at->genes && (view->tails & 2U) != 0)
    return stored_of(view, view->tail_slope[1], view->tail_intercept[1]);
  return gade_fit(at, from, table->end[e]);
}

/* Errors of a line over samples [from, to): the sum of weighted magnitudes goes on, and punishments add up. */
DEVICE void gade_judge(const baseline *at, stored_line line, u32 from, u32 to, double *magnitude, double *punishment) {
  GLOBAL const double *sample = at->doubles + at->view->values + 3 * (u64)from;
  const double limit = at->view->sign_limit;
  double sum = *magnitude;
  for (u32 i = from; i < to; i++, sample += 3) {
    const double y = line.slope * sample[0] + line.intercept;
    sum += sample[2] * fabs(y - sample[1]);
    if (y < limit)
      *punishment += GADE_WRONG_SIGN + GADE_WRONG_SIZE * fabs(y);
  }
  *magnitude = sum;
}

/* A breakpoint as it is stored. */
DEVICE double gade_place(GLOBAL const baseline_view *view, double x) {
  return rint(x / view->grid_step) * view->grid_step;
}

/* The objective of a sorted individual, whose breakpoints are stored rounded to the grid. */
DEVICE double gade_objective(const baseline *at, const gade_table *table) {
  GLOBAL const baseline_view *view = at->view;
  double magnitude = 0, punishment = 0, from = view->outer_x[0];
  double place = gade_place(view, from);
  u32 below = 0;
  for (u32 e = 0; e <= at->genes; e++) {
    const stored_line line = gade_line(at, table, e, from);
    u32 next = view->samples;
    if (e < at->genes) {
      const u32 cell = grid_cell(view, table->end[e]);
      const double stored_place = gade_place(view, table->end[e]);
      next = grid_below(at, cell);
      if (stored_place - place < GADE_CLOSE)
        punishment += GADE_TOO_CLOSE;
      place = stored_place;
    }
    gade_judge(at, line, below, next, &magnitude, &punishment);
    from = table->end[e];
    below = next;
  }
  return magnitude + punishment;
}

SUBROUTINE double gade_score(const baseline *at, GLOBAL const double *gene) {
  gade_table table;
  gade_sort(at, gene, &table);
  return gade_objective(at, &table);
}

DEVICE void gade_found(const baseline *at, u32 i) {
  GLOBAL double *gene = genes_of(at, 0) + i;
  const double low = at->view->low, width = at->view->high - low;
  for (u32 g = 0; g < at->genes; g++)
    gene[(u64)g * at->population] = low + width * unit_real(baseline_draw(at, 0, i, 2 + g).v[0]);
  fitness_of(at, 0)[i] = gade_score(at, gene);
  notes_of(at, GADE_SUCCEEDED)[i] = 0;
}

/* What one trial is bred with. */
typedef struct {
  double share, factor, rate;
  u32 from_best;   /* the mutant is the best plus a difference of two others; else the individual, stepped */
  u32 left, right; /* those two */
  u32 sure;        /* this gene is the mutant's in any case */
} gade_plan;

DEVICE gade_plan gade_decide(const baseline *at, u32 generation, u32 i) {
  const philox4x32_ctr_t first = baseline_draw(at, generation, i, 0), second = baseline_draw(at, generation, i, 1);
  GLOBAL const double *totals = totals_of(at);
  GLOBAL const baseline_parameters *parameters = at->parameters;
  const double count = totals[GADE_COUNT];
  const double factor = count > 0 ? totals[GADE_FACTORS] / count : GADE_USUAL;
  const double rate = count > 0 ? totals[GADE_RATES] / count : GADE_USUAL;
  gade_plan plan;
  plan.share = at->doubles[parameters->schedule + generation - 1];
  plan.factor = clip(factor + plan.share * quantile(at, parameters->cauchy, first.v[0]), GADE_FACTOR_LOW, 1);
  plan.rate = clip(rate + plan.share * quantile(at, parameters->normal, first.v[1]), 0, 1);
  plan.from_best = unit_real(first.v[2]) <= plan.share ? 1 : 0;
  plan.sure = multiply_high(first.v[3], at->genes);
  plan.left = multiply_high(second.v[0], at->population - 1);
  plan.left += plan.left >= i ? 1 : 0;
  plan.right = multiply_high(second.v[1], at->population - 2);
  const u32 least = plan.left < i ? plan.left : i, most = plan.left < i ? i : plan.left;
  plan.right += plan.right >= least ? 1 : 0;
  plan.right += plan.right >= most ? 1 : 0;
  return plan;
}

/* Gene g of individual i's trial. */
SUBROUTINE double gade_gene(const baseline *at, const gade_plan *plan, u32 generation, u32 i, u32 g) {
  GLOBAL const double *parent = genes_of(at, generation - 1) + (u64)g * at->population;
  const philox4x32_ctr_t random = baseline_draw(at, generation, i, 2 + g);
  if (g != plan->sure && !(unit_real(random.v[1]) < plan->rate))
    return parent[i];
  const u32 best = (u32)totals_of(at)[GADE_BEST];
  const double mutant = plan->from_best != 0
                            ? parent[best] + plan->factor * (parent[plan->left] - parent[plan->right])
                            : parent[i] + GADE_DEVIATION * quantile(at, at->parameters->normal, random.v[0]);
  return clip(mutant, at->view->low, at->view->high);
}

/* Individual i of a generation: its trial where that is no worse, else itself. */
DEVICE void gade_breed(const baseline *at, u32 generation, u32 i) {
  const gade_plan plan = gade_decide(at, generation, i);
  GLOBAL const double *parent = genes_of(at, generation - 1) + i;
  GLOBAL double *gene = genes_of(at, generation) + i;
  for (u32 g = 0; g < at->genes; g++)
    gene[(u64)g * at->population] = gade_gene(at, &plan, generation, i, g);
  const double before = fitness_of(at, generation - 1)[i], score = gade_score(at, gene);
  const int succeeded = score <= before;
  for (u32 g = 0; !succeeded && g < at->genes; g++)
    gene[(u64)g * at->population] = parent[(u64)g * at->population];
  fitness_of(at, generation)[i] = succeeded ? score : before;
  notes_of(at, GADE_SUCCEEDED)[i] = succeeded ? 1 : 0;
  notes_of(at, GADE_FACTOR)[i] = plan.factor;
  notes_of(at, GADE_RATE)[i] = plan.rate;
}

/* Between generations, one lane: what has succeeded, in order of individual, and who is the best. */
DEVICE void gade_learn(const baseline *at, u32 generation) {
  GLOBAL double *totals = totals_of(at);
  for (u32 i = 0; i < at->population; i++)
    if (notes_of(at, GADE_SUCCEEDED)[i] != 0) {
      totals[GADE_COUNT] += 1;
      totals[GADE_FACTORS] += notes_of(at, GADE_FACTOR)[i];
      totals[GADE_RATES] += notes_of(at, GADE_RATE)[i];
    }
  totals[GADE_BEST] = (double)fittest(at, generation);
}

DEVICE void gade_answer(const baseline *at, GLOBAL const double *gene, GLOBAL double *answer) {
  GLOBAL const baseline_view *view = at->view;
  gade_table table;
  gade_sort(at, gene, &table);
  double from = view->outer_x[0];
  for (u32 e = 0; e <= at->genes; e++) {
    const stored_line line = gade_line(at, &table, e, from);
    if (e < at->genes)
      answer[1 + e] = gade_place(view, table.end[e]);
    answer[1 + at->genes + e] = line.slope;
    answer[2 + 2 * at->genes + e] = line.intercept;
    from = table.end[e];
  }
}

#endif
