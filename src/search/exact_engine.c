#include "search/exact_engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

/* By enum exact_objective. */
static const char *const objectives[EXACT_OBJECTIVES + 1] = {"mse", "mae", "max_abs", NULL};

static const struct engine_parameter parameters[EXACT_PARAMETERS] = {
    [EXACT_PARAMETER_OBJECTIVE] = {"objective", 0, EXACT_OBJECTIVES - 1, EXACT_MSE, 1, "what is minimised", objectives},
    [EXACT_PARAMETER_MAX_ABS] = {"max_abs", 0, (double)INFINITY, (double)INFINITY, 0,
                                 "with objective mse: the largest absolute error allowed", NULL},
};

static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  (void)entries;
  (void)settings;
  return 0;
}

static bool check(const struct engine_settings *settings, struct error *err) {
  const struct exact_goal goal = exact_engine_goal(settings);
  if (goal.objective != EXACT_MSE && goal.max_abs_limit != (double)INFINITY)
    return error_set(err, ERROR_INPUT, "max_abs goes with objective mse only, not with %s", objectives[goal.objective]);
  return true;
}

const struct engine_description exact_engine = {.name = "exact",
                                                .help = "provably optimal tables by dynamic programming",
                                                .parameter_count = EXACT_PARAMETERS,
                                                .parameter = parameters,
                                                .evaluations = evaluations,
                                                .check = check,
                                                .all_entries = true,
                                                .goal = exact_engine_goal,
                                                .run = exact_engine_run};

struct exact_goal exact_engine_goal(const struct engine_settings *settings) {
  return (struct exact_goal){(enum exact_objective)settings->value[EXACT_PARAMETER_OBJECTIVE],
                             settings->value[EXACT_PARAMETER_MAX_ABS]};
}

/* How many of the requests, from the first on, pose the same problem. */
static size_t group_size(const struct search_request *requests, size_t count) {
  size_t n = 1;
  while (n < count && search_shares(&requests[0], &requests[n]))
    n++;
  return n;
}

/* Populations do not look behind the output stage, and nor do tables that are all tried in their place. */
static bool looks_behind_output(const struct search_request *request) {
  return request->settings->engine == &exact_engine;
}

/* Requests of one group may differ in an output stage that is not looked behind: nothing is proven of what it puts out.
 */
static bool is_judged(const struct search_request *request) {
  return looks_behind_output(request) || request->spec->output.bits == 0;
}

static bool take_table(const struct exact_table *table, bool judged, struct search_answer *answer, struct error *err) {
  answer->evaluations = table->tried;
  if (!table->feasible)
    return true;
  answer->designs = malloc(sizeof *answer->designs);
  if (answer->designs == NULL)
    return error_memory(err, "designs");
  answer->designs[0] = table->design;
  answer->count = 1;
  if (!judged)
    return true;
  answer->proof = table->bound == table->value ? SEARCH_PROVES_OPTIMUM : SEARCH_PROVES_BOUND;
  answer->bound = table->bound;
  return true;
}

static bool run_group(const struct search_device *on, const struct search_request *requests, size_t count,
                      struct search_answer *answers, struct error *err) {
  int entries_max = ENTRIES_MIN;
  for (size_t i = 0; i < count; i++)
    if (requests[i].spec->entries > entries_max)
      entries_max = requests[i].spec->entries;
  struct exact_answer *solved = malloc(sizeof *solved);
  if (solved == NULL)
    return error_memory(err, "exact search");
  const struct exact_resources with = {.backend = on->backend, .device = on->device, .threads = on->threads};
  const struct exact_goal goal = engine_goal(requests[0].settings);
  struct spec spec = *requests[0].spec;
  if (!looks_behind_output(&requests[0]))
    spec.output.bits = 0;
  bool ok = exact_solve(&with, &spec, &goal, entries_max, solved, err);
  for (size_t i = 0; ok && i < count; i++)
    ok = take_table(&solved->table[requests[i].spec->entries], is_judged(&requests[i]), &answers[i], err);
  free(solved);
  return ok;
}

bool exact_engine_run(const struct search_device *on, const struct search_request *requests, size_t count,
                      struct search_answer *answers, double *seconds, struct error *err) {
  memset(answers, 0, count * sizeof *answers);
  if (on->turn != NULL)
    (void)pthread_mutex_lock(on->turn);
  const double start = clock_seconds();
  bool ok = true;
  for (size_t i = 0, n = 0; ok && i < count; i += n) {
    n = group_size(requests + i, count - i);
    ok = run_group(on, requests + i, n, answers + i, err);
  }
  *seconds = clock_seconds() - start;
  if (on->turn != NULL)
    (void)pthread_mutex_unlock(on->turn);
  if (!ok)
    search_release(answers, count);
  return ok;
}
