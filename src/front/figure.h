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
  FIGURE_SHAPES_MAX = 4,
  FIGURE_DOTS_MAX = 20000 /* on a sheet: with more, viewers are slow to show it */
};

struct figure_axes {
  double cost_min, cost_max;
  double error_min, error_max; /* powers of ten, but for a little room under zero_at */
  bool log_cost;               /* the costs span too much for a linear axis */
  double zero_at;              /* where an error of zero is drawn; 0: there is none */
};

/* What an axis of errors must hold: finite ones, of which those of zero have a place of their own. */
struct figure_span {
  double smallest, largest; /* > 0 */
  bool has_zero;
};

struct figure_span figure_span_empty(void);
void figure_span_add(struct figure_span *span, double error); /* what is not finite is not drawn */

/* Set the axis of errors: whole decades that hold a span. */
void figure_axes_set_errors(struct figure_axes *axes, const struct figure_span *span);

/* Where an error is drawn: itself, or the place of zero. */
double figure_drawn_error(const struct figure_axes *axes, double error);

/* Axes that hold every design of `count` views. */
struct figure_axes figure_axes_make(const struct front_view *view, size_t count);

/* What colour and shape stand for, the same in every figure of one plot. */
struct figure_series {
  bool by_entries;                         /* colour is the entry count, else (only one entry count) the input width */
  bool continuous;                         /* too many values: colour is a palette from colour[0] to colour[1] */
  int colours, colour[FIGURE_COLOURS_MAX]; /* ascending */
  int shapes, shape[FIGURE_SHAPES_MAX];    /* input widths, ascending; one shape where colour says it all */
};

/* A set of small positive integers. */
struct figure_values {
  bool has[ENTRIES_MAX + 1];
};

/* Colours for entry counts, and one shape. */
struct figure_series figure_series_of_entries(const struct figure_values *entries);

/* The 1-based number of a value's colour, or on a palette the value itself. */
int figure_colour(const struct figure_series *series, int value);

struct figure_series figure_series_make(const struct front_views *views);

/* The 1-based numbers of a dot's colour, or on a palette the value itself, and of its shape. */
int figure_dot_colour(const struct figure_series *series, const struct front_dot *dot);
int figure_dot_shape(const struct figure_series *series, const struct front_dot *dot);

/* A dot's four columns, without the end of the line: "cost error colour shape". */
void figure_write_dot(FILE *out, const struct figure_axes *axes, const struct figure_series *series,
                      const struct front_dot *dot);

/*
 * Columns cost, error, colour, shape: colour and shape are 1-based numbers into the series (a continuous series has
 * the value itself as colour). Designs that would print on the same spot in the same style appear once. Where
 * more than `most` were left, spots are joined to square cells, the smallest that leave no more, of which each
 * shows its first design of a style. Fails with ERROR_INTERNAL if memory runs out.
 */
bool figure_write_cloud(FILE *out, const struct front_view *view, const struct figure_axes *axes,
                        const struct figure_series *series, size_t most, struct error *err);

/*
 * The same columns for the members of the front, and a fifth: 1 where the design is proven to be optimal in the metric
 * of the figure.
 */
void figure_write_members(FILE *out, const struct results *results, const struct front_view *view,
                          const struct figure_axes *axes, const struct figure_series *series, enum error_metric error);

/* Whether any member of the front is marked so. */
bool figure_has_optimal(const struct results *results, const struct front_view *view, enum error_metric error);

/* Columns cost, error: the corners of the front's step line, from the upper to the right edge of the figure. */
void figure_write_steps(FILE *out, const struct front_view *view, const struct figure_axes *axes);

/* Columns cost, error: what front_pick() picks. */
void figure_write_picks(FILE *out, const struct front_view *view, const struct figure_axes *axes);

/* "Mean squared error", "Area (µm²)". */
const char *figure_error_label(enum error_metric metric);
const char *figure_cost_label(enum cost_metric metric);

/* gnuplot assignments of the axes and the series, as plots/style.gp expects them. */
void figure_write_parameters(FILE *out, const struct figure_axes *axes, const struct figure_series *series,
                             const char *x_label, const char *y_label);

#endif
