#include "run/proof.h"

#include <math.h>
#include <stdlib.h>

#include "model/evaluate.h"
#include "search/search.h"

bool proof_is_cheap(const struct spec *spec, const struct exact_goal *goal) {
  return exact_goal_is_plain(goal, &spec->output) &&
         (search_tries_all(spec) || search_bounds(spec) <= PROBLEM_TABLE_BOUNDS_MAX);
}

/* Whether little time gives bounds at least. */
static bool is_bounded(const struct spec *spec, const struct exact_goal *goal) {
  return spec->output.bits != 0 ? goal->objective != EXACT_MAX_ABS : goal->objective == EXACT_MSE;
}

bool proof_in_scope(const struct spec *spec, const struct exact_goal *goal, enum proof_scope scope) {
  return scope == PROVE_ALL || (scope == PROVE_CHEAP && (proof_is_cheap(spec, goal) || is_bounded(spec, goal)));
}

/* A line for every pair of boundaries, and for each line a comparison for every entry count; bounds take a few. */
double proof_work(const struct spec *spec, const struct exact_goal *goal, int entries, enum proof_scope scope) {
  if (search_tries_all(spec))
    return SEARCH_SEGMENT_LINES * search_bounds(spec) * (search_tabled_line_work(spec) + entries / 2.0);
  const double all = search_bounds(spec), few = spec->output.bits != 0 ? 64 : 512;
  const double bounds = scope == PROVE_ALL || proof_is_cheap(spec, goal) ? all : fmin(all, few);
  return bounds * bounds / 2 * (search_tabled_line_work(spec) + entries / 2.0);
}

struct exact_goal proof_goal(enum error_metric metric) {
  const enum exact_objective objective = metric == ERROR_MAE       ? EXACT_MAE
                                         : metric == ERROR_MAX_ABS ? EXACT_MAX_ABS
                                                                   : EXACT_MSE;
  return (struct exact_goal){objective, (double)INFINITY};
}

/* What a solved table proves. Its figure is the reference evaluator's, as those of all designs are. */
static struct optimum optimum_of(const struct exact_table *table, const struct spec *spec, enum error_metric metric) {
  if (!table->feasible)
    return (struct optimum){OPTIMUM_NONE, 0};
  if (table->bound < table->value)
    return (struct optimum){OPTIMUM_BOUND, fmax(table->bound, 0)};
  struct score score;
  evaluate(spec, &table->design, &score);
  return (struct optimum){OPTIMUM_EXACT, score_error(&score, metric)};
}

static bool solve_bounds(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                         const bool asked[ENTRIES_MAX + 1], struct optimum found[ENTRIES_MAX + 1], struct error *err) {
  double bound[ENTRIES_MAX + 1];
  if (!exact_bounds(spec, goal, with->threads, ENTRIES_MAX, bound, err))
    return false;
  for (int n = ENTRIES_MIN; n <= ENTRIES_MAX; n++)
    if (asked[n])
      found[n] = (struct optimum){OPTIMUM_BOUND, bound[n]};
  return true;
}

static bool solve_optima(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                         const bool asked[ENTRIES_MAX + 1], struct optimum found[ENTRIES_MAX + 1], struct error *err) {
  int most = ENTRIES_MAX;
  while (most > ENTRIES_MIN && !asked[most])
    most--;
  struct exact_answer *answer = malloc(sizeof *answer);
  if (answer == NULL)
    return error_memory(err, "exact search");
  const bool ok = exact_solve(with, spec, goal, most, answer, err);
  for (int n = ENTRIES_MIN; ok && n <= most; n++)
    if (asked[n]) {
      struct spec sized = *spec;
      sized.entries = n;
      found[n] = optimum_of(&answer->table[n], &sized, metric_of_objective(goal->objective));
    }
  free(answer);
  return ok;
}

bool proof_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 enum proof_scope scope, const bool asked[ENTRIES_MAX + 1], struct optimum found[ENTRIES_MAX + 1],
                 struct error *err) {
  if (scope == PROVE_ALL || proof_is_cheap(spec, goal))
    return solve_optima(with, spec, goal, asked, found, err);
  return solve_bounds(with, spec, goal, asked, found, err);
}

bool proof_of(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
              enum proof_scope scope, struct optimum *optimum, struct error *err) {
  bool asked[ENTRIES_MAX + 1] = {false};
  struct optimum found[ENTRIES_MAX + 1] = {{OPTIMUM_NONE, 0}};
  asked[spec->entries] = true;
  const bool ok = proof_solve(with, spec, goal, scope, asked, found, err);
  *optimum = found[spec->entries];
  return ok;
}
