/*
 * How far a sweep's designs are from the best possible: every distinct problem is solved exactly, once, for all the
 * entry counts that its points have, and its points are told their optimum. Designs are not touched.
 */
#ifndef LUTDSE_RUN_CERTIFY_H
#define LUTDSE_RUN_CERTIFY_H

#include "run/ledger.h"
#include "run/proof.h"
#include "run/proof_log.h"
#include "store/posed.h"

struct certify_progress {
  size_t problems, done; /* to be solved; solved */
  size_t points;         /* whose optimum is known now, and was not */
  double seconds;        /* since it began */
  double share;          /* of the work that is done, 0 ... 1 */
};

/* The points that are to be told their optima. */
struct certify_subject {
  struct ledger *ledger;     /* all of them searched; optima are set here */
  const struct posed *posed; /* their problems, grouped */
  /* Fill in a point, whose function and weight stay. Called by one thread at a time. */
  bool (*point)(void *context, size_t index, struct point *out, struct error *err);
  void *context;
};

struct certify_request {
  enum proof_scope scope;
  struct exact_resources with; /* without a device, problems are solved side by side on the host's threads */
  struct proof_log *log;       /* where finished proofs are kept until the whole is written; NULL: nowhere */
  bool keep_at_once;           /* after every proof; else now and then */
  /* One call at a time, but not always by the same thread; each may be NULL. */
  void *context;
  void (*progress)(void *context, const struct certify_progress *progress); /* after every problem */
  bool (*stop)(void *context);                                              /* asked before every problem */
};

/* Whether certify() has a problem to solve. Fails as subject->point() does. */
bool certify_pending(const struct certify_subject *subject, enum proof_scope scope, bool *pending, struct error *err);

/*
 * Make the optima of all points of one problem agree, solve what is pending, and set optima. True when all is solved or
 * a stop was asked for (progress->done tells); what is proven by then is in the ledger and, after a stop or a failure,
 * in the log. Fails as exact_solve() and the log do; with ERROR_INTERNAL if a design is better than a proven optimum by
 * more than rounding explains. With PROVE_NOTHING optima only agree: searches may have proven some themselves.
 */
bool certify(const struct certify_subject *subject, const struct certify_request *request,
             struct certify_progress *progress, struct error *err);

#endif
