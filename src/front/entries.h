/* The columns behind figures of error against the number of entries: the optimum, and what each engine found. */
#ifndef LUTDSE_FRONT_ENTRIES_H
#define LUTDSE_FRONT_ENTRIES_H

#include <stdio.h>

#include "front/figure.h"
#include "front/panels.h"

enum { ENTRIES_SERIES_MAX = 8 };

/* The engines of a figure: each with its parameters, or by name alone where there are too many. */
struct entries_series {
  bool by_name;
  size_t count;
  const struct engine_settings *engine[ENTRIES_SERIES_MAX];
};

/* Whether a panel's points have more than one entry count: a panel_shows. */
bool entries_shows(const struct results *results, const struct panel *panel);

/* The number of an engine in the series. */
size_t entries_series_find(const struct entries_series *series, const struct engine_settings *engine);

/* Whether a figure has anything to show of a point. */
typedef bool point_shows(const struct results *results, size_t point);

/* The engines of the panels' points, or of those that show anything; NULL: all do. */
struct entries_series entries_series_make(const struct results *results, const struct panels *panels,
                                          point_shows *shows);

/* "islands", or "islands population=64" where another engine of that name differs in it. */
void entries_series_label(const struct entries_series *series, size_t index, char *text, size_t size);

/* Axes that hold every error and optimum of `count` panels; costs are entry counts. */
struct figure_axes entries_axes(const struct results *results, const struct panel *panel, size_t count);

/* Columns entries, optimum of every entry count whose optimum is proven; the same of bounds. */
void entries_write_optimum(FILE *out, const struct results *results, const struct panel *panel,
                           const struct figure_axes *axes, enum optimum_kind kind);

/*
 * Columns entries, median, least, largest, points: over the points of one engine, whose errors are those of their best
 * designs. Fails with ERROR_INTERNAL if memory runs out.
 */
bool entries_write_series(FILE *out, const struct results *results, const struct panel *panel,
                          const struct entries_series *series, size_t index, const struct figure_axes *axes,
                          struct error *err);

#endif
