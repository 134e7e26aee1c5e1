#include "search/gqa.h"

#include <math.h>
#include <string.h>

#include "search/sample_table.h"

static const char *const mutations[] = {"published", "rounding", "gaussian", NULL};
static const char *const offsets[] = {"auto", "0", "1", "2", "3", "4", "5", "6", NULL};

static const struct engine_parameter list[GQA_PARAMETERS] = {
    [GQA_POPULATION] = {"population", 2, 1024, 50, 1, "individuals", NULL},
    [GQA_GENERATIONS] = {"generations", 1, 1000000, 500, 1, "generations after the founding one", NULL},
    [GQA_CROSSOVER] = {"crossover", 0, 1, 0.7, 0, "probability that two parents cross in two points", NULL},
    [GQA_MUTATION_RATE] = {"mutation_rate", 0, 1, 0.2, 0, "probability that a child mutates", NULL},
    [GQA_TOURNAMENT] = {"tournament", 1, 64, 3, 1, "individuals drawn, of which the fittest is a parent", NULL},
    [GQA_MUTATION] = {"mutation", 0, 2, GQA_PUBLISHED, 1,
                      "how children mutate; published: rounding, but for div and rsqrt", mutations},
    [GQA_OFFSET] = {"offset", 0, 7, 0, 1, "first binary digit that rounding mutation rounds to; auto: as published",
                    offsets},
};

/* A population is founded, and of each generation those are scored that crossed or mutated. */
static uint64_t evaluations(const struct engine_settings *settings, int entries) {
  const double *value = settings->value;
  const double cross = entries > 2 ? value[GQA_CROSSOVER] : 0;
  const double changed = 1 - (1 - cross) * (1 - value[GQA_MUTATION_RATE]);
  return (uint64_t)rint(value[GQA_POPULATION] * (1 + changed * value[GQA_GENERATIONS]));
}

/* As measured on processor cores: a chord, two roundings and six differences of sums an entry. */
static double evaluation_work(const struct engine_settings *settings, int entries) {
  (void)settings;
  return 65.0 * entries;
}

static baseline_parameters parameters_of(const struct engine_settings *settings, int entries) {
  const double *value = settings->value;
  return (baseline_parameters){.entries = (u32)entries,
                               .population = (u32)value[GQA_POPULATION],
                               .generations = (u32)value[GQA_GENERATIONS],
                               .crossover = value[GQA_CROSSOVER],
                               .mutation = value[GQA_MUTATION_RATE],
                               .tournament = (u32)value[GQA_TOURNAMENT]};
}

/* What was published of a function of so many entries (0: any), on its usual domain. */
static const struct published {
  const char *name;
  int entries;
  double low, high; /* of breakpoints */
} published[] = {{"exp", 16, -6.5, 0}, {"div", 0, 0.625, 3.875}, {"rsqrt", 0, 0.25, 3.875}};

static void set_range(struct sample_plan *plan, const struct spec *spec) {
  const char *name = baselines_known(spec->function);
  plan->low = spec->function->lo;
  plan->high = spec->function->hi;
  for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
    if (strcmp(published[i].name, name) == 0 && baselines_usual_domain(spec->function) &&
        (published[i].entries == 0 || published[i].entries == spec->entries)) {
      plan->low = published[i].low;
      plan->high = published[i].high;
    }
}

static const double far = 10000, exp_far = -16;

static void set_outer(struct sample_plan *plan, const struct function *function) {
  const bool is_exp = strcmp(baselines_known(function), "exp") == 0;
  plan->outer[0] = is_exp                   ? fmin(exp_far, function->lo)
                   : function->left.present ? fmin(-far, function->lo)
                                            : function->lo;
  plan->outer[1] = function->right.present ? fmax(far, function->hi) : function->hi;
}

static bool rounds(const struct engine_settings *settings, const char *name) {
  const int mutation = (int)settings->value[GQA_MUTATION];
  if (mutation != GQA_PUBLISHED)
    return mutation == GQA_ROUNDING;
  return strcmp(name, "div") != 0 && strcmp(name, "rsqrt") != 0;
}

static u32 offset_of(const struct engine_settings *settings, const char *name, int entries) {
  const int choice = (int)settings->value[GQA_OFFSET];
  if (choice != 0)
    return (u32)(choice - 1);
  return (strcmp(name, "gelu") == 0 && entries == 8) || (strcmp(name, "hswish") == 0 && entries == 16) ? 2 : 0;
}

/* Breakpoints are multiples of 2^-16 of the domain at most, and of the finest scale's or finer. */
static bool tabulate(struct baseline_table *table, const struct spec *spec, const struct engine_settings *settings,
                     struct error *err) {
  const struct function *function = spec->function;
  const double fine = fmin((function->hi - function->lo) / 65536, scale_set_finest(&spec->scales));
  struct sample_plan plan = {
      .grid_step = power_of_two_below(fine), .grid_inside = true, .grid_values = true, .sums = true};
  set_range(&plan, spec);
  set_outer(&plan, function);
  if (!sample_table_create(table, spec, &plan, err))
    return false;
  table->view.rounding = rounds(settings, baselines_known(function));
  table->view.offset = offset_of(settings, baselines_known(function), spec->entries);
  return true;
}

static double point_bytes(const struct engine_settings *settings, int entries) {
  const baseline_parameters parameters = parameters_of(settings, entries);
  return baselines_point_bytes(&parameters);
}

const struct baseline_rules gqa_rules = {BASELINE_GQA, parameters_of, tabulate, NULL};

static bool run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err) {
  return baselines_run(&gqa_rules, on, requests, count, answers, seconds, err);
}

const struct engine_description gqa_engine = {.name = "gqa",
                                              .help =
                                                  "GQA-LUT (DAC 2024): a genetic algorithm over chords, as published",
                                              .parameter_count = GQA_PARAMETERS,
                                              .parameter = list,
                                              .evaluations = evaluations,
                                              .evaluation_work = evaluation_work,
                                              .point_bytes = point_bytes,
                                              .supports = baselines_support,
                                              .run = run};
