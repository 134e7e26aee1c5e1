#include "search/gade.h"

#include <math.h>
#include <string.h>

#include "search/sample_table.h"

static const struct engine_parameter list[GADE_PARAMETERS] = {
    [GADE_POPULATION] = {"population", 4, 1024, 50, 1, "individuals", NULL},
    [GADE_GENERATIONS] = {"generations", 1, 1000000, 500, 1, "generations after the founding one", NULL},
    [GADE_DIGITS] = {"digits", 0, 12, 4, 1,
                     "binary digits that breakpoints are judged and stored with; fewer where scales are coarser", NULL},
};

static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  (void)entries;
  return (uint64_t)(settings->value[GADE_POPULATION] * (1 + settings->value[GADE_GENERATIONS]));
}

/* In look-ups of a table of costs: an individual is judged sample by sample, of which most functions have 800. */
static double evaluation_work(const struct engine_settings *settings, int entries) {
  (void)settings;
  return 800 + 16.0 * entries;
}

static struct exact_goal goal(const struct engine_settings *settings) {
  (void)settings;
  return (struct exact_goal){EXACT_MAE, (double)INFINITY};
}

static baseline_parameters parameters_of(const struct engine_settings *settings, int entries) {
  return (baseline_parameters){.entries = (u32)entries,
                               .population = (u32)settings->value[GADE_POPULATION],
                               .generations = (u32)settings->value[GADE_GENERATIONS]};
}

/* The share of trials that start from the best falls from 0.6 to 0.2 along half a wave. */
static double schedule(const struct engine_settings *settings, u32 generation) {
  const double done = generation / settings->value[GADE_GENERATIONS];
  const double share = 0.2 + 0.4 * (1 + cos(3.14159265358979323846 * done)) / 2;
  return rint(share * 0x1p40) * 0x1p-40;
}

/* Functions whose outputs must not be negative, as published. */
static bool is_positive(const char *name) {
  return strcmp(name, "exp") == 0 || strcmp(name, "div") == 0 || strcmp(name, "rsqrt") == 0;
}

static const double beyond = 0.5;

/* The outermost lines are fitted some way beyond the domain, so far as the function has a value there. */
static void set_outer(struct sample_plan *plan, const struct function *function) {
  const char *name = baselines_known(function);
  const bool reciprocal = strcmp(name, "div") == 0 || strcmp(name, "rsqrt") == 0, is_exp = strcmp(name, "exp") == 0;
  plan->outer[0] = reciprocal                          ? function->lo / 2
                   : function->left.present && !is_exp ? function->lo - beyond
                                                       : function->lo;
  plan->outer[1] = reciprocal ? function->hi + beyond : function->hi;
}

static const double published_fit_step = 0x1p-7;

static double fit_step(const struct function *function) {
  const double width = function->hi - function->lo;
  return fmin(fmax(published_fit_step, width / SAMPLES_MAX), width / SAMPLES_MIN);
}

static bool tabulate(struct baseline_table *table, const struct spec *spec, const struct engine_settings *settings,
                     struct error *err) {
  const struct function *function = spec->function;
  const double step = ldexp(1, -(int)settings->value[GADE_DIGITS]);
  struct sample_plan plan = {.low = function->lo,
                             .high = function->hi,
                             .grid_step = fmax(step, scale_set_finest(&spec->scales)),
                             .values = true,
                             .fit_step = fit_step(function)};
  set_outer(&plan, function);
  plan.fit_end = plan.outer[1];
  if (!sample_table_create(table, spec, &plan, err))
    return false;
  if (function->right.present)
    table->view.tails = 2;
  if (is_positive(baselines_known(function)))
    table->view.sign_limit = 0;
  return true;
}

static double point_bytes(const struct engine_settings *settings, int entries) {
  const baseline_parameters parameters = parameters_of(settings, entries);
  return baselines_point_bytes(&parameters);
}

const struct baseline_rules gade_rules = {BASELINE_GADE, parameters_of, tabulate, schedule};

static bool run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err) {
  return baselines_run(&gade_rules, on, requests, count, answers, seconds, err);
}

const struct engine_description gade_engine = {
    .name = "gade",
    .help = "LUT-APP (DATE 2026): differential evolution over lines of least squares, as published",
    .parameter_count = GADE_PARAMETERS,
    .parameter = list,
    .evaluations = evaluations,
    .goal = goal,
    .evaluation_work = evaluation_work,
    .point_bytes = point_bytes,
    .supports = baselines_support,
    .run = run};
