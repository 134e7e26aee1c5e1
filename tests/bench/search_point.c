/*
 * One point searched by one engine of lutdse, on one core, as a record of the comparison with other programs.
 *
 *   search_point ENGINE FUNCTION ENTRIES SEED [repeats=R] [PARAMETER=VALUE]...
 *
 * The clock has everything but the start of the process: tabulating the function, opening the device, the tables of
 * costs, the search, and solving the lines of the answer. Of each figure the median of R searches (5 by default) is
 * given. The history of an engine that has epochs is that of searches which end after one epoch, two, and so on: the
 * same searches, bit for bit, cut short.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_record.h"
#include "bench_spec.h"
#include "model/evaluate.h"
#include "search/islands.h"
#include "search/search.h"

enum { REPEATS_MAX = 99 };

struct job {
  struct spec spec;
  struct engine_settings settings;
  uint64_t seed;
  int repeats;
};

/* Search once: what it took, and the answer, which is the caller's to release. */
static bool search_once(const struct job *job, const struct engine_settings *settings, struct bench_time *time,
                        struct search_answer *answer, struct error *err) {
  const struct search_request request = {&job->spec, settings, UINT64_C(0x9e3779b97f4a7c15) * job->seed};
  const struct bench_time start = bench_clock();
  struct device *device = cpu_backend.open(0, 1, err);
  if (device == NULL)
    return false;
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = 1};
  double seconds = 0;
  const bool ok = search_run(&on, &request, 1, answer, &seconds, err);
  cpu_backend.close(device);
  *time = bench_since(start);
  return ok;
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, compare_doubles);
  return count % 2 == 1 ? values[count / 2] : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

/* The best of its designs as the reference evaluator has it; INFINITY if there is none. */
static double answer_mse(const struct spec *spec, const struct search_answer *answer) {
  double least = HUGE_VAL;
  for (size_t d = 0; d < answer->count; d++) {
    struct score score;
    evaluate(spec, &answer->designs[d], &score);
    least = fmin(least, score.exact.mse);
  }
  return least;
}

/* Search as often as the job says. The last answer goes to `answer`, if that is not NULL. */
static bool measure(const struct job *job, const struct engine_settings *settings, struct bench_sample *sample,
                    struct search_answer *answer, struct error *err) {
  double wall[REPEATS_MAX], cpu[REPEATS_MAX];
  for (int r = 0; r < job->repeats; r++) {
    struct search_answer one;
    struct bench_time time;
    if (!search_once(job, settings, &time, &one, err))
      return false;
    wall[r] = time.wall;
    cpu[r] = time.cpu;
    sample->evaluations = one.evaluations;
    sample->mse = answer_mse(&job->spec, &one);
    if (answer != NULL && r == job->repeats - 1)
      *answer = one;
    else
      search_release(&one, 1);
  }
  sample->time = (struct bench_time){median(wall, job->repeats), median(cpu, job->repeats)};
  return true;
}

/* Searches by islands that end after so many generations. */
static bool measure_epochs(const struct job *job, size_t count, struct bench_sample *history, struct error *err) {
  const struct island_settings islands = islands_settings(&job->settings, job->spec.entries);
  uint32_t done = 0;
  for (size_t e = 0; e < count; e++) {
    done += island_epoch_generations(&islands, done);
    struct engine_settings settings = job->settings;
    settings.value[ISLANDS_GENERATIONS] = done;
    if (!measure(job, &settings, &history[e], NULL, err))
      return false;
  }
  return true;
}

static bool run_job(const struct job *job, struct error *err) {
  struct bench_record record = {
      .objective = "lines", .function = job->spec.function->name, .entries = job->spec.entries, .seed = job->seed};
  char program[64];
  (void)snprintf(program, sizeof program, "lutdse %s", job->settings.engine->name);
  record.program = program;
  struct search_answer answer;
  if (!measure(job, &job->settings, &record.end, &answer, err))
    return false;
  const size_t count = job->settings.engine == &islands_engine ? answer.epoch_count : 0;
  search_release(&answer, 1);
  struct bench_sample *history = calloc(count + 1, sizeof *history);
  const bool ok = history == NULL ? error_memory(err, "history") : measure_epochs(job, count, history, err);
  record.history = history;
  record.count = count;
  if (ok)
    bench_record_print(&record);
  free(history);
  return ok;
}

/* One KEY=VALUE of the command line. */
static bool take_argument(struct job *job, const char *text) {
  char key[32] = "";
  const char *const equals = strchr(text, '=');
  if (equals == NULL || equals[1] == '\0' || (size_t)(equals - text) >= sizeof key)
    return false;
  memcpy(key, text, (size_t)(equals - text));
  char *end = NULL;
  const double value = strtod(equals + 1, &end);
  if (*end != '\0')
    return false;
  if (strcmp(key, "repeats") == 0 && value >= 1 && value <= REPEATS_MAX) {
    job->repeats = (int)value;
    return true;
  }
  const int parameter = engine_parameter_find(job->settings.engine, key);
  if (parameter < 0 || !engine_parameter_valid(&job->settings.engine->parameter[parameter], value))
    return false;
  job->settings.value[parameter] = value;
  return true;
}

static bool take_arguments(struct job *job, int argc, char **argv, struct error *err) {
  if (argc < 5)
    return error_set(err, ERROR_INPUT, "usage: search_point ENGINE FUNCTION ENTRIES SEED [repeats=R] [NAME=VALUE]...");
  const struct engine_description *engine = engine_find(argv[1]);
  if (engine == NULL)
    return error_set(err, ERROR_INPUT, "no engine '%s'", argv[1]);
  *job = (struct job){.settings = engine_defaults(engine), .seed = strtoull(argv[4], NULL, 10), .repeats = 5};
  if (!bench_spec(&job->spec, argv[2], (int)strtol(argv[3], NULL, 10), err))
    return false;
  for (int i = 5; i < argc; i++)
    if (!take_argument(job, argv[i]))
      return error_set(err, ERROR_INPUT, "what is '%s'?", argv[i]);
  return true;
}

int main(int argc, char **argv) {
  struct job job;
  struct error err;
  if (take_arguments(&job, argc, argv, &err) && run_job(&job, &err))
    return 0;
  (void)fprintf(stderr, "search_point: %s\n", err.text);
  return 1;
}
