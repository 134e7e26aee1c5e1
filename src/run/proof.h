/* Proven optima: the best possible error of one problem. */
#ifndef LUTDSE_RUN_PROOF_H
#define LUTDSE_RUN_PROOF_H

#include "exact/exact.h"
#include "store/metric.h"
#include "store/optimum.h"

/* What is to be proven. */
enum proof_scope {
  PROVE_NOTHING,
  PROVE_CHEAP, /* what proof_is_cheap() */
  PROVE_ALL
};

/* Whether a proof takes little time: no output stage, and a table of costs is of ordinary size. */
bool proof_is_cheap(const struct spec *spec);
bool proof_in_scope(const struct spec *spec, enum proof_scope scope);

/* About how much work a problem is, in the unit of search.h, for every entry count up to `entries`. */
double proof_work(const struct spec *spec, int entries);

/*
 * Prove the optima of a spec at the entry counts that `asked` says: the smallest error in a metric, after the output
 * stage where there is one, of any table of that size. Only found[n] of those are set. Fails as exact_solve() does.
 */
bool proof_solve(const struct exact_resources *with, const struct spec *spec, enum error_metric metric,
                 const bool asked[ENTRIES_MAX + 1], struct optimum found[ENTRIES_MAX + 1], struct error *err);

/* The same for the spec's own entry count. */
bool proof_of(const struct exact_resources *with, const struct spec *spec, enum error_metric metric,
              struct optimum *optimum, struct error *err);

#endif
