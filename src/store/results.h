/*
 * Results in memory: points, their designs and where they came from. What a results file holds, no more.
 */
#ifndef LUTDSE_STORE_RESULTS_H
#define LUTDSE_STORE_RESULTS_H

#include <stddef.h>

#include "hardware/cost.h"
#include "model/evaluate.h"
#include "store/optimum.h"
#include "store/synthesis.h"
#include "sweep/point.h"

struct scored_design {
  size_t point; /* index into results.points */
  int rank;     /* 0 is the point's best by the engine's objective */
  struct design design;
  struct score score;
  struct cost cost;
};

/* What the search of one point did. */
struct outcome {
  uint64_t evaluations; /* individuals scored by the engine */
  size_t first_design;  /* its designs are [first_design, first_design + design_count) */
  size_t design_count;
  struct optimum optimum; /* of the problem that the point poses */
  size_t first_step;      /* its convergence is [first_step, first_step + step_count) */
  size_t step_count;
};

/* How far a search had come after so many evaluations. */
struct convergence_step {
  uint64_t evaluations;
  double best; /* the smallest error so far, as the engine sums it */
};

/* One row of a stored front: a design that no other of its function and weight beats in both metrics. */
struct front_row {
  size_t design;
  int error_metric; /* enum error_metric (metric.h) */
  int cost_metric;  /* enum cost_metric (metric.h) */
  size_t function;  /* index into results.functions */
  size_t weight;    /* index into results.weights; SIZE_MAX: uniform */
  double error, cost;
};

/* Between which values a metric of the designs of one function and weight lies; NaN does not count. */
struct range_row {
  size_t function, weight; /* as in a front */
  int metric;              /* enum error_metric, or ERROR_METRICS + enum cost_metric */
  size_t designs;          /* how many have a value */
  double least, most;
};

/* One invocation that contributed to the file. */
struct run_record {
  char version[32], commit[48], host[64];
  char device[128], driver[128];
  char command[1024];
  char started[32], finished[32]; /* ISO 8601, UTC */
  uint64_t points, evaluations;
  double seconds;
};

struct point_index; /* finds points by id (point_index.c) */

struct results {
  char sweep_name[64];
  char *sweep_text; /* owned, zero-terminated */
  size_t function_count;
  struct function *functions; /* owned; spec.function of the points refers to these */
  size_t weight_count;
  struct weight *weights; /* owned; spec.weight of the points refers to these, where it is not NULL */
  size_t point_count;
  struct point *points;     /* owned */
  struct outcome *outcomes; /* owned, parallel to points */
  size_t design_count;
  struct scored_design *designs; /* owned, grouped by point, in order of rank */
  size_t step_count;
  struct convergence_step *steps; /* owned, grouped by point, in order of evaluations */
  size_t front_count;
  struct front_row *fronts; /* owned; may be empty (parts carry none) */
  size_t range_count;
  struct range_row *ranges; /* owned; beside fronts */
  size_t synthesised_count;
  struct synthesised *synthesised; /* owned, ascending by design (synthesis.h) */
  size_t run_count;
  struct run_record *runs; /* owned */

  /* How many of each the arrays have room for, and the index over `points`: for src/store/ only. */
  size_t function_capacity, weight_capacity, point_capacity, design_capacity, step_capacity, synthesised_capacity,
      run_capacity;
  struct point_index *index;
};

/* An empty set of results: all zero. */
void results_init(struct results *results);
void results_release(struct results *results);

/*
 * Append one point (copied; its function and its weight are copied in as well if results has none with the same name
 * and hash) and its designs (copied; `point` is set). Points already held are not looked for: see results_find(). Fails
 * with ERROR_INTERNAL if memory runs out.
 */
bool results_add(struct results *results, const struct point *point, uint64_t evaluations,
                 const struct scored_design *designs, size_t design_count, struct error *err);

/* Append the convergence of the point that was added last (copied). Fails with ERROR_INTERNAL if memory runs out. */
bool results_add_convergence(struct results *results, const struct convergence_step *steps, size_t count,
                             struct error *err);

/*
 * Append a copy of points[row] of `from`, under the description `as` (the point itself, or the same with another grid),
 * with its designs, what was synthesised of them, optimum and convergence. Fails with ERROR_INTERNAL if memory runs
 * out.
 */
bool results_add_copy(struct results *results, const struct results *from, size_t row, const struct point *as,
                      struct error *err);

/* Append a copy of a run record, unless an equal one is there. */
bool results_add_run(struct results *results, const struct run_record *run, struct error *err);

/*
 * Append a copy of every point of `from` that `into` does not hold yet (by id), and every run record that it does
 * not hold. Of points that both hold, the better knowledge of the optimum is kept; what was synthesised comes with the
 * points that are appended. The sweep's name and text are taken
 * over if `into` has none. Fronts are left alone: front_fill().
 */
bool results_merge(struct results *into, const struct results *from, struct error *err);

/* Take over what `from` knows better of the optima of points that both hold, and nothing else. */
void results_merge_optima(struct results *into, const struct results *from);

/* Index of the point with that id, or SIZE_MAX. Takes the same time however many points there are. */
size_t results_find(const struct results *results, const struct point_id *id);

/*
 * Check that the parts fit together and every value is in range: functions, specs, identities (each point's own,
 * and all different), designs grouped by point in order of rank, optima that no design beats, convergence that
 * descends, fronts, what was synthesised. The message names the table and the row.
 * Fails with `kind`.
 */
bool results_check(const struct results *results, enum error_kind kind, struct error *err);

#endif
