/*
 * Published systems as engines, to be compared with. Each searches in real numbers by its own objective on its own
 * samples; what it finds becomes a design of the spec, which the reference evaluator scores like any other.
 */
#ifndef LUTDSE_SEARCH_BASELINES_H
#define LUTDSE_SEARCH_BASELINES_H

#include "backend.h"
#include "search/engine.h"
#include "search/search.h"

/* What tells one baseline from another. */
struct baseline_rules {
  enum baseline_kind kind;
  /* All but the offsets of shared numbers, `kind` and the epochs. */
  baseline_parameters (*parameters)(const struct engine_settings *settings, int entries);
  /* A spec's function as it sees it. Fails with ERROR_INPUT or ERROR_INTERNAL. */
  bool (*tabulate)(struct baseline_table *table, const struct spec *spec, const struct engine_settings *settings,
                   struct error *err);
  /* The number for each generation, from 0 on; NULL: none. */
  double (*schedule)(const struct engine_settings *settings, u32 generation);
};

/* search_run() for requests to a baseline. */
bool baselines_run(const struct baseline_rules *rules, const struct search_device *on,
                   const struct search_request *requests, size_t count, struct search_answer *answers, double *seconds,
                   struct error *err);

/*
 * A point's answer, from its own part of a result: the design after the last epoch, and how far the search was after
 * each; with the mean squared error of the design it then had, unless designs are judged by another error. False if
 * memory runs out.
 */
bool baselines_answer(const struct search_request *request, const struct baseline_result *result, size_t epochs,
                      struct search_answer *answer);

/* The bytes that a point's search takes. */
double baselines_point_bytes(const baseline_parameters *parameters);

/*
 * Whether a baseline can search a spec: it knows nothing of half a table, of slopes of few digits or of input ranges.
 * Segments that are all tried are no engine's matter. Fails with ERROR_INPUT.
 */
bool baselines_support(const struct engine_settings *settings, const struct spec *spec, struct error *err);

/* The built-in function that a function is, whatever its name and domain; "" for a user's own. */
const char *baselines_known(const struct function *function);

/* Whether its domain is the built-in one's. */
bool baselines_usual_domain(const struct function *function);

/*
 * The design nearest to real breakpoints, which ascend, and lines: breakpoints are rounded to the finest scale, half to
 * even, and clipped to the candidates, parameters to their formats; tails are pinned as in problem_design().
 */
void baselines_design(const struct spec *spec, const double *breakpoint, const double *slope, const double *intercept,
                      struct design *design);

#endif
