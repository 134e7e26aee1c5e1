#include "cli/optimum_print.h"

#include <math.h>
#include <stdio.h>

static void gap_text(double gap, char *text, size_t size) {
  if (isnan(gap))
    (void)snprintf(text, size, "-");
  else if (isinf(gap))
    (void)snprintf(text, size, "inf");
  else if (gap >= 9)
    (void)snprintf(text, size, "x %.3g", gap + 1);
  else if (gap == 0 || fabs(gap) >= 5e-6)
    (void)snprintf(text, size, "%.*f %%", gap == 0 ? 0 : fabs(gap) < 1e-4 ? 4 : fabs(gap) < 0.1 ? 2 : 0, 100 * gap);
  else
    (void)snprintf(text, size, "%.1e %%", 100 * gap);
}

void optimum_gap_text(const struct optimum *optimum, double gap, char *text, size_t size) {
  char plain[32];
  gap_text(optimum->kind == OPTIMUM_NONE ? (double)NAN : gap, plain, sizeof plain);
  (void)snprintf(text, size, "%s%s", optimum->kind == OPTIMUM_BOUND && gap > 0 ? "<= " : "", plain);
}

void optimum_census_text(const struct optimum_census *census, char *text, size_t size) {
  char worst[32], mean[32], bounds[64] = "";
  if (census->bounded > 0)
    (void)snprintf(bounds, sizeof bounds, ", bounds for %zu", census->bounded);
  if (census->proven == 0) {
    (void)snprintf(text, size, "optima proven for none of %zu points%s", census->points, bounds);
    return;
  }
  gap_text(census->worst_gap, worst, sizeof worst);
  gap_text(census->mean_gap, mean, sizeof mean);
  (void)snprintf(text, size, "optima proven for %zu of %zu points%s; %zu reached; gap: worst %s, mean %s",
                 census->proven, census->points, bounds, census->reached, worst, mean);
}

json_t *optimum_json_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

json_t *optimum_json(const char *objective, const struct optimum *optimum, double gap) {
  if (optimum->kind == OPTIMUM_NONE)
    return json_null();
  return json_pack("{s:s, s:f, s:s, s:o}", "objective", objective, "value", optimum->value, "kind",
                   optimum_kind_name(optimum->kind), "gap", optimum_json_number(gap));
}

json_t *optimum_census_json(const struct optimum_census *census) {
  return json_pack("{s:I, s:I, s:I, s:o, s:o}", "proven", (json_int_t)census->proven, "bounded",
                   (json_int_t)census->bounded, "reached", (json_int_t)census->reached, "worst_gap",
                   optimum_json_number(census->worst_gap), "mean_gap", optimum_json_number(census->mean_gap));
}
