/*
 * Adding up the errors of a run. Codes are judged in blocks that a compiler can vectorise, from both ends inwards,
 * where bad lines show first; sums are kept in lanes, so that their order is that of the source. Internal to
 * src/exact/.
 */
#ifndef LUTDSE_EXACT_TALLY_H
#define LUTDSE_EXACT_TALLY_H

#include "exact/judge.h"

enum { BLOCK = 32, LANES_SUMMED = 4 };

/* What evaluate() puts out for y. Clamped before it is rounded |t| is below 2^32, and adding 1.5 * 2^52 rounds it. */
static inline double staged(const struct judge *judge, double y) {
  const double limit = judge->output_limit;
  const double t = judge->output_inverse != 0 ? y * judge->output_inverse : y / judge->output.scale;
  const double up = t < -limit ? -limit : t, within = up > limit - 1 ? limit - 1 : up;
  return ((within + 0x1.8p52) - 0x1.8p52) * judge->output.scale;
}

/* What a run has cost so far. */
struct tally {
  double sum[LANES_SUMMED];
  double largest;
};

static inline double tally_cost(const struct judge *judge, const struct tally *tally) {
  if (tally->largest > judge->limit)
    return INFINITY;
  if (judge->objective == EXACT_MAX_ABS)
    return tally->largest;
  return (tally->sum[0] + tally->sum[1]) + (tally->sum[2] + tally->sum[3]);
}

/* Errors are those of `count` codes, and zero from there to BLOCK. */
static inline void tally_add(struct tally *tally, const struct judge *judge, uint32_t first, uint32_t count,
                             const double *error) {
  const double *weight = &judge->codes.weight[first];
  double term[BLOCK] = {0}, largest = tally->largest;
  for (uint32_t i = 0; i < BLOCK; i++)
    largest = error[i] > largest ? error[i] : largest;
  tally->largest = largest;
  if (judge->objective == EXACT_MAX_ABS)
    return;
  for (uint32_t i = 0; i < count; i++)
    term[i] = weight[i] * (judge->objective == EXACT_MSE ? error[i] * error[i] : error[i]);
  for (uint32_t i = 0; i < BLOCK; i += LANES_SUMMED)
    for (uint32_t lane = 0; lane < LANES_SUMMED; lane++)
      tally->sum[lane] += term[i + lane];
}

/* What the codes not looked at cost at least; less what the prefix sums may have lost. */
static inline double tally_rest(const struct judge *judge, uint32_t first, uint32_t end) {
  const double least = judge->floor[end] - judge->floor[first] - 1e-14 * judge->floor[judge->codes.count];
  return least > 0 ? least : 0;
}

/* Set the magnitudes of the errors of some codes. */
typedef void tally_errors(const struct judge *judge, uint32_t first, uint32_t count, const void *line, double *error);

/*
 * Add up a run until it costs `enough`, or at most so many blocks of it: the cost, or a bound below it. The more blocks
 * the better the bound.
 */
static inline double tally_run(const struct judge *judge, uint32_t from, uint32_t to, tally_errors *errors,
                               const void *line, double enough, uint32_t blocks) {
  struct tally tally = {{0}, 0};
  uint32_t first = judge->codes.start[from], end = judge->codes.start[to];
  for (bool front = true; first < end; front = !front) {
    const uint32_t count = end - first < BLOCK ? end - first : BLOCK, at = front ? first : end - count;
    double error[BLOCK] = {0};
    errors(judge, at, count, line, error);
    tally_add(&tally, judge, at, count, error);
    first += front ? count : 0;
    end -= front ? 0 : count;
    const double least = tally_cost(judge, &tally) + tally_rest(judge, first, end);
    if (least >= enough || --blocks == 0)
      return least;
  }
  return tally_cost(judge, &tally);
}

#endif
