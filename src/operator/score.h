/* Scoring an operator on vectors; what Softmax and LayerNorm have in common. */
#ifndef LUTDSE_OPERATOR_SCORE_H
#define LUTDSE_OPERATOR_SCORE_H

#include "operator/operator.h"

/* An operator as the scoring sees it. Its functions are called from several threads. */
struct operator_subject {
  const void *context;
  /* The outputs for codes at scale number `scale` of the settings; with ideal functions or with tables. */
  void (*run)(const void *context, int scale, enum operator_variant variant, const int32_t *q, int length,
              int32_t *out);
  /* The outputs in double precision for the numbers scale * q; their logarithms, too, where log_y is not NULL. */
  void (*exact)(const void *context, double scale, const int32_t *q, int length, double *y, double *log_y);
  int32_t out_least, out_most; /* the codes of its outputs */
};

/*
 * Fill in out->cases for out->kind and out->settings, which are complete. Fails if memory runs out; then there are no
 * cases.
 */
bool operator_score_cases(struct operator_score *out, const struct operator_subject *subject, struct error *err);

#endif
