#include "search/baselines.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "parallel.h"
#include "search/sample_table.h"

/* A search reports so many times, or after each generation. */
enum { EPOCHS = 50 };

/* A batch's distinct tables, and what goes in and out of the device. */
struct work {
  const struct baseline_rules *rules;
  const struct search_request *requests;
  size_t count, table_count;
  struct baseline_table *tables;
  const struct baseline_table **listed;
  const struct spec **specs; /* that the tables are of */
  struct error *errors;
  bool *made; /* of tables, and then of answers */
  uint32_t *table_of;
  uint64_t *key;
  double *shared;
  baseline_parameters parameters;
  struct baseline_result result;
};

static bool work_allocate(struct work *work, struct error *err) {
  const size_t count = work->count, epochs = count * work->parameters.epochs;
  work->tables = calloc(count, sizeof *work->tables);
  work->listed = calloc(count, sizeof *work->listed);
  work->specs = calloc(count, sizeof *work->specs);
  work->errors = calloc(count, sizeof *work->errors);
  work->made = calloc(count, sizeof *work->made);
  work->table_of = calloc(count, sizeof *work->table_of);
  work->key = calloc(count, sizeof *work->key);
  work->shared = calloc(2 * BASELINE_QUANTILES + work->parameters.generations, sizeof *work->shared);
  work->result = (struct baseline_result){
      calloc(epochs * BASELINE_ANSWER((size_t)work->parameters.entries), sizeof *work->result.answers),
      calloc(epochs, sizeof *work->result.history), calloc(epochs, sizeof *work->result.spent)};
  if (work->tables != NULL && work->listed != NULL && work->specs != NULL && work->errors != NULL &&
      work->made != NULL && work->table_of != NULL && work->key != NULL && work->shared != NULL &&
      work->result.answers != NULL && work->result.history != NULL && work->result.spent != NULL)
    return true;
  return error_memory(err, "batch");
}

static void work_free(struct work *work) {
  for (size_t t = 0; work->tables != NULL && t < work->table_count; t++)
    sample_table_free(&work->tables[t]);
  free(work->tables);
  free(work->listed);
  free(work->specs);
  free(work->errors);
  free(work->made);
  free(work->table_of);
  free(work->key);
  free(work->shared);
  free(work->result.answers);
  free(work->result.history);
  free(work->result.spent);
}

static void set_parameters(struct work *work) {
  const struct search_request *first = &work->requests[0];
  baseline_parameters *parameters = &work->parameters;
  *parameters = work->rules->parameters(first->settings, first->spec->entries);
  parameters->kind = work->rules->kind;
  parameters->entries = (u32)first->spec->entries;
  parameters->epoch = (parameters->generations + EPOCHS - 1) / EPOCHS;
  parameters->epochs = (parameters->generations + parameters->epoch - 1) / parameters->epoch;
  parameters->normal = 0;
  parameters->cauchy = BASELINE_QUANTILES;
  parameters->schedule = 2 * BASELINE_QUANTILES;
}

static void set_shared(struct work *work) {
  const baseline_parameters *parameters = &work->parameters;
  normal_quantiles(work->shared + parameters->normal);
  cauchy_quantiles(work->shared + parameters->cauchy);
  for (u32 g = 0; work->rules->schedule != NULL && g < parameters->generations; g++)
    work->shared[parameters->schedule + g] = work->rules->schedule(work->requests[0].settings, g);
}

/* Points come in grid order, in which equal problems are near each other: look among the latest first. */
static uint32_t find_table(struct work *work, const struct spec *spec) {
  for (size_t t = work->table_count; t-- > 0;)
    if (problem_shared(work->specs[t], spec))
      return (uint32_t)t;
  work->specs[work->table_count] = spec;
  return (uint32_t)work->table_count++;
}

static void make_table(void *context, size_t index, unsigned thread) {
  struct work *work = context;
  (void)thread;
  work->made[index] =
      work->rules->tabulate(&work->tables[index], work->specs[index], work->requests[0].settings, &work->errors[index]);
}

static bool make_tables(struct work *work, unsigned threads, struct error *err) {
  for (size_t i = 0; i < work->count; i++) {
    work->table_of[i] = find_table(work, work->requests[i].spec);
    work->key[i] = work->requests[i].key;
  }
  parallel_for(threads, work->table_count, make_table, work);
  for (size_t t = 0; t < work->table_count; t++) {
    work->listed[t] = &work->tables[t];
    if (!work->made[t]) {
      *err = work->errors[t];
      return false;
    }
  }
  return true;
}

/* The device's part of the work: one batch at a time. */
static bool run_device(struct work *work, const struct search_device *on, double *seconds, struct error *err) {
  const struct baseline_batch batch = {.parameters = work->parameters,
                                       .shared_count = 2 * BASELINE_QUANTILES + work->parameters.generations,
                                       .shared = work->shared,
                                       .table_count = work->table_count,
                                       .tables = work->listed,
                                       .point_count = work->count,
                                       .table_of = work->table_of,
                                       .key = work->key};
  if (on->turn != NULL)
    (void)pthread_mutex_lock(on->turn);
  const double start = clock_seconds();
  const bool ok = on->backend->baseline(on->device, &batch, &work->result, err);
  *seconds = clock_seconds() - start;
  if (on->turn != NULL)
    (void)pthread_mutex_unlock(on->turn);
  return ok;
}

/* Where answers go to, and whether one could not be had. */
struct taking {
  const struct work *work;
  struct search_answer *answers;
  bool *taken;
};

static void take_answer(void *context, size_t i, unsigned thread) {
  const struct taking *taking = context;
  const struct work *work = taking->work;
  const size_t epochs = work->parameters.epochs, first = i * epochs;
  struct baseline_result own = {work->result.answers + first * BASELINE_ANSWER((size_t)work->parameters.entries),
                                work->result.history + first, work->result.spent + first};
  (void)thread;
  taking->taken[i] = baselines_answer(&work->requests[i], &own, epochs, &taking->answers[i]);
}

static bool take_answers(struct work *work, unsigned threads, struct search_answer *answers, struct error *err) {
  struct taking taking = {work, answers, work->made};
  parallel_for(threads, work->count, take_answer, &taking);
  for (size_t i = 0; i < work->count; i++)
    if (!work->made[i])
      return error_memory(err, "designs");
  return true;
}

double baselines_point_bytes(const baseline_parameters *parameters) {
  const double state = BASELINE_STATE((double)parameters->entries, parameters->population);
  const double answer = (BASELINE_ANSWER((double)parameters->entries) + 1) * sizeof(double);
  return state * sizeof(double) + EPOCHS * (answer + sizeof(uint64_t) + sizeof(struct search_epoch));
}

bool baselines_run(const struct baseline_rules *rules, const struct search_device *on,
                   const struct search_request *requests, size_t count, struct search_answer *answers, double *seconds,
                   struct error *err) {
  struct work work = {.rules = rules, .requests = requests, .count = count};
  memset(answers, 0, count * sizeof *answers);
  set_parameters(&work);
  bool ok = work_allocate(&work, err);
  if (ok)
    set_shared(&work);
  ok = ok && make_tables(&work, on->threads, err) && run_device(&work, on, seconds, err) &&
       take_answers(&work, on->threads, answers, err);
  work_free(&work);
  if (!ok)
    search_release(answers, count);
  return ok;
}
