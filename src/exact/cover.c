#include "exact/cover.h"

#include <math.h>

#include "parallel.h"

enum { TRIALS_MAX = 1000 };

/* Fractions of a step of a bisection below which the candidates themselves are tried. */
static const double close_enough = 0x1p-30;

/* One attempt to cover all codes with entries whose errors keep a tolerance. */
struct cover {
  const struct judge *judge;
  double tolerance;
  double next; /* no table covers at a tolerance between the one tried and this */
  uint32_t boundary[ENTRIES_MAX + 1];
};

/* Whether an entry keeps the tolerance; if not, with what tolerance it would. */
static bool keeps(const struct cover *cover, uint32_t from, uint32_t to, double *needed) {
  const struct best_line line = best_line(cover->judge, from, to, INFINITY);
  *needed = line.bound;
  return line.cost <= cover->tolerance;
}

/* The farthest boundary below the last at which an entry may end; `from` if not even the next one is. */
static uint32_t farthest(struct cover *cover, uint32_t from) {
  const uint32_t last = cover->judge->codes.bounds - 2;
  double needed, failed = INFINITY;
  uint32_t good = from, bad = last + 1, step = 1;
  /* Errors of runs grow with them: gallop, then bisect. */
  while (good < last && bad == last + 1) {
    const uint32_t to = last - good < step ? last : good + step;
    if (keeps(cover, from, to, &needed)) {
      good = to;
      step *= 2;
    } else {
      bad = to;
      failed = needed;
    }
  }
  while (bad - good > 1 && good < last) {
    const uint32_t to = good + (bad - good) / 2;
    if (keeps(cover, from, to, &needed)) {
      good = to;
    } else {
      bad = to;
      failed = needed;
    }
  }
  cover->next = fmin(cover->next, failed);
  return good;
}

/* Cover greedily: an entry that ends farther leaves fewer codes to the others. */
static bool cover_all(struct cover *cover, int entries) {
  const uint32_t end = cover->judge->codes.bounds - 1;
  double needed;
  cover->next = INFINITY;
  cover->boundary[0] = 0;
  cover->boundary[entries] = end;
  for (int i = 1; i < entries; i++) {
    cover->boundary[i] = farthest(cover, cover->boundary[i - 1]);
    if (cover->boundary[i] == 0) /* the first entry has codes that do not keep the tolerance */
      return false;
  }
  if (keeps(cover, cover->boundary[entries - 1], end, &needed))
    return true;
  cover->next = fmin(cover->next, needed);
  return false;
}

struct bisection {
  const struct judge *largest, *judge;
  struct tables *tables;
  double limit;
};

/* A tolerance to try: between what is proven and what is reached, in the end the least that is not excluded. */
static double tolerance_between(double low, double high) {
  const double middle = low + (high - low) / 2;
  return high - low <= close_enough * high || !(middle < high) ? low : middle;
}

static void solve_count(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct bisection *bisection = context;
  struct tables *tables = bisection->tables;
  const int n = ENTRIES_MIN + (int)index;
  struct cover cover = {.judge = bisection->largest};
  for (int trial = 0; trial < TRIALS_MAX && tables->bound[n] < tables->value[n]; trial++) {
    cover.tolerance =
        tables->value[n] < (double)INFINITY ? tolerance_between(tables->bound[n], tables->value[n]) : 0x1p1000;
    if (cover_all(&cover, n))
      tables_offer(tables, bisection->judge, n, cover.boundary);
    else if (cover.next > tables->bound[n])
      tables->bound[n] = fmin(cover.next, tables->value[n]);
    else
      break; /* an entry's line was left unproven */
  }
}

void cover_solve(const struct judge *judge, unsigned threads, struct tables *tables) {
  struct bisection bisection = {judge, judge, tables, INFINITY};
  parallel_for(threads, tables_count(tables), solve_count, &bisection);
}

static void cover_count(void *context, size_t index, unsigned thread) {
  (void)thread;
  const struct bisection *bisection = context;
  struct tables *tables = bisection->tables;
  const int n = ENTRIES_MIN + (int)index;
  struct cover cover = {.judge = bisection->largest, .tolerance = bisection->limit};
  if (tables->value[n] < (double)INFINITY)
    return;
  if (cover_all(&cover, n))
    tables_offer(tables, bisection->judge, n, cover.boundary);
  else if (cover.next > bisection->limit)
    tables->bound[n] = INFINITY;
}

void cover_within(const struct judge *largest, const struct judge *judge, double limit, unsigned threads,
                  struct tables *tables) {
  struct bisection bisection = {largest, judge, tables, limit};
  parallel_for(threads, tables_count(tables), cover_count, &bisection);
}
