/* Functions whose one half follows from the other, so that half a table is enough. */
#ifndef LUTDSE_MODEL_SYMMETRY_H
#define LUTDSE_MODEL_SYMMETRY_H

#include "model/function.h"

/*
 * For x <= 0: f(x) = sign * f(-x) + slope * x + intercept. Even functions have (1, 0, 0), odd ones (-1, 0, 0), sigmoid
 * (-1, 0, 1), gelu, silu, softplus and hswish (1, 1, 0). Slope and intercept are whole numbers from -1 to 1.
 */
struct symmetry {
  int sign;
  int slope, intercept;
};

/*
 * The symmetry of a function about 0, found by comparing both halves of its domain, which must be [-a, a]. False if
 * it has none.
 */
bool function_symmetry(const struct function *function, struct symmetry *out);

#endif
