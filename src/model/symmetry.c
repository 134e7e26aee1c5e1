#include "model/symmetry.h"

#include <math.h>

enum { PROBES = 257 };

/* How far the halves may differ, relative to the larger value: rounding of the function's own arithmetic. */
static const double tolerance = 1e-12;

static bool holds(const struct function *function, const struct symmetry *symmetry) {
  for (int i = 0; i < PROBES; i++) {
    const double u = function->hi * i / (PROBES - 1);
    const double above = function_value(function, u), below = function_value(function, -u);
    const double expected = symmetry->sign * above - symmetry->slope * u + symmetry->intercept;
    if (!(fabs(below - expected) <= tolerance * fmax(1, fmax(fabs(above), u))))
      return false;
  }
  return true;
}

bool function_symmetry(const struct function *function, struct symmetry *out) {
  if (function->lo != -function->hi)
    return false;
  for (int sign = -1; sign <= 1; sign += 2)
    for (int slope = -1; slope <= 1; slope++)
      for (int intercept = -1; intercept <= 1; intercept++) {
        const struct symmetry symmetry = {sign, slope, intercept};
        if (holds(function, &symmetry)) {
          *out = symmetry;
          return true;
        }
      }
  return false;
}
