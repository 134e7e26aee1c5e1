#include <math.h>

#include "operator/operator.h"

enum { SAMPLES = 257 };

/* Samples joined by straight lines are as near as that to what they were taken of; different functions are not. */
static const double tolerance = 1e-3;

static bool is_function(const struct function *f, const struct function *wanted) {
  double most = 0, off = 0;
  for (int i = 0; i < SAMPLES; i++) {
    const double x = f->lo + (f->hi - f->lo) * i / (SAMPLES - 1);
    const double y = function_value(wanted, x);
    most = fmax(most, fabs(y));
    off = fmax(off, fabs(function_value(f, x) - y));
    if (!isfinite(y))
      return false;
  }
  return off <= tolerance * most;
}

bool operator_table_check(const struct operator_table *table, const char *function, struct error *err) {
  const struct function *const given = table->spec->function, *const wanted = function_find(function);
  if (!is_function(given, wanted))
    return error_set(err, ERROR_INPUT, "the table is one of %s (%s), but one of %s (%s) is needed", given->name,
                     given->formula, wanted->name, wanted->formula);
  return true;
}
