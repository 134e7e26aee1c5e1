/* What the engines of a results file are called in a report, and how their lines look: one list, in the order of
 * legends. */
#ifndef LUTDSE_REPORT_METHODS_H
#define LUTDSE_REPORT_METHODS_H

#include "store/metric.h"
#include "store/results.h"

enum { METHODS_MAX = 12, METHOD_LABEL = 96 };

struct method {
  const struct engine_settings *engine; /* NULL: proven optima alone */
  char label[METHOD_LABEL];
  char colour[8];  /* "#0072b2" */
  int shape, dash; /* gnuplot's point type and dash type */
};

/*
 * The engines of some points. Engines that differ in parameters are methods of their own, or one where there would be
 * more than METHODS_MAX.
 */
struct methods {
  bool by_name;
  size_t count;
  struct method method[METHODS_MAX];
  size_t optimum; /* the method that stands for the proven optimum; METHODS_MAX: there is none */
};

/*
 * The methods of the points with use[point]. An exact search without a limit in the metric `error` is the optimum;
 * `proven`: there is one even without such a search.
 */
struct methods methods_make(const struct results *results, const bool *use, enum error_metric error, bool proven);

/* The method of an engine, METHODS_MAX if there is none. */
size_t methods_find(const struct methods *methods, const struct engine_settings *engine);

#endif
