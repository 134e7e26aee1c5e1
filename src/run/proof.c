#include "run/proof.h"

#include <math.h>
#include <stdlib.h>

#include "model/evaluate.h"
#include "search/search.h"

bool proof_is_cheap(const struct spec *spec, const struct exact_goal *goal) {
  return goal->objective == EXACT_MSE && goal->max_abs_limit == (double)INFINITY && spec->output.bits == 0 &&
         search_bounds(spec) <= PROBLEM_TABLE_BOUNDS_MAX;
}

bool proof_in_scope(const struct spec *spec, const struct exact_goal *goal, enum proof_scope scope) {
  return scope == PROVE_ALL || (scope == PROVE_CHEAP && proof_is_cheap(spec, goal));
}

/* A line for every pair of boundaries, and for each line a comparison for every entry count. */
double proof_work(const struct spec *spec, int entries) {
  const double bounds = search_bounds(spec);
  return bounds * bounds / 2 * (search_line_work(spec) + entries);
}

static enum error_metric metric_of(enum exact_objective objective) {
  switch (objective) {
  case EXACT_MAE:
    return ERROR_MAE;
  case EXACT_MAX_ABS:
    return ERROR_MAX_ABS;
  case EXACT_MSE:
    break;
  }
  return ERROR_MSE;
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

bool proof_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
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
      found[n] = optimum_of(&answer->table[n], &sized, metric_of(goal->objective));
    }
  free(answer);
  return ok;
}

bool proof_of(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
              struct optimum *optimum, struct error *err) {
  bool asked[ENTRIES_MAX + 1] = {false};
  struct optimum found[ENTRIES_MAX + 1] = {{OPTIMUM_NONE, 0}};
  asked[spec->entries] = true;
  const bool ok = proof_solve(with, spec, goal, asked, found, err);
  *optimum = found[spec->entries];
  return ok;
}
