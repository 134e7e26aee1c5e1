#include "model/function.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <xxhash.h>

#include "model/expression.h"
#include "model/samples.h"

double function_value(const struct function *function, double x) {
  if (function->expression != NULL)
    return expression_value(function->expression, x);
  if (function->samples != NULL)
    return samples_value(function->samples, x);
  return function->builtin(x);
}

const char *function_value_flaw(double y) {
  if (!isfinite(y))
    return "no finite value";
  return fabs(y) > 0x1p60 ? "a value beyond 2^60" : NULL;
}

size_t function_samples(const struct function *function, const double **x, const double **y) {
  *x = *y = NULL;
  return function->samples != NULL ? samples_get(function->samples, x, y) : 0;
}

unsigned long long function_hash(const struct function *function) {
  /* Fixed-size and zero-padded, so that equal content means equal bytes. */
  struct {
    char kind[16];
    char formula[sizeof function->formula];
    double number[8];
    uint64_t samples;
  } content;
  memset(&content, 0, sizeof content);
  const char *kind = function->expression != NULL ? "expression" : function->samples != NULL ? "samples" : "builtin";
  memcpy(content.kind, kind, strlen(kind));
  /* A function is what it computes, whatever it is called: a sweep may rename a built-in one. */
  const char *text = function->formula;
  if (function->samples == NULL)
    memcpy(content.formula, text, strlen(text));
  else
    content.samples = samples_hash(function->samples);
  const struct tail *left = &function->left, *right = &function->right;
  const double number[8] = {function->lo,
                            function->hi,
                            left->present ? 1 : 0,
                            left->present ? left->slope : 0,
                            left->present ? left->intercept : 0,
                            right->present ? 1 : 0,
                            right->present ? right->slope : 0,
                            right->present ? right->intercept : 0};
  /* Adding zero turns -0 into +0: the two are one number. */
  for (int i = 0; i < 8; i++)
    content.number[i] = number[i] + 0.0;
  return XXH3_64bits(&content, sizeof content);
}

void function_release(struct function *function) {
  if (function->expression != NULL)
    expression_release(function->expression);
  if (function->samples != NULL)
    samples_release(function->samples);
  function->expression = NULL;
  function->samples = NULL;
}
