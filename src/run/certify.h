/*
 * How far a sweep's designs are from the best possible: every distinct problem is solved exactly, once, for all the
 * entry counts that its points have, and its points are told their optimum. Designs are not touched.
 */
#ifndef LUTDSE_RUN_CERTIFY_H
#define LUTDSE_RUN_CERTIFY_H

#include "run/proof.h"
#include "store/parts.h"

struct certify_progress {
  size_t problems, done; /* to be solved; solved */
  size_t points;         /* whose optimum is known now, and was not */
  double seconds;        /* since it began */
  double share;          /* of the work that is done, 0 ... 1 */
};

struct certify_request {
  enum proof_scope scope;
  struct exact_resources with; /* without a device, problems are solved side by side on the host's threads */
  const bool *wanted;          /* per point: whether it matters; NULL: all do */
  const struct parts *parts;   /* where finished proofs are kept until the whole is written; NULL: nowhere */
  bool keep_at_once;           /* after every proof; else now and then */
  /* One call at a time, but not always by the same thread; each may be NULL. */
  void *context;
  void (*progress)(void *context, const struct certify_progress *progress); /* after every problem */
  bool (*stop)(void *context);                                              /* asked before every problem */
};

/* Whether certify() has a problem to solve. */
bool certify_pending(const struct results *results, enum proof_scope scope);

/*
 * Make the optima of all points of one problem agree, solve what is pending, and set optima. True when all is solved or
 * a stop was asked for (progress->done tells); what is proven by then is in `results` and, after a stop or a failure,
 * in the parts. Fails as exact_solve() and parts_add() do; with ERROR_INTERNAL if a design is better than a proven
 * optimum by more than rounding explains. With PROVE_NOTHING nothing is touched.
 */
bool certify(struct results *results, const struct certify_request *request, struct certify_progress *progress,
             struct error *err);

#endif
