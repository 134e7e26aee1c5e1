/*
 * The plain columns behind the figures: what gnuplot draws, less the drawing.
 *
 * Axes are decided here, not by gnuplot, so that a single design, a vertical stack and an error of zero all make a
 * readable figure: the error axis is logarithmic and zero has a place of its own below the smallest error.
 */
#ifndef LUTDSE_FRONT_FIGURE_H
#define LUTDSE_FRONT_FIGURE_H

#include <stdio.h>

#include "front/view.h"

enum {
  FIGURE_COLOURS_MAX = 8, /* more values than these are drawn on a continuous palette */
  FIGURE_SHAPES_MAX = 4
};

struct figure_axes {
  double cost_min, cost_max;
  double error_min, error_max; /* powers of ten, but for a little room under zero_at */
  bool log_cost;               /* the costs span too much for a linear axis */
  double zero_at;              /* where an error of zero is drawn; 0: there is none */
};

/* Axes that hold every design of `count` views. */
struct figure_axes figure_axes_make(const struct front_view *view, size_t count);

/* What colour and shape stand for, the same in every figure of one plot. */
struct figure_series {
  bool by_entries;                         /* colour is the entry count, else (only one entry count) the input width */
  bool continuous;                         /* too many values: colour is a palette from colour[0] to colour[1] */
  int colours, colour[FIGURE_COLOURS_MAX]; /* ascending */
  int shapes, shape[FIGURE_SHAPES_MAX];    /* input widths, ascending; one shape where colour says it all */
};

struct figure_series figure_series_make(const struct results *results, const struct front_views *views);

/*
 * Columns cost, error, colour, shape: colour and shape are 1-based numbers into the series (a continuous series has
 * the value itself as colour). Designs that would print on the same spot in the same style appear once.
 * Fails with ERROR_INTERNAL if memory runs out.
 */
bool figure_write_cloud(FILE *out, const struct results *results, const struct front_view *view,
                        const struct figure_axes *axes, const struct figure_series *series, struct error *err);

/* The same columns for the members of the front. */
void figure_write_members(FILE *out, const struct results *results, const struct front_view *view,
                          const struct figure_axes *axes, const struct figure_series *series);

/* Columns cost, error: the corners of the front's step line, from the upper to the right edge of the figure. */
void figure_write_steps(FILE *out, const struct front_view *view, const struct figure_axes *axes);

/* gnuplot assignments of the axes and the series, as plots/front.gp and plots/overview.gp expect them. */
void figure_write_parameters(FILE *out, const struct figure_axes *axes, const struct figure_series *series,
                             enum error_metric error, enum cost_metric cost);

#endif
