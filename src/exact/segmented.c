#include "exact/segmented.h"

#include <math.h>
#include <string.h>

#include "exact/run_costs.h"
#include "exact/tables.h"
#include "model/restriction.h"
#include "model/segments.h"

/* The tables of one entry count. */
struct trial {
  struct run_costs *costs;
  enum exact_objective objective;
  int entries;
  double value, bound; /* the least so far */
  uint64_t tried;
  uint32_t boundary[ENTRIES_MAX + 1]; /* of the best table, ends included */
};

/* Of what entry a table's cost is the next term: the outermost ones first, whose cost tells bad tables early. */
static int entry_at(const struct trial *trial, int position) {
  return position == 0 ? 0 : position == 1 ? trial->entries - 1 : position - 1;
}

/* What a table costs, and at least; less than that if it is no better than the best so far in either. */
static bool table_cost(struct trial *trial, const uint32_t *boundary, double *value, double *bound, struct error *err) {
  const bool largest = trial->objective == EXACT_MAX_ABS;
  *value = *bound = 0;
  for (int i = 0; i < trial->entries && (*value < trial->value || *bound < trial->bound); i++) {
    struct run_cost run = {0};
    const int entry = entry_at(trial, i);
    if (!run_costs_of(trial->costs, boundary[entry], boundary[entry + 1], &run, err))
      return false;
    *value = largest ? fmax(*value, run.cost) : *value + run.cost;
    *bound = largest ? fmax(*bound, run.bound) : *bound + run.bound;
  }
  return true;
}

static bool try_all(struct trial *trial, const struct spec *spec, struct error *err) {
  const struct problem *problem = trial->costs->problem;
  const int count = trial->entries - 1;
  struct segments_walk walk = segments_walk_of(spec->restriction.segments, restriction_candidates(spec), count);
  int32_t breakpoint[ENTRIES_MAX];
  uint32_t boundary[ENTRIES_MAX + 1] = {0};
  boundary[trial->entries] = problem->line.bounds - 1;
  for (trial->value = trial->bound = INFINITY; segments_walk_next(&walk, breakpoint); trial->tried++) {
    double value, bound;
    for (int i = 0; i < count; i++)
      boundary[i + 1] = (uint32_t)(breakpoint[i] - problem->first_candidate) + 1;
    if (!table_cost(trial, boundary, &value, &bound, err))
      return false;
    trial->bound = fmin(trial->bound, bound);
    if (value < trial->value) {
      trial->value = value;
      memcpy(trial->boundary, boundary, sizeof boundary);
    }
  }
  return true;
}

static void answer_with(const struct trial *trial, struct exact_table *table) {
  const struct run_costs *costs = trial->costs;
  *table = (struct exact_table){
      .feasible = trial->value < (double)INFINITY, .value = trial->value, .bound = trial->bound, .tried = trial->tried};
  if (!table->feasible)
    return;
  if (costs->judge == NULL) {
    problem_design(costs->problem, &trial->boundary[1], trial->entries, &table->design);
    return;
  }
  struct tables tables;
  tables_clear(&tables, trial->entries);
  memcpy(tables.boundary[trial->entries], trial->boundary, sizeof trial->boundary);
  tables_design(&tables, costs->judge, trial->entries, &table->design);
}

static bool solve(const struct spec *spec, const struct problem *problem, const struct judge *judge,
                  enum exact_objective objective, struct exact_answer *answer, struct error *err) {
  struct run_costs costs;
  bool ok = run_costs_create(&costs, problem, judge, err);
  for (int n = ENTRIES_MIN; ok && n <= answer->entries_max; n++) {
    struct trial trial = {.costs = &costs, .objective = objective, .entries = n};
    ok = try_all(&trial, spec, err);
    if (ok)
      answer_with(&trial, &answer->table[n]);
  }
  run_costs_free(&costs);
  return ok;
}

static bool solve_judged(const struct spec *spec, const struct problem *problem, const struct exact_goal *goal,
                         struct exact_answer *answer, struct error *err) {
  struct judge judge;
  const bool ok =
      judge_create(&judge, spec, problem, goal, err) && solve(spec, problem, &judge, goal->objective, answer, err);
  judge_free(&judge);
  return ok;
}

bool segmented_solve(const struct spec *spec, const struct exact_goal *goal, int entries_max,
                     struct exact_answer *answer, struct error *err) {
  answer->entries_max = entries_max;
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  const bool ok = exact_goal_is_plain(goal, &spec->output) ? solve(spec, problem, NULL, EXACT_MSE, answer, err)
                                                           : solve_judged(spec, problem, goal, answer, err);
  problem_free(problem);
  return ok;
}
