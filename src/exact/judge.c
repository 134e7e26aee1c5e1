#include "exact/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Codes are judged in blocks that a compiler can vectorise; sums are kept in lanes, so their order is the source's. */
enum { BLOCK = 32, LANES_SUMMED = 4 };

/* The output stage's value, as evaluate() has it. Clamping before rounding leaves |t| < 2^32: 1.5 * 2^52 rounds it. */
static inline double staged(double y, double scale, double limit) {
  const double t = y / scale, low = t < -limit ? -limit : t, both = low > limit - 1 ? limit - 1 : low;
  return ((both + 0x1.8p52) - 0x1.8p52) * scale;
}

static double stage_limit(const struct judge *judge) { return ldexp(1, judge->output.bits - 1); }

bool judge_create(struct judge *judge, const struct spec *spec, const struct problem *problem,
                  const struct exact_goal *goal, struct error *err) {
  *judge = (struct judge){.problem = problem,
                          .objective = goal->objective,
                          .limit = goal->objective == EXACT_MSE ? goal->max_abs_limit : (double)INFINITY,
                          .output = spec->output};
  if (!codes_create(&judge->codes, spec, problem, err))
    return false;
  judge->nearest = malloc(judge->codes.count * sizeof *judge->nearest);
  if (judge->nearest == NULL)
    return error_memory(err, "codes");
  for (uint32_t i = 0; i < judge->codes.count; i++) {
    const double y = judge->codes.y[i];
    judge->farthest = fmax(judge->farthest, fabs(judge->codes.x[i]));
    judge->nearest[i] = spec->output.bits == 0 ? y : staged(y, spec->output.scale, stage_limit(judge));
  }
  return true;
}

void judge_free(struct judge *judge) {
  codes_free(&judge->codes);
  free(judge->nearest);
}

/* What a run has cost so far. */
struct tally {
  double sum[LANES_SUMMED];
  double largest;
};

static double tally_cost(const struct judge *judge, const struct tally *tally) {
  if (tally->largest > judge->limit)
    return INFINITY;
  if (judge->objective == EXACT_MAX_ABS)
    return tally->largest;
  return (tally->sum[0] + tally->sum[1]) + (tally->sum[2] + tally->sum[3]);
}

static void tally_add(struct tally *tally, const struct judge *judge, uint32_t first, uint32_t count,
                      const double *error) {
  const double *weight = &judge->codes.weight[first];
  double largest = tally->largest;
  for (uint32_t i = 0; i < count; i++)
    largest = error[i] > largest ? error[i] : largest;
  tally->largest = largest;
  if (judge->objective == EXACT_MAX_ABS)
    return;
  double term[BLOCK] = {0};
  if (judge->objective == EXACT_MSE)
    for (uint32_t i = 0; i < count; i++)
      term[i] = weight[i] * (error[i] * error[i]);
  else
    for (uint32_t i = 0; i < count; i++)
      term[i] = weight[i] * error[i];
  for (uint32_t i = 0; i < BLOCK; i += LANES_SUMMED)
    for (uint32_t lane = 0; lane < LANES_SUMMED; lane++)
      tally->sum[lane] += term[i + lane];
}

static void line_errors(const struct judge *judge, uint32_t first, uint32_t count, double slope, const double *bs,
                        double *error) {
  const struct codes *codes = &judge->codes;
  const double *factor = &codes->factor[first], *step = &codes->step[first], *y = &codes->y[first];
  const uint8_t *scale = &codes->scale[first];
  double output[BLOCK];
  for (uint32_t i = 0; i < count; i++)
    output[i] = (slope * factor[i] + bs[scale[i]]) * step[i];
  if (judge->output.bits != 0) {
    const double out = judge->output.scale, limit = stage_limit(judge);
    for (uint32_t i = 0; i < count; i++)
      output[i] = staged(output[i], out, limit);
  }
  for (uint32_t i = 0; i < count; i++)
    error[i] = fabs(output[i] - y[i]);
}

double judge_line(const struct judge *judge, uint32_t from, uint32_t to, int32_t slope, int32_t intercept,
                  double enough) {
  double bs[SCALE_MAX], error[BLOCK];
  unit_intercepts(judge->problem, intercept, bs);
  struct tally tally = {{0}, 0};
  const uint32_t end = judge->codes.start[to];
  for (uint32_t first = judge->codes.start[from]; first < end; first += BLOCK) {
    const uint32_t count = end - first < BLOCK ? end - first : BLOCK;
    line_errors(judge, first, count, (double)slope, bs, error);
    tally_add(&tally, judge, first, count, error);
    if (tally_cost(judge, &tally) >= enough)
      break;
  }
  return tally_cost(judge, &tally);
}

/* A bundle, and how much further out its lines' outputs may lie by rounding of doubles. */
struct fan {
  double low_slope, high_slope, low, high, pivot, margin;
};

static struct fan fan_of(const struct judge *judge, double pivot, const struct bundle *bundle, double reach) {
  const double step = judge->problem->line.slope_step;
  struct fan fan = {
      (double)bundle->slope[0] * step, (double)bundle->slope[1] * step, bundle->value[0], bundle->value[1], pivot, 0};
  const double steepest = fmax(fabs(fan.low_slope), fabs(fan.high_slope));
  const double highest = fmax(fabs(fan.low), fabs(fan.high));
  fan.margin = 0x1p-48 * (steepest * (reach + fabs(pivot)) + highest);
  return fan;
}

static void fan_errors(const struct judge *judge, uint32_t first, uint32_t count, const struct fan *fan,
                       double *error) {
  const struct codes *codes = &judge->codes;
  const double *x = &codes->x[first], *y = &codes->y[first], *slack = &codes->slack[first];
  const double *nearest = &judge->nearest[first];
  double low[BLOCK], high[BLOCK];
  for (uint32_t i = 0; i < count; i++) {
    const double off = x[i] - fan->pivot, a = fan->low_slope * off, b = fan->high_slope * off;
    low[i] = fan->low + (a < b ? a : b) - (slack[i] + fan->margin);
    high[i] = fan->high + (a < b ? b : a) + (slack[i] + fan->margin);
  }
  if (judge->output.bits != 0) {
    const double out = judge->output.scale, limit = stage_limit(judge);
    for (uint32_t i = 0; i < count; i++) {
      low[i] = staged(low[i], out, limit);
      high[i] = staged(high[i], out, limit);
    }
  }
  for (uint32_t i = 0; i < count; i++) {
    const double up = nearest[i] < low[i] ? low[i] : nearest[i], value = up > high[i] ? high[i] : up;
    error[i] = fabs(value - y[i]);
  }
}

double judge_bundle(const struct judge *judge, uint32_t from, uint32_t to, double pivot, const struct bundle *bundle,
                    double enough) {
  double error[BLOCK];
  const uint32_t begin = judge->codes.start[from], end = judge->codes.start[to];
  const double reach = judge->farthest;
  const struct fan fan = fan_of(judge, pivot, bundle, reach);
  struct tally tally = {{0}, 0};
  for (uint32_t first = begin; first < end; first += BLOCK) {
    const uint32_t count = end - first < BLOCK ? end - first : BLOCK;
    fan_errors(judge, first, count, &fan, error);
    tally_add(&tally, judge, first, count, error);
    if (tally_cost(judge, &tally) >= enough)
      break;
  }
  return tally_cost(judge, &tally);
}
