/* The published baselines' operators one by one, against a slow reading of their descriptions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/gade.h"
#include "gpu/gqa.h"
#include "reference/random_problem.h"
#include "reference/reference_baselines.h"
#include "search/gade.h"
#include "search/gqa.h"
#include "search/sample_table.h"

enum { ROUNDS = 60 * TEST_EFFORT, POPULATION = 5, SHARED = 2 * BASELINE_QUANTILES };

/* A random problem, a baseline's view of it, and populations in the test's own memory. */
struct bench {
  struct random_problem problem;
  struct baseline_table table;
  baseline_parameters parameters;
  double *doubles;
  double state[BASELINE_STATE(ENTRIES_MAX, POPULATION)];
  baseline at;
};

static void bench_create(struct bench *bench, struct random_stream *stream, const struct baseline_rules *rules,
                         const struct engine_settings *settings) {
  const struct random_limits limits = {4, 16, 14, 12, 40, 4, 300, true, false};
  struct error err;
  memset(bench, 0, sizeof *bench);
  random_problem_draw(&bench->problem, stream, &limits);
  struct spec *spec = &bench->problem.spec;
  if (random_between(stream, 0, 1) == 0 && spec->slope.bits > 2)
    spec->slope_significant = random_between(stream, 2, spec->slope.bits - 1);
  if (random_between(stream, 0, 1) == 0 && spec->intercept.bits > 2)
    spec->intercept_significant = random_between(stream, 2, spec->intercept.bits - 1);
  if (!rules->tabulate(&bench->table, spec, settings, &err))
    fail_msg("%s", err.text);
  bench->parameters = rules->parameters(settings, spec->entries);
  bench->parameters.population = POPULATION;
  bench->parameters.kind = rules->kind;
  bench->parameters.normal = bench->table.double_count;
  bench->parameters.cauchy = bench->parameters.normal + BASELINE_QUANTILES;
  bench->parameters.schedule = bench->parameters.cauchy + BASELINE_QUANTILES;
  bench->doubles = calloc(bench->table.double_count + SHARED + 4, sizeof *bench->doubles);
  assert_non_null(bench->doubles);
  memcpy(bench->doubles, bench->table.doubles, bench->table.double_count * sizeof *bench->doubles);
  normal_quantiles(bench->doubles + bench->parameters.normal);
  cauchy_quantiles(bench->doubles + bench->parameters.cauchy);
  const baseline_point point = {0, (u32)random_bits(stream), (u32)random_bits(stream)};
  bench->at = baseline_at(&bench->table.view, bench->doubles, &bench->parameters, &point, bench->state, 0);
}

static void bench_free(struct bench *bench) {
  free(bench->doubles);
  sample_table_free(&bench->table);
  random_problem_release(&bench->problem);
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Random breakpoints on multiples of a step (0: any), some of them equal, some at the ends. */
static void draw_breakpoints(const struct bench *bench, struct random_stream *stream, double step, double *breakpoint) {
  const baseline_view *view = &bench->table.view;
  const int count = (int)bench->at.genes;
  for (int i = 0; i < count; i++) {
    double x = random_real(stream, view->low, view->high);
    if (step > 0)
      x = fmin(fmax(rint(x / step) * step, view->low), view->high);
    breakpoint[i] = i > 0 && random_between(stream, 0, 9) == 0 ? breakpoint[i - 1]
                    : random_between(stream, 0, 19) == 0       ? view->low
                    : random_between(stream, 0, 19) == 0       ? view->high
                                                               : x;
  }
  qsort(breakpoint, (size_t)count, sizeof *breakpoint, ascending);
}

/* Put them into individual 2 of generation 1, in any order. */
static void place(const struct bench *bench, struct random_stream *stream, const double *breakpoint) {
  double *gene = genes_of(&bench->at, 1) + 2;
  for (u32 i = 0; i < bench->at.genes; i++)
    gene[(size_t)i * POPULATION] = breakpoint[i];
  for (u32 i = bench->at.genes; i > 1; i--) {
    double *one = &gene[(size_t)(i - 1) * POPULATION];
    double *other = &gene[(size_t)random_between(stream, 0, (int)i - 1) * POPULATION];
    const double kept = *one;
    *one = *other;
    *other = kept;
  }
}

/* Compare, unless there is a tie; returns whether there was none. */
static int check(const struct bench *bench, const struct reference_table *expected, double objective,
                 const double *answer) {
  const int entries = bench->problem.spec.entries;
  char text[512];
  if (expected->tie)
    return 0;
  for (int e = 0; e < entries; e++)
    if (answer[entries + e] != expected->slope[e] || answer[2 * entries + e] != expected->intercept[e])
      fail_msg("entry %d: %.17g x + %.17g, not %.17g x + %.17g: %s", e, answer[entries + e], answer[2 * entries + e],
               expected->slope[e], expected->intercept[e], random_problem_text(&bench->problem, text, sizeof text));
  for (int i = 0; i < entries - 1; i++)
    assert_true(answer[1 + i] == expected->breakpoint[i]);
  if (!(fabs(objective - expected->objective) <= 1e-10 * (expected->objective + expected->size) + 1e-13))
    fail_msg("objective %.17g, not %.17g: %s", objective, expected->objective,
             random_problem_text(&bench->problem, text, sizeof text));
  return 1;
}

static void test_gqa_objective(void **state) {
  (void)state;
  struct random_stream stream = {31};
  const struct engine_settings settings = engine_defaults(&gqa_engine);
  int compared = 0;
  for (int r = 0; r < ROUNDS; r++) {
    struct bench bench;
    struct reference_table expected;
    double breakpoint[ENTRIES_MAX], answer[BASELINE_ANSWER(ENTRIES_MAX)] = {0};
    bench_create(&bench, &stream, &gqa_rules, &settings);
    draw_breakpoints(&bench, &stream, bench.table.view.grid_step, breakpoint);
    place(&bench, &stream, breakpoint);
    reference_gqa(&bench.problem.spec, breakpoint, &expected);
    gqa_score(&bench.at, 1, 2);
    gqa_answer(&bench.at, genes_of(&bench.at, 1) + 2, answer);
    compared += check(&bench, &expected, fitness_of(&bench.at, 1)[2], answer);
    bench_free(&bench);
  }
  assert_true(compared > ROUNDS / 2);
}

static void test_gade_objective(void **state) {
  (void)state;
  struct random_stream stream = {32};
  struct engine_settings settings = engine_defaults(&gade_engine);
  int compared = 0;
  for (int r = 0; r < ROUNDS; r++) {
    struct bench bench;
    struct reference_table expected;
    double breakpoint[ENTRIES_MAX], answer[BASELINE_ANSWER(ENTRIES_MAX)] = {0};
    settings.value[GADE_DIGITS] = random_between(&stream, 0, 8);
    bench_create(&bench, &stream, &gade_rules, &settings);
    draw_breakpoints(&bench, &stream, 0, breakpoint);
    place(&bench, &stream, breakpoint);
    reference_gade(&bench.problem.spec, breakpoint, (int)settings.value[GADE_DIGITS], &expected);
    gade_answer(&bench.at, genes_of(&bench.at, 1) + 2, answer);
    compared += check(&bench, &expected, gade_score(&bench.at, genes_of(&bench.at, 1) + 2), answer);
    bench_free(&bench);
  }
  assert_true(compared > ROUNDS / 2);
}

/* Two points cut anywhere behind the first gene, and each pair of cuts as often as any other. */
static void test_gqa_cross(void **state) {
  (void)state;
  enum { GENES = 4, DRAWS = 6000 };
  static double doubles[1], states[BASELINE_STATE(GENES + 1, 2)];
  const baseline_view view = {.low = 0};
  const baseline_parameters parameters = {.entries = GENES + 1, .population = 2, .crossover = 1};
  int found[1 << GENES] = {0};
  for (u32 d = 0; d < DRAWS; d++) {
    const baseline_point point = {0, d, 7};
    const baseline at = baseline_at(&view, doubles, &parameters, &point, states, 0);
    for (u32 g = 0; g < GENES; g++) {
      genes_of(&at, 3)[2 * g] = g;
      genes_of(&at, 3)[2 * g + 1] = 10 + g;
    }
    gqa_cross(&at, 3, 0);
    int swapped = 0;
    for (u32 g = 0; g < GENES; g++) {
      const bool is_swapped = genes_of(&at, 3)[2 * g] == 10 + g;
      assert_true(genes_of(&at, 3)[2 * g + 1] == (is_swapped ? g : 10 + g));
      swapped |= is_swapped << g;
    }
    found[swapped]++;
    assert_true(notes_of(&at, 0)[0] == 1 && notes_of(&at, 0)[1] == 1);
  }
  /* The first cut is 1 to 4, the second one of the three others: 12 ways for 6 runs of genes 1 to 3, gene 4 being none.
   */
  static const int runs[] = {2, 4, 8, 6, 12, 14};
  int all = 0;
  for (size_t i = 0; i < 6; i++) {
    assert_in_range(found[runs[i]], DRAWS / 6 - 130, DRAWS / 6 + 130);
    all += found[runs[i]];
  }
  assert_int_equal(all, DRAWS);
}

/* How often a mutating gene is rounded to each binary digit, and how often it steps. */
static void test_gqa_mutation(void **state) {
  (void)state;
  enum { DRAWS = 20000 };
  static double doubles[SHARED], states[BASELINE_STATE(2, 2)];
  normal_quantiles(doubles);
  baseline_view view = {.low = -4, .high = 4, .grid_step = 0x1p-13, .rounding = 1};
  const baseline_parameters parameters = {.entries = 2, .population = 2, .mutation = 1};
  const double odd = 1.0 + 0x1p-13; /* no multiple of any digit that is rounded to */
  for (u32 offset = 0; offset <= 6; offset += 6) {
    int same = 0, whole = 0;
    double squares = 0;
    view.offset = offset;
    for (u32 d = 0; d < DRAWS; d++) {
      const baseline_point point = {0, d, offset};
      const baseline at = baseline_at(&view, doubles, &parameters, &point, states, 0);
      genes_of(&at, 1)[0] = odd;
      gqa_mutate(&at, 1, 0);
      const double moved = genes_of(&at, 1)[0];
      assert_true(moved >= -4 && moved <= 4 && moved * 0x1p13 == rint(moved * 0x1p13));
      same += moved == odd;
      whole += moved == 1;
      squares += (moved - odd) * (moved - odd);
    }
    /* A digit neither rounds nor steps with probability 0.85. */
    const double digits = 7 - offset, still = pow(0.85, digits) * DRAWS;
    assert_true(fabs(same - still) < 5 * sqrt(still));
    if (offset == 6) { /* 0.05 of them are rounded to 1, 0.1 step by a deviation of 0.2 */
      assert_in_range(whole, DRAWS / 20 - 170, DRAWS / 20 + 170);
      assert_true(fabs(squares / DRAWS - 0.1 * 0.04) < 0.0003);
    }
  }
}

/* The two others of a difference are neither each other nor the individual, and any pair is as likely. */
static void test_gade_plan(void **state) {
  (void)state;
  enum { DRAWS = 6000, OTHERS = POPULATION - 1 };
  static double doubles[SHARED + 4], states[BASELINE_STATE(6, POPULATION)];
  normal_quantiles(doubles);
  cauchy_quantiles(doubles + BASELINE_QUANTILES);
  doubles[SHARED] = 0.25;
  const baseline_view view = {.low = 0};
  const baseline_parameters parameters = {
      .entries = 6, .population = POPULATION, .cauchy = BASELINE_QUANTILES, .schedule = SHARED};
  int found[POPULATION][POPULATION] = {{0}}, from_best = 0, sure[5] = {0};
  double rates = 0;
  for (u32 d = 0; d < DRAWS; d++) {
    const baseline_point point = {0, d, 3};
    const baseline at = baseline_at(&view, doubles, &parameters, &point, states, 0);
    const gade_plan plan = gade_decide(&at, 1, 2);
    assert_true(plan.factor >= 0.1 && plan.factor <= 1 && plan.rate >= 0 && plan.rate <= 1);
    found[plan.left][plan.right]++;
    from_best += plan.from_best != 0;
    sure[plan.sure]++;
    rates += plan.rate;
  }
  for (int i = 0; i < POPULATION; i++)
    for (int j = 0; j < POPULATION; j++) {
      const int expected = i == j || i == 2 || j == 2 ? 0 : DRAWS / (OTHERS * (OTHERS - 1));
      assert_in_range(found[i][j] + 130, expected == 0 ? 130 : expected + 20, expected == 0 ? 130 : expected + 240);
    }
  assert_in_range(from_best, DRAWS / 4 - 170, DRAWS / 4 + 170);
  for (int g = 0; g < 5; g++)
    assert_in_range(sure[g], DRAWS / 5 - 160, DRAWS / 5 + 160);
  assert_true(fabs(rates / DRAWS - 0.5) < 0.02);
}

/* What has succeeded shifts the means. */
static void test_gade_learns(void **state) {
  (void)state;
  static double states[BASELINE_STATE(3, POPULATION)];
  const baseline_view view = {.low = 0};
  const baseline_parameters parameters = {.entries = 3, .population = POPULATION};
  const baseline_point point = {0, 1, 3};
  const baseline at = baseline_at(&view, states, &parameters, &point, states, 0);
  for (u32 i = 0; i < POPULATION; i++) {
    notes_of(&at, GADE_SUCCEEDED)[i] = i % 2;
    notes_of(&at, GADE_FACTOR)[i] = 0.25 * i;
    notes_of(&at, GADE_RATE)[i] = 0.125 * i;
    fitness_of(&at, 4)[i] = i == 3 || i == 4 ? 1 : 2;
  }
  gade_learn(&at, 4);
  const double *totals = totals_of(&at);
  assert_true(totals[GADE_COUNT] == 2 && totals[GADE_FACTORS] == 1 && totals[GADE_RATES] == 0.5);
  assert_true(totals[GADE_BEST] == 3);
}

static void test_quantiles(void **state) {
  (void)state;
  static double normal[BASELINE_QUANTILES], cauchy[BASELINE_QUANTILES];
  normal_quantiles(normal);
  cauchy_quantiles(cauchy);
  const size_t last = BASELINE_QUANTILES - 1;
  for (size_t i = 0; i <= last; i++) {
    const double p = (double)(2 * i + 1) / (2 * BASELINE_QUANTILES);
    assert_true(fabs(0.5 * erfc(-normal[i] / sqrt(2)) - p) < 1e-6);
    assert_true(fabs(0.5 + atan(cauchy[i]) / 3.14159265358979323846 - p) < 1e-6);
    assert_true(normal[i] == -normal[last - i]);
    assert_true(i == 0 || (normal[i] > normal[i - 1] && cauchy[i] > cauchy[i - 1]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_gqa_objective), cmocka_unit_test(test_gade_objective),
                                     cmocka_unit_test(test_gqa_cross),     cmocka_unit_test(test_gqa_mutation),
                                     cmocka_unit_test(test_gade_plan),     cmocka_unit_test(test_gade_learns),
                                     cmocka_unit_test(test_quantiles)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
