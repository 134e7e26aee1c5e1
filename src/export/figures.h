/*
 * Figures: fronts of error and cost, error against entries, convergence, and the cost model against synthesis and
 * against published units.
 */
#ifndef LUTDSE_EXPORT_FIGURES_H
#define LUTDSE_EXPORT_FIGURES_H

#include "front/view.h"

enum figure_format { FIGURE_PDF, FIGURE_SVG, FIGURE_PNG, FIGURE_FORMATS };

/* "pdf" "svg" "png". Parse returns -1 for anything else. */
const char *figure_format_name(enum figure_format format);
int figure_format_parse(const char *name);

enum figure_kind {
  FIGURE_FRONT,       /* error against cost, and the front */
  FIGURE_ENTRIES,     /* error against entries: the optimum, and what engines found */
  FIGURE_CONVERGENCE, /* gap against evaluations */
  FIGURE_SYNTHESIS,   /* the cost model against what synthesis found */
  FIGURE_PUBLISHED,   /* published units and what the cost model predicts of them, by blocks; needs no results */
  FIGURE_KINDS
};

/* "front" "entries" "convergence" "synthesis" "published". Parse returns -1 for anything else. */
const char *figure_kind_name(enum figure_kind kind);
int figure_kind_parse(const char *name);

struct figures_request {
  struct design_filter filter;
  enum error_metric error;
  enum cost_metric cost;
  bool format[FIGURE_FORMATS];     /* which to write */
  bool kind[FIGURE_KINDS];         /* which to draw */
  bool strict;                     /* each of these kinds must have something to show; else only one of them */
  bool one_sheet;                  /* of fronts: only the sheet of all functions, where there are several */
  bool picks;                      /* mark what front_pick() picks of fronts */
  size_t dots;                     /* on a sheet of fronts, at most; 0: FIGURE_DOTS_MAX */
  const struct front_views *views; /* what figures of fronts show, if it is not what `results` have; else NULL */
  const char *folder;              /* created if it is not there; its parent must be */
  const char *gnuplot;             /* the program, normally "gnuplot" */
};

/* Told about each figure once it is there. */
typedef void figures_written(void *context, const char *path);

/*
 * Draw front_FUNCTION_ERROR_COST.FORMAT for every function and, if there are several, overview_ERROR_COST.FORMAT;
 * entries_FUNCTION_ERROR.FORMAT where a setting has several entry counts; convergence_FUNCTION_ERROR.FORMAT where
 * there are histories and optima; synthesis_LIBRARY.FORMAT where designs were synthesised; published.FORMAT. `results`
 * may be NULL where that is the only kind. Each file appears complete or not at all. Fails with ERROR_NOTHING_FOUND (no
 * design passes the filter, or there is nothing to show) or ERROR_IO (folder not writable, gnuplot missing, failing or
 * without an end).
 */
bool figures_draw(const struct results *results, const struct figures_request *request, figures_written *written,
                  void *context, struct error *err);

#endif
