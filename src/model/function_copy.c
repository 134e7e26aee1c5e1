#include <string.h>

#include "model/function.h"

/* Compile or copy what the function computes; its description comes after. */
static bool copy_content(struct function *out, const struct function *from, struct error *err) {
  const double *x, *y;
  const size_t samples = function_samples(from, &x, &y);
  if (samples > 0)
    return function_from_samples(out, from->name, x, y, samples, err);
  if (from->expression != NULL)
    return function_from_expression(out, from->name, from->formula, from->lo, from->hi, err);
  *out = *from;
  return true;
}

bool function_copy(struct function *out, const struct function *from, struct error *err) {
  if (!copy_content(out, from, err))
    return false;
  memcpy(out->name, from->name, sizeof out->name);
  memcpy(out->formula, from->formula, sizeof out->formula);
  out->lo = from->lo;
  out->hi = from->hi;
  out->left = from->left;
  out->right = from->right;
  return true;
}
