#include "operator/figures.h"

#include <math.h>

static void add_errors(struct operator_figures *sum, const struct operator_truth *truth, const int32_t *out,
                       double unit) {
  double square = 0, absolute = 0;
  for (int i = 0; i < truth->length; i++) {
    const double error = fabs(out[i] * unit - truth->y[i]);
    square += error * error;
    absolute += error;
    sum->max_abs = fmax(sum->max_abs, error);
  }
  sum->mse += square / truth->length;
  sum->mae += absolute / truth->length;
}

static int first_largest(const int32_t *out, int length) {
  int top = 0;
  for (int i = 1; i < length; i++)
    if (out[i] > out[top])
      top = i;
  return top;
}

/* Outputs that are all zero say nothing, which is what the uniform distribution says. */
static double divergence(const struct operator_truth *truth, const int32_t *out, int64_t total) {
  double sum = 0;
  for (int i = 0; i < truth->length; i++) {
    const double p = total == 0 ? 1.0 / truth->length : (double)out[i] / (double)total;
    if (p > 0)
      sum += p * (log(p) - truth->log_y[i]);
  }
  return fmax(sum, 0);
}

void figures_add(struct operator_figures *sum, const struct operator_truth *truth, const int32_t *out, int frac) {
  const double unit = ldexp(1, -frac);
  add_errors(sum, truth, out, unit);
  if (truth->log_y == NULL)
    return;
  int64_t total = 0;
  for (int i = 0; i < truth->length; i++)
    total += out[i];
  sum->sum_error += fabs((double)total * unit - 1);
  sum->top1 += first_largest(out, truth->length) == truth->top;
  sum->divergence += divergence(truth, out, total);
}

void figures_finish(struct operator_figures *sum, int vectors) {
  sum->mse /= vectors;
  sum->mae /= vectors;
  sum->sum_error /= vectors;
  sum->top1 /= vectors;
  sum->divergence /= vectors;
}
