/* The columns behind figures of convergence: the gap to the optimum after so many evaluations. */
#ifndef LUTDSE_FRONT_CONVERGENCE_H
#define LUTDSE_FRONT_CONVERGENCE_H

#include <stdio.h>

#include "front/entries.h"

/* Whether a point has a history and a known optimum: a point_shows. */
bool convergence_point_shows(const struct results *results, size_t point);

/* Whether a point of the panel does: a panel_shows. */
bool convergence_shows(const struct results *results, const struct panel *panel);

/* Colours for the entry counts of the panels. */
struct figure_series convergence_series(const struct results *results, const struct panels *panels);

/* Axes that hold every step of `count` panels; costs are evaluations, errors are gaps. */
struct figure_axes convergence_axes(const struct results *results, const struct panel *panel, size_t count);

/*
 * Columns evaluations, gap, colour, engine (1-based): a block for each entry count and engine, the median over its
 * points once all of them have begun; one that ended keeps its last gap. Figures in single precision may pass the
 * optimum: a gap is at least 0. Fails with ERROR_INTERNAL if memory runs out.
 */
bool convergence_write(FILE *out, const struct results *results, const struct panel *panel,
                       const struct figure_series *series, const struct entries_series *engines,
                       const struct figure_axes *axes, struct error *err);

#endif
