/* A batch of points through the islands: problems in, designs out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "model/restriction.h"
#include "parallel.h"
#include "search/islands.h"

/* A batch's distinct problems, and which of them each request poses. */
struct problems {
  size_t count;
  const struct spec **specs;
  struct problem **problems;
  struct error *errors;
  uint32_t *problem_of;
};

static void problems_free(struct problems *set) {
  for (size_t i = 0; set->problems != NULL && i < set->count; i++)
    problem_free(set->problems[i]);
  free(set->specs);
  free(set->problems);
  free(set->errors);
  free(set->problem_of);
}

/* Points come in grid order, in which equal problems are near each other: look among the latest first. */
static uint32_t find_problem(struct problems *set, const struct spec *spec) {
  for (size_t i = set->count; i-- > 0;)
    if (problem_shared(set->specs[i], spec))
      return (uint32_t)i;
  set->specs[set->count] = spec;
  return (uint32_t)set->count++;
}

static void create_problem(void *context, size_t index, unsigned thread) {
  struct problems *set = context;
  (void)thread;
  set->problems[index] = problem_create(set->specs[index], &set->errors[index]);
}

static bool problems_create(struct problems *set, const struct search_request *requests, size_t count, unsigned threads,
                            struct error *err) {
  memset(set, 0, sizeof *set);
  set->specs = calloc(count, sizeof *set->specs);
  set->problems = calloc(count, sizeof *set->problems);
  set->errors = calloc(count, sizeof *set->errors);
  set->problem_of = calloc(count, sizeof *set->problem_of);
  if (set->specs == NULL || set->problems == NULL || set->errors == NULL || set->problem_of == NULL) {
    set->count = 0;
    return error_memory(err, "problems");
  }
  for (size_t i = 0; i < count; i++)
    set->problem_of[i] = find_problem(set, requests[i].spec);
  parallel_for(threads, set->count, create_problem, set);
  for (size_t i = 0; i < set->count; i++)
    if (set->problems[i] == NULL) {
      *err = set->errors[i];
      return false;
    }
  return true;
}

/* Turn a point's row of the history into epochs. */
static bool record_epochs(const struct island_settings *settings, const float *history, struct search_answer *answer) {
  const size_t most = island_epochs(settings);
  size_t count = 0;
  while (count < most && !isnan(history[count]))
    count++;
  answer->epochs = malloc((count + 1) * sizeof *answer->epochs);
  if (answer->epochs == NULL)
    return false;
  uint32_t done = 0;
  for (size_t e = 0; e < count; e++) {
    done += island_epoch_generations(settings, done);
    answer->epochs[e] = (struct search_epoch){island_evaluations(settings, done), history[e], NAN};
  }
  answer->epoch_count = count;
  return true;
}

static bool record(const struct batch *batch, const struct batch_result *result, struct search_answer *answers,
                   struct error *err) {
  const size_t most = island_epochs(&batch->settings);
  for (size_t i = 0; i < batch->point_count; i++) {
    answers[i].evaluations = result->evaluations[i];
    if (!record_epochs(&batch->settings, result->history + i * most, &answers[i]))
      return error_memory(err, "history");
  }
  return true;
}

/* What islands_harvest() needs, for every point at once. */
struct harvest {
  const struct search_request *requests;
  const struct problems *problems;
  const struct batch *batch;
  const struct batch_result *result;
  struct search_answer *answers;
};

static void harvest_point(void *context, size_t index, unsigned thread) {
  const struct harvest *harvest = context;
  const struct island_settings *settings = &harvest->batch->settings;
  (void)thread;
  const size_t first = index * settings->islands, genes = settings->entries - 1;
  harvest->answers[index].count = islands_harvest(
      harvest->requests[index].settings, harvest->problems->problems[harvest->problems->problem_of[index]], settings,
      harvest->result->boundaries + first * genes, harvest->result->fitness + first, harvest->answers[index].designs);
}

/* The device's part of the work: one batch at a time. */
static bool run_device(const struct search_device *on, const struct batch *batch, struct batch_result *result,
                       double *seconds, struct error *err) {
  if (on->turn != NULL)
    (void)pthread_mutex_lock(on->turn);
  const double start = clock_seconds();
  const bool ok = on->backend->run(on->device, batch, result, err);
  *seconds = clock_seconds() - start;
  if (on->turn != NULL)
    (void)pthread_mutex_unlock(on->turn);
  return ok;
}

static bool run_batch(const struct search_device *on, const struct search_request *requests, size_t count,
                      const struct problems *problems, struct search_answer *answers, double *seconds,
                      struct error *err) {
  uint64_t *keys = malloc(count * sizeof *keys);
  for (size_t i = 0; keys != NULL && i < count; i++)
    keys[i] = requests[i].key;
  const struct problem *const *posed = (const struct problem *const *)problems->problems;
  const struct batch batch = {.settings =
                                  islands_settings(requests[0].settings, restriction_stored_entries(requests[0].spec)),
                              .problem_count = problems->count,
                              .problems = posed,
                              .point_count = count,
                              .problem_of = problems->problem_of,
                              .key = keys};
  const size_t islands = count * batch.settings.islands;
  struct batch_result result = {malloc(islands * (batch.settings.entries - 1) * sizeof *result.boundaries),
                                malloc(islands * sizeof *result.fitness), malloc(count * sizeof *result.evaluations),
                                malloc(count * island_epochs(&batch.settings) * sizeof *result.history)};
  bool ok = keys != NULL && result.boundaries != NULL && result.fitness != NULL && result.evaluations != NULL &&
            result.history != NULL;
  if (!ok)
    (void)error_memory(err, "batch result");
  ok = ok && run_device(on, &batch, &result, seconds, err) && record(&batch, &result, answers, err);
  if (ok) {
    struct harvest harvest = {requests, problems, &batch, &result, answers};
    parallel_for(on->threads, count, harvest_point, &harvest);
  }
  free(keys);
  free(result.boundaries);
  free(result.fitness);
  free(result.evaluations);
  free(result.history);
  return ok;
}

static bool answers_allocate(const struct search_request *requests, size_t count, struct search_answer *answers,
                             struct error *err) {
  const size_t keep = islands_keep(requests[0].settings);
  memset(answers, 0, count * sizeof *answers);
  for (size_t i = 0; i < count; i++) {
    answers[i].designs = malloc(keep * sizeof *answers[i].designs);
    if (answers[i].designs == NULL)
      return error_memory(err, "designs");
  }
  return true;
}

bool islands_run(const struct search_device *on, const struct search_request *requests, size_t count,
                 struct search_answer *answers, double *seconds, struct error *err) {
  bool ok = answers_allocate(requests, count, answers, err);
  if (ok) {
    struct problems problems;
    ok = problems_create(&problems, requests, count, on->threads, err) &&
         run_batch(on, requests, count, &problems, answers, seconds, err);
    problems_free(&problems);
  }
  if (!ok)
    search_release(answers, count);
  return ok;
}
