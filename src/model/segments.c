#include "model/segments.h"

enum { POWER_MAX = 30 };

/* 2^log2. Other exponents are those of a side without powers, which has no breakpoints. */
static int32_t power(int log2) { return log2 < 0 || log2 > POWER_MAX ? 1 : INT32_C(1) << log2; }

/* The exponents of the powers of two in a range of codes; empty if first > last. */
static struct code_range powers_within(struct code_range within) {
  struct code_range log2 = {0, POWER_MAX};
  while (log2.first <= POWER_MAX && power(log2.first) < within.first)
    log2.first++;
  while (log2.last >= 0 && power(log2.last) > within.last)
    log2.last--;
  return log2;
}

static struct code_range negated(struct code_range range) { return (struct code_range){-range.last, -range.first}; }

static int length(struct code_range range) { return range.first > range.last ? 0 : range.last - range.first + 1; }

int segments_most(enum segments segments, struct code_range within) {
  if (segments == SEGMENTS_UNIFORM)
    return length(within);
  return length(powers_within(within)) + (within.first <= 0 && within.last >= 0) +
         length(powers_within(negated(within)));
}

static bool is_uniform(const int32_t *breakpoint, int count) {
  if (count < 2)
    return true;
  const int64_t step = (int64_t)breakpoint[1] - breakpoint[0];
  if (step <= 0 || (step & (step - 1)) != 0 || breakpoint[0] % step != 0)
    return false;
  for (int i = 2; i < count; i++)
    if ((int64_t)breakpoint[i] - breakpoint[i - 1] != step)
      return false;
  return true;
}

/* Whether a breakpoint may be the next after another. */
static bool power2_follows(int64_t before, int64_t at) {
  if (before > 0)
    return at == 2 * before;
  return before < 0 && at < 0 ? before == 2 * at : at > before;
}

static bool is_power2(const int32_t *breakpoint, int count) {
  for (int i = 0; i < count; i++) {
    const int32_t magnitude = breakpoint[i] < 0 ? -breakpoint[i] : breakpoint[i];
    if ((magnitude & (magnitude - 1)) != 0 || (i > 0 && !power2_follows(breakpoint[i - 1], breakpoint[i])))
      return false;
  }
  return true;
}

bool segments_hold(enum segments segments, const int32_t *breakpoint, int count) {
  return segments == SEGMENTS_FREE ||
         (segments == SEGMENTS_UNIFORM ? is_uniform(breakpoint, count) : is_power2(breakpoint, count));
}

struct segments_walk segments_walk_of(enum segments segments, struct code_range within, int count) {
  /* A single breakpoint has no step: it is one of single codes. */
  return (struct segments_walk){
      .segments = segments, .within = within, .count = count, .log2 = count > 1 ? POWER_MAX : 0};
}

/* a / step, rounded up. */
static int64_t steps_up(int64_t a, int64_t step) { return a > 0 ? (a + step - 1) / step : -(-a / step); }

static bool next_uniform(struct segments_walk *walk, int32_t *breakpoint) {
  walk->first = walk->begun ? walk->first + 1 : walk->within.first;
  walk->begun = true;
  for (; walk->log2 >= 0; walk->log2--) {
    const int64_t step = power(walk->log2), least = steps_up(walk->within.first, step);
    walk->first = walk->first < least ? least : walk->first;
    if ((walk->first + walk->count - 1) * step <= walk->within.last) {
      for (int i = 0; i < walk->count; i++)
        breakpoint[i] = (int32_t)((walk->first + i) * step);
      return true;
    }
    walk->first = INT64_MIN;
  }
  return false;
}

/* Go on to the next numbers and places of powers; false after the last. */
static bool advance_power2(struct segments_walk *walk, struct code_range above, struct code_range below) {
  const int positive = walk->count - walk->zero - walk->negative;
  if (walk->begun) {
    if (positive > 0 && ++walk->positive_least + positive - 1 <= above.last)
      return true;
    walk->positive_least = above.first;
    if (walk->negative > 0 && ++walk->negative_least + walk->negative - 1 <= below.last)
      return true;
    if (++walk->zero > 1) {
      walk->zero = 0;
      walk->negative++;
    }
  }
  walk->begun = true;
  walk->negative_least = below.first;
  walk->positive_least = above.first;
  return walk->negative <= walk->count;
}

static bool power2_fits(const struct segments_walk *walk, struct code_range above, struct code_range below) {
  const int positive = walk->count - walk->zero - walk->negative;
  return positive >= 0 && (walk->zero == 0 || (walk->within.first <= 0 && walk->within.last >= 0)) &&
         (positive == 0 || walk->positive_least + positive - 1 <= above.last) &&
         (walk->negative == 0 || walk->negative_least + walk->negative - 1 <= below.last);
}

static bool next_power2(struct segments_walk *walk, int32_t *breakpoint) {
  const struct code_range above = powers_within(walk->within), below = powers_within(negated(walk->within));
  do {
    if (!advance_power2(walk, above, below))
      return false;
  } while (!power2_fits(walk, above, below));
  int i = 0;
  for (int n = walk->negative; n > 0; n--)
    breakpoint[i++] = -power(walk->negative_least + n - 1);
  if (walk->zero != 0)
    breakpoint[i++] = 0;
  for (int n = 0; i < walk->count; n++)
    breakpoint[i++] = power(walk->positive_least + n);
  return true;
}

bool segments_walk_next(struct segments_walk *walk, int32_t *breakpoint) {
  return walk->segments == SEGMENTS_UNIFORM ? next_uniform(walk, breakpoint) : next_power2(walk, breakpoint);
}
