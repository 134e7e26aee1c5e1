#include "bench_spec.h"

#include <math.h>

enum { SCALES = 7 };

bool bench_spec(struct spec *spec, const char *function, int entries, struct error *err) {
  *spec = (struct spec){.function = function_find(function),
                        .in_bits = 8,
                        .scales = {.count = SCALES},
                        .slope = {8, 6},
                        .intercept = {8, 6},
                        .tails = TAILS_FREE,
                        .entries = entries};
  if (spec->function == NULL)
    return error_set(err, ERROR_INPUT, "no function '%s'; 'lutdse functions' lists them", function);
  for (int s = 0; s < SCALES; s++)
    spec->scales.scale[s] = ldexp(1, -s);
  return spec_check(spec, err);
}
