#include <math.h>

#include "exact/tally.h"

enum { BLOCKS_AT_ENDS = 4 };

/* A bundle as real numbers, and how much further out its lines' outputs may lie by rounding of doubles. */
struct fan {
  double low_slope, high_slope, low, high, pivot, margin;
};

static struct fan fan_of(const struct judge *judge, double pivot, const struct bundle *bundle) {
  const double step = judge->problem->line.slope_step;
  struct fan fan = {
      (double)bundle->slope[0] * step, (double)bundle->slope[1] * step, bundle->value[0], bundle->value[1], pivot, 0};
  const double steepest = fmax(fabs(fan.low_slope), fabs(fan.high_slope));
  const double highest = fmax(fabs(fan.low), fabs(fan.high));
  fan.margin = 0x1p-48 * (steepest * (judge->farthest + fabs(pivot)) + highest);
  if (judge->codes.turn != NULL)
    fan.margin += 0x1p-48 * (judge->farthest + 1);
  return fan;
}

/* What the unit makes of what half a table puts out, or one that sees codes of several ranges. */
static void unfold(const struct codes *codes, uint32_t first, uint32_t count, double *low, double *high) {
  for (uint32_t i = 0; i < count; i++) {
    const double shift = codes->shift[first + i] * codes->step[first + i], turn = codes->turn[first + i];
    const double from = turn * low[i], to = turn * high[i];
    low[i] = shift + (turn < 0 ? to : from);
    high[i] = shift + (turn < 0 ? from : to);
  }
}

static void fan_errors(const struct judge *judge, uint32_t first, uint32_t count, const void *line, double *error) {
  const struct fan *fan = line;
  const struct codes *codes = &judge->codes;
  const double *x = &codes->x[first], *y = &codes->y[first], *slack = &codes->slack[first];
  const double *nearest = &judge->nearest[first];
  double low[BLOCK], high[BLOCK];
  for (uint32_t i = 0; i < count; i++) {
    const double off = x[i] - fan->pivot, a = fan->low_slope * off, b = fan->high_slope * off;
    low[i] = fan->low + (a < b ? a : b) - (slack[i] + fan->margin);
    high[i] = fan->high + (a < b ? b : a) + (slack[i] + fan->margin);
  }
  if (codes->turn != NULL)
    unfold(codes, first, count, low, high);
  if (judge->output.bits != 0)
    for (uint32_t i = 0; i < count; i++) {
      low[i] = staged(judge, low[i]);
      high[i] = staged(judge, high[i]);
    }
  for (uint32_t i = 0; i < count; i++) {
    const double up = nearest[i] < low[i] ? low[i] : nearest[i], value = up > high[i] ? high[i] : up;
    error[i] = fabs(value - y[i]);
  }
}

double judge_bundle(const struct judge *judge, uint32_t from, uint32_t to, double pivot, const struct bundle *bundle,
                    double enough, bool ends) {
  const struct fan fan = fan_of(judge, pivot, bundle);
  return tally_run(judge, from, to, fan_errors, &fan, enough, ends ? BLOCKS_AT_ENDS : UINT32_MAX);
}

/* Sums of a tangent: the cost in the middle, and how it changes with the value at the pivot and with the slope. */
struct tangent {
  double cost, by_value, by_slope;
};

/* How much the error of a code weighs of which the table's is 1. */
static double tangent_weight(const struct codes *codes, uint32_t i, bool square) {
  const double turn = codes->turn != NULL ? fabs(codes->turn[i]) : 1;
  return codes->weight[i] * (square ? turn * turn : turn);
}

/* Errors less than what rounding may take away count as none, and as that much less: that is convex as well. */
static struct tangent tangent_of(const struct judge *judge, uint32_t first, uint32_t end, const struct fan *fan) {
  const struct codes *codes = &judge->codes;
  const double slope = (fan->low_slope + fan->high_slope) / 2, middle = (fan->low + fan->high) / 2;
  struct tangent sums = {0, 0, 0};
  for (uint32_t i = first; i < end; i++) {
    const double off = codes->x[i] - fan->pivot, error = middle + slope * off - codes->target[i];
    const double rest = fabs(error) - (codes->slack[i] + fan->margin), counts = rest > 0 ? rest : 0;
    const bool square = judge->objective == EXACT_MSE;
    const double weight = tangent_weight(codes, i, square);
    const double change = rest > 0 ? (square ? 2 * counts : 1) * weight * (error > 0 ? 1 : -1) : 0;
    sums.cost += weight * (square ? counts * counts : counts);
    sums.by_value += change;
    sums.by_slope += change * off;
  }
  return sums;
}

double judge_tangent(const struct judge *judge, uint32_t from, uint32_t to, double pivot, const struct bundle *bundle) {
  if (judge->objective == EXACT_MAX_ABS || judge->output.bits != 0)
    return 0;
  const struct fan fan = fan_of(judge, pivot, bundle);
  const struct tangent sums = tangent_of(judge, judge->codes.start[from], judge->codes.start[to], &fan);
  return sums.cost - fabs(sums.by_value) * (fan.high - fan.low) / 2 -
         fabs(sums.by_slope) * (fan.high_slope - fan.low_slope) / 2;
}
