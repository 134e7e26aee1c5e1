#include "operator/operator.h"

#include <math.h>
#include <stdlib.h>

static const char *const kind_names[OPERATOR_KINDS] = {"softmax", "layernorm"};
static const char *const variant_names[OPERATOR_VARIANTS] = {"tables", "ideal", "output"};
static const char *const distribution_names[OPERATOR_DISTRIBUTIONS] = {"normal",   "laplace", "uniform",
                                                                       "outliers", "peaked",  "constant"};

const char *operator_kind_name(enum operator_kind kind) { return kind_names[kind]; }
const char *operator_variant_name(enum operator_variant variant) { return variant_names[variant]; }

const char *operator_distribution_name(size_t index) {
  return index < OPERATOR_DISTRIBUTIONS ? distribution_names[index] : NULL;
}

void operator_score_release(struct operator_score *score) {
  free(score->cases);
  score->cases = NULL;
  score->count = 0;
}

static bool is_chosen(const struct operator_case *at, const struct operator_choice *choice) {
  return (choice->length == 0 || choice->length == at->length) &&
         (choice->distribution < 0 || choice->distribution == (int)at->distribution) &&
         (choice->scale == 0 || choice->scale == at->scale);
}

static void add(struct operator_figures *total, const struct operator_figures *at) {
  total->mse += at->mse;
  total->mae += at->mae;
  total->max_abs = fmax(total->max_abs, at->max_abs);
  total->sum_error += at->sum_error;
  total->top1 += at->top1;
  total->divergence += at->divergence;
}

static void divide(struct operator_figures *total, double count) {
  total->mse /= count;
  total->mae /= count;
  total->sum_error /= count;
  total->top1 /= count;
  total->divergence /= count;
}

size_t operator_score_mean(const struct operator_score *score, struct operator_choice choice,
                           struct operator_figures figures[OPERATOR_VARIANTS]) {
  size_t count = 0;
  for (int v = 0; v < OPERATOR_VARIANTS; v++)
    figures[v] = (struct operator_figures){0};
  for (size_t i = 0; i < score->count; i++)
    if (is_chosen(&score->cases[i], &choice)) {
      count++;
      for (int v = 0; v < OPERATOR_VARIANTS; v++)
        add(&figures[v], &score->cases[i].figures[v]);
    }
  for (int v = 0; v < OPERATOR_VARIANTS && count > 0; v++)
    divide(&figures[v], (double)count);
  return count;
}
