#include "search/nnlut.h"

static const char *const schedules[] = {"steps", "linear", "constant", NULL};
static const char *const biases[] = {"none", "trained", NULL};

static const struct engine_parameter list[NNLUT_ENGINE_PARAMETERS] = {
    [NNLUT_STEPS] = {"steps", 1, 10000000, 50000, 1, "steps of Adam, each over all samples", NULL},
    [NNLUT_RATE] = {"rate", 1e-6, 1, 1e-3, 0, "learning rate at the start", NULL},
    [NNLUT_SCHEDULE] = {"schedule", 0, 2, NNLUT_IN_STEPS, 1,
                        "how it falls; steps: to 1/10 after 1/2 and to 1/100 after 3/4 of the steps", schedules},
    [NNLUT_SAMPLES] = {"samples", 256, 1000000, 100000, 1, "samples of the function over its domain", NULL},
    [NNLUT_RESTARTS] = {"restarts", 1, 1024, 1, 1, "networks trained, of which the one of the least error is taken",
                        NULL},
    [NNLUT_BIAS] = {"bias", 0, 1, 0, 1, "a constant added to the output", biases},
};

static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  (void)entries;
  return (uint64_t)(settings->value[NNLUT_STEPS] * settings->value[NNLUT_RESTARTS]);
}

/* In look-ups of a table of costs: as measured on a processor's core. */
static double evaluation_work(const struct engine_settings *settings, int entries) {
  (void)settings;
  return 32.0 * entries;
}

static baseline_parameters parameters_of(const struct engine_settings *settings, int entries) {
  return (baseline_parameters){.entries = (u32)entries,
                               .population = (u32)settings->value[NNLUT_RESTARTS],
                               .generations = (u32)settings->value[NNLUT_STEPS],
                               .biased = (u32)settings->value[NNLUT_BIAS]};
}

double nnlut_rate(const struct engine_settings *settings, uint32_t step) {
  const double rate = settings->value[NNLUT_RATE], done = (double)step / settings->value[NNLUT_STEPS];
  switch ((enum nnlut_schedule)settings->value[NNLUT_SCHEDULE]) {
  case NNLUT_IN_STEPS:
    return done < 0.5 ? rate : done < 0.75 ? rate / 10 : rate / 100;
  case NNLUT_LINEAR:
    return rate * (1 - done);
  default:
    return rate;
  }
}

/* Adam's four numbers and half a key for each parameter, and the answer. */
static double point_bytes(const struct engine_settings *settings, int entries) {
  const double parameters = 3.0 * entries, restarts = settings->value[NNLUT_RESTARTS];
  const baseline_parameters none = {.entries = (u32)entries};
  return restarts * 4.5 * parameters * sizeof(double) + baselines_point_bytes(&none);
}

/* The back end has a copy. */
static double problem_bytes(const struct engine_settings *settings) {
  return 2 * settings->value[NNLUT_SAMPLES] * BASELINE_SUMS * sizeof(double);
}

const struct baseline_rules nnlut_rules = {BASELINE_NNLUT, parameters_of, nnlut_tabulate, nnlut_rate};

static bool run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err) {
  return baselines_run(&nnlut_rules, on, requests, count, answers, seconds, err);
}

const struct engine_description nnlut_engine = {
    .name = "nnlut",
    .help = "NN-LUT (DAC 2022): a network of rectified linear units, trained and rewritten as a table",
    .parameter_count = NNLUT_ENGINE_PARAMETERS,
    .parameter = list,
    .evaluations = evaluations,
    .evaluation_work = evaluation_work,
    .problem_bytes = problem_bytes,
    .point_bytes = point_bytes,
    .supports = baselines_support,
    .run = run};
