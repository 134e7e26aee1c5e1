#include "exact/coarse.h"

#include <math.h>
#include <stdlib.h>

#include "exact/descend.h"
#include "parallel.h"

static uint32_t boundary_of(const struct coarse *coarse, uint32_t number) {
  return number < coarse->side ? number * coarse->step : coarse->problem->line.bounds - 1;
}

static double cost_of(const struct coarse *coarse, uint32_t from, uint32_t to) {
  return coarse->cost[(size_t)from * (coarse->side + 1) + to];
}

/* The least that a run from a boundary of one cell to one of another can cost. */
static double shrunk_cost(const struct coarse *coarse, uint32_t from, uint32_t to) {
  return from + 1 <= to ? cost_of(coarse, from + 1, to) : 0;
}

/*
 * What rounding may add to a sum of costs, or take from it, however small that is. Local sums lose the last places of
 * what their origin misses (gpu/line.h): a part of a slope's step over the spread of x, a part of y's step; outputs
 * lose theirs. A function that lines fit without error has costs like these, and no order among them means anything.
 */
static double rounding_of(const struct problem *problem) {
  const line_problem *line = &problem->line;
  double sum[SUMS];
  run_sums(problem->prefix, 0, line->bounds - 1, sum);
  const double spread = fmax(0, sum[SUM_XX] - sum[SUM_X] * sum[SUM_X] / sum[SUM_W]);
  const double missed = line->slope_step * line->slope_step * spread + line->y_step * line->y_step * sum[SUM_W];
  return 1e-12 * missed + 1e-28 * sum[SUM_YY];
}

static void fill_row(void *context, size_t from, unsigned thread) {
  struct coarse *coarse = context;
  const struct problem *problem = coarse->problem;
  (void)thread;
  for (uint32_t to = (uint32_t)from; to <= coarse->side; to++)
    coarse->cost[from * (coarse->side + 1) + to] =
        entry_line(&problem->line, problem->prefix, problem->rounding, boundary_of(coarse, (uint32_t)from),
                   boundary_of(coarse, to))
            .cost;
}

static void bound_before(struct coarse *coarse) {
  const size_t side = coarse->side;
  for (uint32_t to = 0; to < side; to++)
    coarse->before[side + to] = cost_of(coarse, 0, to);
  for (int n = 2; n <= coarse->entries_max; n++)
    for (uint32_t to = 0; to < side; to++) {
      double least = (double)INFINITY;
      for (uint32_t from = 0; from <= to; from++)
        least = fmin(least, coarse->before[(size_t)(n - 1) * side + from] + shrunk_cost(coarse, from, to));
      coarse->before[(size_t)n * side + to] = least;
    }
}

static void bound_after(struct coarse *coarse) {
  const size_t side = coarse->side;
  for (uint32_t from = 0; from < side; from++)
    coarse->after[side + from] = cost_of(coarse, from + 1, coarse->side);
  for (int n = 2; n <= coarse->entries_max; n++)
    for (uint32_t from = 0; from < side; from++) {
      double least = (double)INFINITY;
      for (uint32_t to = from; to < side; to++)
        least = fmin(least, shrunk_cost(coarse, from, to) + coarse->after[(size_t)(n - 1) * side + to]);
      coarse->after[(size_t)n * side + from] = least;
    }
}

static void bound_below(struct coarse *coarse) {
  for (int n = ENTRIES_MIN; n <= coarse->entries_max; n++) {
    double least = (double)INFINITY;
    for (uint32_t from = 0; from < coarse->side; from++)
      least = fmin(least, coarse->before[(size_t)(n - 1) * coarse->side + from] + coarse->after[coarse->side + from]);
    coarse->lower[n] = fmax(0, least - coarse->rounding);
  }
}

bool coarse_find_tables(struct coarse *coarse, struct error *err) {
  const size_t side = coarse->side, cells = (size_t)(coarse->entries_max + 1) * (side + 1);
  double *best = malloc(cells * sizeof *best);
  uint32_t *origin = calloc(cells, sizeof *origin);
  /* Breakpoints end before the last boundary. */
  const uint32_t last =
      boundary_of(coarse, coarse->side - 1) < coarse->problem->line.bounds - 1 ? coarse->side - 1 : coarse->side - 2;
  for (size_t i = 0; best != NULL && i < cells; i++)
    best[i] = (double)INFINITY;
  for (uint32_t to = 1; best != NULL && to <= last; to++)
    best[side + 1 + to] = cost_of(coarse, 0, to);
  for (int n = 2; best != NULL && origin != NULL && n <= coarse->entries_max; n++)
    for (uint32_t to = 1; to <= coarse->side; to++) {
      const size_t cell = (size_t)n * (side + 1) + to;
      for (uint32_t from = 1; from <= last && from <= to; from++) {
        const double total = best[(size_t)(n - 1) * (side + 1) + from] + cost_of(coarse, from, to);
        if (total < best[cell]) {
          best[cell] = total;
          origin[cell] = from;
        }
      }
    }
  for (int n = ENTRIES_MIN; best != NULL && origin != NULL && n <= coarse->entries_max; n++) {
    uint32_t *boundary = coarse->boundary + (size_t)n * ENTRIES_MAX, at = coarse->side;
    for (int e = n; e > 1; e--) {
      at = origin[(size_t)e * (side + 1) + at];
      boundary[e - 2] = boundary_of(coarse, at);
    }
    coarse->upper[n] = descend(coarse->problem, n, boundary, coarse->step / 2);
  }
  const bool ok = best != NULL && origin != NULL ? true : error_memory(err, "exact search");
  free(best);
  free(origin);
  return ok;
}

bool coarse_create(struct coarse *coarse, const struct problem *problem, int entries_max, uint32_t step,
                   unsigned threads, struct error *err) {
  const uint32_t side = (problem->line.bounds + step - 1) / step;
  *coarse = (struct coarse){.problem = problem, .entries_max = entries_max, .step = step, .side = side};
  coarse->rounding = rounding_of(problem);
  const size_t layers = (size_t)(entries_max + 1) * side;
  coarse->cost = malloc((size_t)(side + 1) * (side + 1) * sizeof *coarse->cost);
  coarse->before = malloc(layers * sizeof *coarse->before);
  coarse->after = malloc(layers * sizeof *coarse->after);
  coarse->boundary = malloc((size_t)(entries_max + 1) * ENTRIES_MAX * sizeof *coarse->boundary);
  if (coarse->cost == NULL || coarse->before == NULL || coarse->after == NULL || coarse->boundary == NULL)
    return error_memory(err, "exact search");
  parallel_for(threads, side + 1, fill_row, coarse);
  bound_before(coarse);
  bound_after(coarse);
  bound_below(coarse);
  return true;
}

void coarse_free(struct coarse *coarse) {
  free(coarse->cost);
  free(coarse->before);
  free(coarse->after);
  free(coarse->boundary);
}

/* What a table of some size may cost. Rounding of sums must not exclude the optimum itself. */
static double enough(const struct coarse *coarse, int entries) {
  return coarse->upper[entries] * (1 + 1e-9) + coarse->rounding;
}

/* The most that n entries before a cell's boundary may cost so that the rest can still match the best table. */
static double room(const struct coarse *coarse, int n, uint32_t to) {
  double most = to == coarse->side - 1 ? enough(coarse, n) : 0;
  for (int all = n + 1; all <= coarse->entries_max; all++)
    most = fmax(most, enough(coarse, all) - coarse->after[(size_t)(all - n) * coarse->side + to]);
  return most;
}

void coarse_wanted(const struct coarse *coarse, uint64_t *wanted) {
  const size_t side = coarse->side;
  for (size_t i = 0; i < side * side; i++)
    wanted[i] = 0;
  for (int n = 1; n <= coarse->entries_max; n++)
    for (uint32_t to = 0; to < side; to++) {
      const double most = room(coarse, n, to);
      for (uint32_t from = 0; from <= to && (n > 1 || from == 0); from++) {
        const double least = n == 1 ? coarse->before[side + to]
                                    : coarse->before[(size_t)(n - 1) * side + from] + shrunk_cost(coarse, from, to);
        wanted[from * side + to] |= least <= most ? UINT64_C(1) << (n - 1) : 0;
      }
    }
}
