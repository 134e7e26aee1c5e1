/*
 * Pareto fronts in two objectives, both minimised: a hardware cost and an error.
 */
#ifndef LUTDSE_FRONT_FRONT_H
#define LUTDSE_FRONT_FRONT_H

#include "front/datapath.h"
#include "store/metric.h"
#include "store/results.h"

struct objective {
  double cost, error;
  size_t design; /* index into results.designs */
};

/*
 * Reduce `items` in place to its non-dominated set and return its size, sorted by ascending cost (so descending
 * error). a dominates b if it is no worse in both and better in one; of items equal in both, the one with the
 * smallest design index stays. NaN objectives never stay.
 */
size_t front_extract(struct objective *items, size_t count);

/*
 * The area dominated by a front (as returned by front_extract) within the box whose worst corner is
 * (cost, error) = reference; members outside the box contribute what lies inside. Same units as cost * error.
 */
double front_hypervolume(const struct objective *front, size_t count, double reference_cost, double reference_error);

/* Which designs to look at; a zero field means any. */
struct design_filter {
  const char *function;              /* its name */
  const struct function *definition; /* this very entry of results.functions; two may share a name */
  const char *weight;                /* its name */
  bool one_weighting;                /* whether only designs of this very weight pass: */
  const struct weight *weighting;    /* an entry of results.weights, or NULL for uniform */
  const char *grid;
  int in_bits;
  int entries;
  struct datapath_filter datapath;
};

/*
 * The objectives of every design that passes the filter, in order of design. *out is malloc'ed.
 * Fails with ERROR_INTERNAL if memory runs out.
 */
bool front_objectives(const struct results *results, const struct design_filter *filter, enum error_metric error,
                      enum cost_metric cost, struct objective **out, size_t *count, struct error *err);

/*
 * Recompute results->fronts and results->ranges: every function x weight x error metric x cost metric, functions and
 * weights in order of appearance, uniform first. Fails with ERROR_INTERNAL if memory runs out.
 */
bool front_fill(struct results *results, struct error *err);

/*
 * The knee of a front: the member farthest, on normalised (cost, log10 error) axes, from the straight line through
 * the front's two ends, on the side of low cost and low error; ties, fronts of fewer than three members and fronts
 * that bulge the other way give the first. An error of zero counts as front_error_floor(). Returns an index into
 * `front`.
 */
size_t front_knee(const struct objective *front, size_t count);

/* What is picked of a front without being asked: its knee and both of its ends. */
enum front_pick { FRONT_PICK_KNEE, FRONT_PICK_LEAST_COST, FRONT_PICK_LEAST_ERROR, FRONT_PICKS };

/* "knee" "least cost" "least error"; and the member, as an index into `front`, which has at least one. */
const char *front_pick_name(enum front_pick pick);
size_t front_pick(const struct objective *front, size_t count, enum front_pick pick);

/*
 * Where an error of zero goes on a logarithmic axis: a tenth of the smallest error > 0 among the items, or 1 if
 * there is none.
 */
double front_error_floor(const struct objective *items, size_t count);

/* Whether a design passes the filter. */
bool front_accepts(const struct results *results, const struct design_filter *filter, size_t design);

/* Fail with ERROR_NOTHING_FOUND: no design passes the filter. The message lists the functions there are. */
bool front_fail_no_match(const struct results *results, const struct design_filter *filter, struct error *err);

/* The same where the results are not at hand: the functions, and the weights, as lists ("a, b"). */
bool front_fail_none(const struct design_filter *filter, const char *functions, const char *weights, struct error *err);

#endif
