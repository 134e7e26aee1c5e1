#include "exact/goals.h"

#include <math.h>
#include <stdlib.h>

#include "exact/cover.h"
#include "exact/squares.h"
#include "exact/sums.h"

/* Differences of this order come from the order in which doubles are summed. */
static const double rounding = 1e-12;

/* Offer the boundaries of the tables that are best by plain squares: mostly good ones for any goal. */
static bool offer_squares(struct tables *tables, const struct judge *judge, const struct exact_resources *with,
                          const struct spec *spec, struct error *err) {
  struct exact_answer *plain = calloc(1, sizeof *plain);
  if (plain == NULL)
    return error_memory(err, "exact search");
  struct spec without = *spec;
  without.output.bits = 0;
  const bool ok = squares_solve(with, &without, tables->entries_max, plain, err);
  for (int n = ENTRIES_MIN; ok && n <= tables->entries_max; n++) {
    uint32_t boundary[ENTRIES_MAX + 1] = {0};
    const struct design *found = &plain->table[n].design; /* of half a table the upper entries are meant */
    for (int i = 1; i < n; i++)
      boundary[i] = (uint32_t)(found->breakpoint[found->entries - n + i - 1] - judge->problem->first_candidate) + 1;
    boundary[n] = judge->codes.bounds - 1;
    tables_offer(tables, judge, n, boundary);
  }
  free(plain);
  return ok;
}

/* Tables within the limit for the entry counts whose best table by squares is not. */
static bool offer_within(struct tables *tables, const struct judge *judge, const struct exact_resources *with,
                         const struct spec *spec, struct error *err) {
  const struct exact_goal goal = {EXACT_MAX_ABS, INFINITY};
  struct judge largest;
  const bool ok = judge_create(&largest, spec, judge->problem, &goal, err);
  if (ok)
    cover_within(&largest, judge, judge->limit, with->threads, tables);
  judge_free(&largest);
  return ok;
}

static bool improve(struct tables *tables, const struct judge *judge, const struct exact_resources *with,
                    const struct spec *spec, struct error *err) {
  if (!offer_squares(tables, judge, with, spec, err))
    return false;
  if (judge->limit < (double)INFINITY && !offer_within(tables, judge, with, spec, err))
    return false;
  if (judge->objective != EXACT_MAX_ABS)
    return sums_solve(judge, with->threads, SUMS_EFFORT, tables, err);
  cover_solve(judge, with->threads, tables);
  return true;
}

static void answer_with(const struct tables *tables, const struct judge *judge, struct exact_answer *answer) {
  for (int n = ENTRIES_MIN; n <= tables->entries_max; n++) {
    struct exact_table *table = &answer->table[n];
    table->feasible = tables->value[n] < (double)INFINITY;
    table->bound = tables->bound[n];
    if (!table->feasible)
      continue;
    table->value = tables->value[n];
    table->bound = tables->bound[n] >= (1 - rounding) * table->value ? table->value : tables->bound[n];
    tables_design(tables, judge, n, &table->design);
  }
}

bool goals_solve(const struct exact_resources *with, const struct spec *spec, const struct exact_goal *goal,
                 int entries_max, struct exact_answer *answer, struct error *err) {
  struct problem *problem = problem_create(spec, err);
  if (problem == NULL)
    return false;
  struct judge judge;
  struct tables tables;
  tables_clear(&tables, entries_max);
  const bool ok = judge_create(&judge, spec, problem, goal, err) && improve(&tables, &judge, with, spec, err);
  if (ok)
    answer_with(&tables, &judge, answer);
  judge_free(&judge);
  problem_free(problem);
  return ok;
}
