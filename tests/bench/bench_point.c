#include "bench_point.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_chords.h"
#include "bench_spec.h"
#include "model/evaluate.h"
#include "model/problem.h"

struct bench_point {
  struct spec spec;
  enum bench_objective objective;
  struct problem *problem;     /* for lines */
  double *cost;                /* [from][to], negative where not solved yet */
  struct bench_chords *chords; /* for chords */
};

static bool prepare(struct bench_point *point, struct error *err) {
  if (point->objective == BENCH_CHORDS) {
    point->chords = bench_chords_create(&point->spec);
    return point->chords != NULL || error_memory(err, "samples");
  }
  point->problem = problem_create(&point->spec, err);
  if (point->problem == NULL)
    return false;
  const size_t cells = (size_t)point->problem->line.bounds * point->problem->line.bounds;
  point->cost = malloc(cells * sizeof *point->cost);
  if (point->cost == NULL)
    return error_memory(err, "costs");
  for (size_t i = 0; i < cells; i++)
    point->cost[i] = -1;
  return true;
}

struct bench_point *bench_point_create(const char *function, int entries, enum bench_objective objective,
                                       char why[256]) {
  struct error err = {.text = ""};
  struct bench_point *point = calloc(1, sizeof *point);
  if (point != NULL) {
    point->objective = objective;
    if (bench_spec(&point->spec, function, entries, &err) && prepare(point, &err))
      return point;
  }
  (void)snprintf(why, 256, "%.255s", point == NULL ? "out of memory" : err.text);
  bench_point_free(point);
  return NULL;
}

void bench_point_free(struct bench_point *point) {
  if (point == NULL)
    return;
  problem_free(point->problem);
  free(point->cost);
  bench_chords_free(point->chords);
  free(point);
}

void bench_point_range(const struct bench_point *point, double *least, double *most) {
  *least = point->spec.function->lo;
  *most = point->spec.function->hi;
  if (point->objective == BENCH_CHORDS)
    bench_chords_range(point->chords, least, most);
}

static void sort_boundaries(uint32_t *boundary, int count) {
  for (int i = 1; i < count; i++) {
    const uint32_t taken = boundary[i];
    int at = i;
    for (; at > 0 && boundary[at - 1] > taken; at--)
      boundary[at] = boundary[at - 1];
    boundary[at] = taken;
  }
}

/* The nearest candidates. */
static void boundaries_of(const struct bench_point *point, const double *breakpoints,
                          uint32_t boundary[ENTRIES_MAX - 1]) {
  const double finest = scale_set_finest(&point->spec.scales), last = (double)(point->problem->line.bounds - 2);
  for (int i = 0; i < point->spec.entries - 1; i++) {
    const double number = rint(breakpoints[i] / finest) - (double)point->problem->first_candidate + 1;
    boundary[i] = (uint32_t)fmin(fmax(number, 1), last);
  }
  sort_boundaries(boundary, point->spec.entries - 1);
}

static double entry_cost(struct bench_point *point, uint32_t from, uint32_t to) {
  const struct problem *problem = point->problem;
  double *cost = &point->cost[(size_t)from * problem->line.bounds + to];
  if (*cost < 0)
    *cost = fmax(0, entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost);
  return *cost;
}

double bench_point_cost(struct bench_point *point, const double *breakpoints) {
  if (point->objective == BENCH_CHORDS)
    return bench_chords_cost(point->chords, breakpoints);
  uint32_t boundary[ENTRIES_MAX - 1], from = 0;
  boundaries_of(point, breakpoints, boundary);
  double total = 0;
  for (int i = 0; i < point->spec.entries - 1; i++) {
    total += entry_cost(point, from, boundary[i]);
    from = boundary[i];
  }
  return total + entry_cost(point, from, point->problem->line.bounds - 1);
}

double bench_point_mse(const struct bench_point *point, const double *breakpoints) {
  if (point->objective == BENCH_CHORDS)
    return bench_chords_mse(point->chords, breakpoints);
  uint32_t boundary[ENTRIES_MAX - 1];
  struct design design;
  struct score score;
  boundaries_of(point, breakpoints, boundary);
  problem_design(point->problem, boundary, point->spec.entries, &design);
  evaluate(&point->spec, &design, &score);
  return score.exact.mse;
}
