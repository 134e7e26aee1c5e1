/* Comparing one design's figures. */
#include <stdio.h>
#include <string.h>

#include "run/verify.h"
#include "store/metric.h"

/* Far more than sums of squares lose to rounding, far less than two different designs differ by. */
static const double rounding = 1e-9;

struct comparison {
  struct verify *verify;
  const struct point *point;
  size_t row, differences;
};

void verify_tell(struct verify *verify, const struct verify_difference *difference) {
  verify->summary->differences++;
  if (verify->observer->difference != NULL)
    verify->observer->difference(verify->observer->context, difference);
}

static void tell(struct comparison *at, const char *table, const char *column, double stored, double found) {
  struct verify_difference difference = {.table = table, .row = at->row, .stored = stored, .found = found};
  (void)snprintf(difference.point, sizeof difference.point, "%s", at->point->id.hex);
  (void)snprintf(difference.function, sizeof difference.function, "%s", at->point->spec.function->name);
  (void)snprintf(difference.column, sizeof difference.column, "%s", column);
  at->differences++;
  verify_tell(at->verify, &difference);
}

/* Bit for bit: neither are two zeros of different sign the same. */
static void compare(struct comparison *at, const char *table, const char *column, double stored, double found) {
  if (memcmp(&stored, &found, sizeof stored) != 0)
    tell(at, table, column, stored, found);
}

/* `end` follows the name of each column. */
static void compare_errors(struct comparison *at, const char *table, const char *end, const struct errors *stored,
                           const struct errors *found) {
  const struct {
    const char *name;
    double stored, found;
  } figures[] = {
      {"mse", stored->mse, found->mse}, {"mae", stored->mae, found->mae}, {"max_abs", stored->max_abs, found->max_abs}};
  for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
    char column[64];
    (void)snprintf(column, sizeof column, "%s%s", figures[i].name, end);
    compare(at, table, column, figures[i].stored, figures[i].found);
  }
}

static void compare_scale(struct comparison *at, const struct score *stored, const struct score *found, int s) {
  char end[48], name[64];
  (void)snprintf(end, sizeof end, " at scale %.9g", at->point->spec.scales.scale[s]);
  (void)snprintf(name, sizeof name, "codes%s", end);
  if (stored->codes[s] != found->codes[s])
    tell(at, "/errors", name, (double)stored->codes[s], (double)found->codes[s]);
  compare_errors(at, "/errors", end, &stored->exact_at[s], &found->exact_at[s]);
  (void)snprintf(end, sizeof end, "_requantised at scale %.9g", at->point->spec.scales.scale[s]);
  compare_errors(at, "/errors", end, &stored->requantised_at[s], &found->requantised_at[s]);
}

static void compare_cost(struct comparison *at, const struct cost *stored, const struct cost *found) {
  static const char table[] = "/designs";
  compare(at, table, "area_ge", stored->area_ge, found->area_ge);
  compare(at, table, "area_um2", stored->area_um2, found->area_um2);
  compare(at, table, "energy_pj", stored->energy_pj, found->energy_pj);
  compare(at, table, "power_mw", stored->power_mw, found->power_mw);
  compare(at, table, "delay_ns", stored->delay_ns, found->delay_ns);
}

/* The reader has checked the gap that is stored; here it is the design that may be better than is possible. */
static void compare_optimum(struct comparison *at, const struct optimum *optimum, const struct score *found) {
  const double figure = score_error(found, point_metric(at->point));
  if (optimum->kind != OPTIMUM_NONE && figure < optimum->value * (1 - rounding))
    tell(at, "/points", "optimum", optimum->value, figure);
}

size_t verify_design(struct verify *verify, const struct results *slice, size_t design, size_t row,
                     const struct refigured *found) {
  const struct scored_design *const stored = &slice->designs[design];
  struct comparison at = {verify, &slice->points[stored->point], row, 0};
  compare_errors(&at, "/designs", "", &stored->score.exact, &found->score.exact);
  compare_errors(&at, "/designs", "_requantised", &stored->score.requantised, &found->score.requantised);
  for (int s = 0; s < at.point->spec.scales.count; s++)
    compare_scale(&at, &stored->score, &found->score, s);
  compare_cost(&at, &stored->cost, &found->cost);
  compare_optimum(&at, &slice->outcomes[stored->point].optimum, &found->score);
  return at.differences;
}
