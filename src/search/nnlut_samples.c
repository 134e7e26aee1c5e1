#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_weight.h"
#include "search/nnlut.h"
#include "search/sample_table.h"

/* The intervals that samples are the middles of. */
struct intervals {
  double lo, step;
  u32 count;
};

static double edge(const struct intervals *at, u32 j) { return at->lo + j * at->step; }

/* The weight of an interval, not normalised. */
static double weight_of(const struct spec *spec, const struct intervals *at, u32 j) {
  return spec->weight == NULL ? 1 : weight_mass(spec->weight, edge(at, j), edge(at, j + 1));
}

/* The sum of all weights; 0 if nothing of the weight is in the domain, as where only a code at its end has any. */
static double total_weight(const struct spec *spec, const struct intervals *at) {
  double total = 0;
  for (u32 j = 0; j < at->count; j++)
    total += weight_of(spec, at, j);
  return total >= CODE_WEIGHT_NOTHING ? total : 0;
}

/* A sum and what rounding has taken from it: prefix sums differ by their last digits where samples are many. */
struct sum {
  double value, lost;
};

static void add(struct sum *sum, double term) {
  const double next = sum->value + term, shadow = next - sum->value;
  sum->lost += (sum->value - (next - shadow)) + (term - shadow);
  sum->value = next;
}

static bool fill(const struct baseline_table *table, const struct spec *spec, const struct intervals *at, double total,
                 struct error *err) {
  const struct function *function = spec->function;
  struct sum sum[BASELINE_SUMS] = {{0, 0}};
  for (u32 j = 0; j < at->count; j++) {
    const double sample = at->lo + (j + 0.5) * at->step, y = function_value(function, sample);
    const double x = sample - table->view.origin, w = total > 0 ? weight_of(spec, at, j) / total : 1.0 / at->count;
    const char *flaw = function_value_flaw(y);
    if (flaw != NULL)
      return error_set(err, ERROR_INPUT, "function %s has %s at x = %.17g", function->name, flaw, sample);
    const double term[BASELINE_SUMS] = {w, w * x, w * y, w * x * x, w * x * y, w * y * y};
    double *after = table->doubles + ((size_t)j + 1) * BASELINE_SUMS;
    for (int s = 0; s < BASELINE_SUMS; s++) {
      add(&sum[s], term[s]);
      after[s] = sum[s].value + sum[s].lost;
    }
  }
  return true;
}

bool nnlut_tabulate(struct baseline_table *table, const struct spec *spec, const struct engine_settings *settings,
                    struct error *err) {
  const double lo = spec->function->lo, hi = spec->function->hi;
  const u32 count = (u32)settings->value[NNLUT_SAMPLES];
  const struct intervals at = {lo, (hi - lo) / count, count};
  memset(table, 0, sizeof *table);
  table->view.origin = (lo + hi) / 2;
  table->view.low = lo;
  table->view.high = hi;
  table->view.samples = count;
  table->double_count = ((size_t)count + 1) * BASELINE_SUMS;
  table->doubles = calloc(table->double_count, sizeof *table->doubles);
  if (table->doubles == NULL)
    return error_memory(err, "samples");
  if (fill(table, spec, &at, total_weight(spec, &at), err))
    return true;
  sample_table_free(table);
  return false;
}
