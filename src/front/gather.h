/*
 * The fronts and ranges of results that come piece by piece: memory grows with the fronts alone.
 */
#ifndef LUTDSE_FRONT_GATHER_H
#define LUTDSE_FRONT_GATHER_H

#include "front/growing.h"

enum { FRONT_PAIRS = ERROR_METRICS * COST_METRICS, FRONT_METRICS = ERROR_METRICS + COST_METRICS };

/* Whether a design of a slice counts. */
typedef bool gather_accepts(void *context, const struct results *slice, size_t design);

/* Told of a design and the number of its group; false with `err` set ends gather_add(). */
typedef bool gather_each(void *context, const struct results *slice, size_t design, size_t group, struct error *err);

/* What to gather; all zero: the fronts of every pair of metrics and all ranges, of every design. */
struct gather_scope {
  gather_accepts *accepts; /* NULL: every design counts */
  gather_accepts *within;  /* which of these may be in fronts; NULL: all */
  gather_each *each;       /* told of every design that counts; may be NULL */
  void *context;           /* of all three */
  bool one_pair;           /* only these two metrics, and only designs that have both: */
  enum error_metric error;
  enum cost_metric cost;
};

/* What the designs have between them in one metric: error_metric, or ERROR_METRICS + cost_metric. */
struct gather_range {
  size_t designs; /* that have a value (no NaN) */
  double least, most;
};

/* The designs of one function and one weight. */
struct gather_group {
  size_t function, weight; /* numbers, in order of appearance; SIZE_MAX: uniform */
  struct gather_range range[FRONT_METRICS];
  struct growing_front front[FRONT_PAIRS]; /* error * COST_METRICS + cost; designs by their number in the file */
};

struct gather {
  struct gather_scope scope;
  size_t group_count, group_capacity;
  struct gather_group *group; /* owned; in order of their first designs */
  size_t function_count, weight_count;
  struct gather_name *function, *weight; /* owned: what tells one function, and one weight, from another */
};

/* What tells functions (and weights) from one another: name and content. */
struct gather_name {
  char name[32];
  uint64_t hash;
  double lo, hi; /* a function's domain */
};

struct gather gather_create(const struct gather_scope *scope); /* NULL: all zero */
void gather_release(struct gather *gather);

/*
 * Add the designs of a slice, of which the first is number `first_design` of the whole. Slices may have functions and
 * weights of their own: equal ones (by name and content) are the same. Fails with ERROR_INTERNAL if memory runs out, or
 * as `each` does.
 */
bool gather_add(struct gather *gather, const struct results *slice, size_t first_design, struct error *err);

/*
 * Set tail->fronts and tail->ranges (replacing what they were) to what was gathered, functions and weights by their
 * numbers in `head`, in the order of front_fill(). `tail` may be `head`. Fails with ERROR_INTERNAL: memory, or a
 * function that the head does not have.
 */
bool gather_finish(const struct gather *gather, const struct results *head, struct results *tail, struct error *err);

/* The groups in the order of functions and weights, uniform first: an array to free(), or NULL if memory runs out. */
const struct gather_group **gather_sorted(const struct gather *gather);

#endif
