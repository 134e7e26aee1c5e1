/*
 * Figures of fronts: one per function, and one sheet of all of them.
 */
#ifndef LUTDSE_EXPORT_FIGURES_H
#define LUTDSE_EXPORT_FIGURES_H

#include "front/view.h"

enum figure_format { FIGURE_PDF, FIGURE_SVG, FIGURE_PNG, FIGURE_FORMATS };

/* "pdf" "svg" "png". Parse returns -1 for anything else. */
const char *figure_format_name(enum figure_format format);
int figure_format_parse(const char *name);

struct figures_request {
  struct design_filter filter;
  enum error_metric error;
  enum cost_metric cost;
  bool format[FIGURE_FORMATS]; /* which to write */
  const char *folder;          /* created if it is not there; its parent must be */
  const char *gnuplot;         /* the program, normally "gnuplot" */
};

/* Told about each figure once it is there. */
typedef void figures_written(void *context, const char *path);

/*
 * Draw front_FUNCTION_ERROR_COST.FORMAT for every function and, if there are several, overview_ERROR_COST.FORMAT.
 * Each file appears complete or not at all. Fails with ERROR_NOTHING_FOUND (no design passes the filter) or ERROR_IO
 * (folder not writable, gnuplot missing, failing or without an end).
 */
bool figures_draw(const struct results *results, const struct figures_request *request, figures_written *written,
                  void *context, struct error *err);

#endif
