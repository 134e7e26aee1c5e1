/*
 * How near the islands engine comes to the exact optimum, and what that takes: every built-in function, single scales
 * and a set of seven, four formats, 2 to 64 entries. The optimum is that of a dynamic program over the same lines.
 *
 *   islands_quality [-v] [every=K] [entries_min=N] [entries_max=N] [bits=B] [seed=K] [PARAMETER=VALUE]...
 *
 * -v lists the points that miss it; every=K takes each K-th problem, bits=B one format; seed=K draws other random
 * numbers; parameters are the engine's.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "model/evaluate.h"
#include "parallel.h"
#include "search/islands.h"
#include "search/search.h"

enum { SETS = 8, FORMATS = 4, SIZES = 17, CLASSES = 3, CHUNK = 24 };

static const int sizes[SIZES] = {2, 3, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64};
static const struct format formats[FORMATS] = {{6, 4}, {8, 6}, {12, 10}, {16, 14}};
static const int class_last[CLASSES] = {16, 32, 64};

/* A spec but for its entries, and the best error for each of the sizes. */
struct task {
  struct spec spec;
  size_t index; /* among all problems */
  int format;
  double optimum[SIZES];
};

struct study {
  size_t task_count;
  struct task *tasks;
  struct engine_settings settings;
  int entries_min, entries_max, bits;
  uint64_t seed;
  bool verbose;
  size_t points_of[SIZES];
  double evaluations_of[SIZES];
};

/* What is known of one format and class of sizes. */
struct tally {
  size_t points, equal, ties, near, reached;
  double worst, sum, evaluations, reach_evaluations, seconds;
};

static struct spec study_spec(size_t index) {
  const size_t set = index / FORMATS % SETS;
  struct spec spec = {.function = function_builtin(index / (FORMATS * SETS)),
                      .in_bits = 8,
                      .scales = {.count = set < SETS - 1 ? 1 : SETS - 1},
                      .slope = formats[index % FORMATS],
                      .intercept = formats[index % FORMATS],
                      .tails = TAILS_FREE,
                      .entries = 2};
  for (int s = 0; s < spec.scales.count; s++)
    spec.scales.scale[s] = ldexp(1, set < SETS - 1 ? -(int)set : -s);
  return spec;
}

/* best[n][to]: the least cost of n + 1 entries that end at boundary `to`; before[n][to]: where the last one begins. */
struct program {
  uint32_t bounds;
  double *cost, *best;
  uint16_t *before;
};

static bool program_create(struct program *program, const struct problem *problem) {
  const size_t bounds = problem->line.bounds;
  program->bounds = problem->line.bounds;
  program->cost = malloc(bounds * bounds * sizeof(double));
  program->best = malloc(ENTRIES_MAX * bounds * sizeof(double));
  program->before = calloc(ENTRIES_MAX * bounds, sizeof(uint16_t));
  if (program->cost == NULL || program->best == NULL || program->before == NULL)
    return false;
  /* Transposed: rows by the end of an entry. */
  for (uint32_t from = 0; from < bounds; from++)
    for (uint32_t to = from; to < bounds; to++)
      program->cost[to * bounds + from] = entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
  return true;
}

static void program_solve(const struct program *program, int entries_max) {
  const size_t bounds = program->bounds;
  for (uint32_t to = 0; to < bounds; to++)
    program->best[to] = program->cost[to * bounds];
  for (size_t n = 1; n < (size_t)entries_max; n++) {
    const double *const former = program->best + (n - 1) * bounds;
    for (uint32_t to = 1; to < bounds; to++) {
      const double *const cost = program->cost + to * bounds;
      double best = HUGE_VAL;
      uint32_t before = 1;
      for (uint32_t from = 1; from <= to && from < bounds - 1; from++)
        if (former[from] + cost[from] < best) {
          best = former[from] + cost[from];
          before = from;
        }
      program->best[n * bounds + to] = best;
      program->before[n * bounds + to] = (uint16_t)before;
    }
  }
}

static double program_optimum(const struct program *program, const struct problem *problem, const struct spec *spec,
                              int entries) {
  uint32_t boundary[ENTRIES_MAX], to = program->bounds - 1;
  for (size_t n = (size_t)entries - 1; n > 0; n--)
    boundary[n - 1] = to = program->before[n * program->bounds + to];
  struct design design;
  struct score score;
  problem_design(problem, boundary, entries, &design);
  evaluate(spec, &design, &score);
  return score.exact.mse;
}

static void solve_task(void *context, size_t index, unsigned thread) {
  const struct study *study = context;
  struct task *task = &study->tasks[index];
  struct error err;
  struct program program = {0};
  struct problem *problem = problem_create(&task->spec, &err);
  (void)thread;
  for (int i = 0; i < SIZES; i++)
    task->optimum[i] = NAN;
  if (problem != NULL && program_create(&program, problem)) {
    program_solve(&program, study->entries_max);
    for (int i = 0; i < SIZES && sizes[i] <= study->entries_max; i++)
      task->optimum[i] = program_optimum(&program, problem, &task->spec, sizes[i]);
  }
  free(program.cost);
  free(program.best);
  free(program.before);
  problem_free(problem);
}

static double gap_of(double mse, double optimum) { return mse <= optimum ? 0 : mse / optimum - 1; }

static void tally_point(struct tally *tally, const struct task *task, int size, const struct search_answer *answer,
                        bool verbose) {
  double mse = HUGE_VAL;
  for (size_t d = 0; d < answer->count; d++) {
    struct score score;
    evaluate(&task->spec, &answer->designs[d], &score);
    mse = fmin(mse, score.exact.mse);
  }
  const double optimum = task->optimum[size], gap = gap_of(mse, optimum);
  tally->points++;
  tally->equal += gap == 0;
  tally->ties += gap > 0 && gap <= 1e-12;
  tally->near += gap <= 1e-3;
  tally->worst = fmax(tally->worst, gap);
  tally->sum += gap;
  tally->evaluations += (double)answer->evaluations;
  size_t e = 0;
  while (e < answer->epoch_count && (double)answer->epochs[e].fitness > optimum * 1.001 + 1e-37)
    e++;
  tally->reached += e < answer->epoch_count;
  tally->reach_evaluations += (double)(e < answer->epoch_count ? answer->epochs[e].evaluations : answer->evaluations);
  if (verbose && gap > 1e-12)
    (void)printf("miss: %s Q(%d,%d) %d scales to %g, %d entries: %.9g, optimum %.9g, gap %.3g, %zu epochs\n",
                 task->spec.function->name, task->spec.slope.bits, task->spec.slope.frac, task->spec.scales.count,
                 scale_set_finest(&task->spec.scales), sizes[size], mse, optimum, gap, answer->epoch_count);
}

static int class_of(int size) {
  int found = 0;
  while (sizes[size] > class_last[found])
    found++;
  return found;
}

static uint64_t point_key(uint64_t seed, size_t point) {
  return UINT64_C(0x9e3779b97f4a7c15) * (point + 1) + UINT64_C(0xbf58476d1ce4e5b9) * (seed - 1);
}

/* Search some tasks at one size. */
static bool search_chunk(struct study *study, const struct search_device *on, size_t first, size_t count, int size,
                         struct tally tally[FORMATS][CLASSES], struct error *err) {
  struct search_request requests[CHUNK];
  struct search_answer answers[CHUNK];
  for (size_t i = 0; i < count; i++) {
    study->tasks[first + i].spec.entries = sizes[size];
    requests[i] = (struct search_request){&study->tasks[first + i].spec, &study->settings,
                                          point_key(study->seed, study->tasks[first + i].index * SIZES + (size_t)size)};
  }
  double seconds = 0;
  if (!search_run(on, requests, count, answers, &seconds, err))
    return false;
  for (size_t i = 0; i < count; i++) {
    const struct task *task = &study->tasks[first + i];
    struct tally *into = &tally[task->format][class_of(size)];
    tally_point(into, task, size, &answers[i], study->verbose);
    study->points_of[size]++;
    study->evaluations_of[size] += (double)answers[i].evaluations;
    into->seconds += seconds / (double)count;
  }
  search_release(answers, count);
  return true;
}

static void print_tally(const char *label, int last, const struct tally *tally) {
  const double points = (double)tally->points;
  (void)printf("%-9s %4d %7zu %8.2f%% %5zu %8.2f%% %9.2e %9.2e %11.3e %8.2f%% %11.3e %9.3f\n", label, last,
               tally->points, 100 * (double)(tally->equal + tally->ties) / points, tally->ties,
               100 * (double)tally->near / points, tally->worst, tally->sum / points, tally->evaluations / points,
               100 * (double)tally->reached / points, tally->reach_evaluations / points, 1e3 * tally->seconds / points);
}

static void add_tally(struct tally *all, const struct tally *one) {
  all->points += one->points;
  all->equal += one->equal;
  all->ties += one->ties;
  all->near += one->near;
  all->reached += one->reached;
  all->worst = fmax(all->worst, one->worst);
  all->sum += one->sum;
  all->evaluations += one->evaluations;
  all->reach_evaluations += one->reach_evaluations;
  all->seconds += one->seconds;
}

/* The children each individual has at each size, for the estimate of a search's length. */
static void print_sizes(const struct study *study) {
  for (int i = 0; i < SIZES; i++)
    if (study->points_of[i] > 0) {
      const struct island_settings one = islands_settings(&study->settings, sizes[i]);
      const double founding = (double)island_evaluations(&one, 0),
                   child = (double)island_evaluations(&one, 1) - founding;
      const double evaluations = study->evaluations_of[i] / (double)study->points_of[i];
      (void)printf("%4d entries: %.1f generations\n", sizes[i], (evaluations - founding) / child);
    }
}

static void print_study(const struct study *study, struct tally tally[FORMATS][CLASSES]) {
  (void)printf("%-9s %4s %7s %9s %5s %9s %9s %9s %11s %9s %11s %9s\n", "format", "N<=", "points", "optimal", "ties",
               "in 0.1%", "worst", "mean", "evaluations", "0.1%", "to 0.1%", "ms/point");
  for (int c = 0; c < CLASSES; c++) {
    struct tally all = {0};
    for (int f = 0; f < FORMATS; f++) {
      char label[32];
      (void)snprintf(label, sizeof label, "Q(%d,%d)", formats[f].bits, formats[f].frac);
      if (tally[f][c].points > 0 && class_last[c] <= 64)
        print_tally(label, class_last[c], &tally[f][c]);
      add_tally(&all, &tally[f][c]);
    }
    if (all.points > 0)
      print_tally("all", class_last[c], &all);
  }
  print_sizes(study);
}

static bool run_study(struct study *study, unsigned threads, struct error *err) {
  struct device *device = cpu_backend.open(0, threads, err);
  if (device == NULL)
    return false;
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = threads};
  static struct tally tally[FORMATS][CLASSES];
  bool ok = true;
  const double start = clock_seconds();
  parallel_for(threads, study->task_count, solve_task, study);
  (void)printf("optima of %zu problems: %.1f s\n", study->task_count, clock_seconds() - start);
  for (int size = 0; ok && size < SIZES && sizes[size] <= study->entries_max; size++)
    for (size_t first = 0; ok && first < study->task_count && sizes[size] >= study->entries_min; first += CHUNK) {
      const size_t left = study->task_count - first;
      ok = search_chunk(study, &on, first, left < CHUNK ? left : CHUNK, size, tally, err);
    }
  (void)printf("all: %.1f s\n", clock_seconds() - start);
  if (ok)
    print_study(study, tally);
  cpu_backend.close(device);
  return ok;
}

/* One KEY=VALUE of the command line. */
static bool take_argument(struct study *study, size_t *every, const char *text) {
  char key[32] = "";
  double value = 0;
  if (strcmp(text, "-v") == 0)
    return (study->verbose = true);
  if (sscanf(text, "%31[a-z_]=%lf", key, &value) != 2)
    return false;
  const int parameter = engine_parameter_find(study->settings.engine, key);
  if (parameter >= 0) {
    study->settings.value[parameter] = value;
    return engine_parameter_valid(&study->settings.engine->parameter[parameter], value);
  }
  if (strcmp(key, "every") == 0 && value >= 1)
    *every = (size_t)value;
  else if (strcmp(key, "entries_max") == 0 && value >= 2 && value <= 64)
    study->entries_max = (int)value;
  else if (strcmp(key, "entries_min") == 0 && value >= 2 && value <= 64)
    study->entries_min = (int)value;
  else if (strcmp(key, "bits") == 0)
    study->bits = (int)value;
  else if (strcmp(key, "seed") == 0 && value >= 1)
    study->seed = (uint64_t)value;
  else
    return false;
  return true;
}

int main(int argc, char **argv) {
  struct study study = {.settings = engine_defaults(engine_builtin(0)), .entries_min = 2, .entries_max = 64, .seed = 1};
  size_t every = 1;
  for (int i = 1; i < argc; i++)
    if (!take_argument(&study, &every, argv[i])) {
      (void)fprintf(stderr, "islands_quality: what is '%s'?\n", argv[i]);
      return 2;
    }
  const size_t count = function_builtin_count() * SETS * FORMATS;
  study.tasks = calloc(count, sizeof *study.tasks);
  if (study.tasks == NULL)
    return 1;
  struct error err;
  for (size_t i = 0; i < count; i += every) {
    const struct task task = {.spec = study_spec(i), .index = i, .format = (int)(i % FORMATS)};
    if ((study.bits == 0 || study.bits == task.spec.slope.bits) && spec_check(&task.spec, &err))
      study.tasks[study.task_count++] = task;
  }
  const bool ok = run_study(&study, parallel_processors(), &err);
  if (!ok)
    (void)fprintf(stderr, "islands_quality: %s\n", err.text);
  free(study.tasks);
  return ok ? 0 : 1;
}
