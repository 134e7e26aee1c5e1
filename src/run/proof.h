/* Proven optima: the best possible error of one problem. */
#ifndef LUTDSE_RUN_PROOF_H
#define LUTDSE_RUN_PROOF_H

#include "exact/exact.h"
#include "store/metric.h"
#include "store/optimum.h"

/* What is to be proven. */
enum proof_scope {
  PROVE_NOTHING,
  PROVE_CHEAP, /* what takes little time: optima where proof_is_cheap(), else bounds where those are known */
  PROVE_ALL
};

/* Whether a proof takes little time: squared errors without limit or output stage, and no more than a table's
 * boundaries or tables so few that all are tried. */
bool proof_is_cheap(const struct spec *spec, const struct exact_goal *goal);
bool proof_in_scope(const struct spec *spec, const struct exact_goal *goal, enum proof_scope scope);

/* The goal of a metric, without limit. */
struct exact_goal proof_goal(enum error_metric metric);

/* About how much work a problem is, in the unit of search.h, for every entry count up to `entries`. */
double proof_work(const struct spec *spec, const struct exact_goal *goal, int entries, enum proof_scope scope);

/*
 * Prove the optima of a spec at the entry counts that `asked` says: the smallest error that any table of that size has,
 * after the output stage where there is one; none where no table keeps the goal's limit. Only found[n] of those are
 * set; with PROVE_CHEAP, bounds will do. Fails as exact_solve() does.
 */
bool proof_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 enum proof_scope scope, const bool asked[ENTRIES_MAX + 1], struct optimum found[ENTRIES_MAX + 1],
                 struct error *err);

/* The same for the spec's own entry count. */
bool proof_of(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
              enum proof_scope scope, struct optimum *optimum, struct error *err);

#endif
