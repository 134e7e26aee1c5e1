/* The engine nnlut from a sweep's point to its design: samples, learning rates, first networks, tables, quality. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/evaluate.h"
#include "model/significant.h"
#include "reference/reference.h"
#include "search/nnlut.h"
#include "search/sample_table.h"

static struct spec int8_spec(const char *name, int entries) {
  struct spec spec = {.function = function_find(name),
                      .in_bits = 8,
                      .scales = {.count = 7},
                      .slope = {8, 6},
                      .intercept = {8, 6},
                      .entries = entries};
  for (int s = 0; s < spec.scales.count; s++)
    spec.scales.scale[s] = ldexp(1, -s);
  return spec;
}

static struct engine_settings settings_of(double steps, double samples) {
  struct engine_settings settings = engine_defaults(&nnlut_engine);
  settings.value[NNLUT_STEPS] = steps;
  settings.value[NNLUT_SAMPLES] = samples;
  return settings;
}

static void search(unsigned threads, const struct search_request *requests, size_t count,
                   struct search_answer *answers) {
  struct error err;
  double seconds = 0;
  struct device *device = cpu_backend.open(0, threads, &err);
  assert_non_null(device);
  const struct search_device on = {.backend = &cpu_backend, .device = device, .threads = threads};
  if (!search_run(&on, requests, count, answers, &seconds, &err))
    fail_msg("%s", err.text);
  cpu_backend.close(device);
}

/* One search; its design is one that the spec allows. */
static struct search_answer search_one(const struct spec *spec, const struct engine_settings *settings, uint64_t key) {
  const struct search_request request = {spec, settings, key};
  struct search_answer answer;
  struct error err;
  search(1, &request, 1, &answer);
  assert_int_equal(answer.count, 1);
  if (!design_check(&answer.designs[0], spec, &err))
    fail_msg("%s", err.text);
  return answer;
}

static double mse_of(const struct spec *spec, const struct design *design) {
  struct score score;
  evaluate(spec, design, &score);
  return score.exact.mse;
}

static bool same(const struct search_answer *a, const struct search_answer *b) {
  bool equal = memcmp(&a->designs[0], &b->designs[0], sizeof a->designs[0]) == 0 && a->epoch_count == b->epoch_count;
  for (size_t e = 0; equal && e < a->epoch_count; e++)
    equal = a->epochs[e].evaluations == b->epochs[e].evaluations && a->epochs[e].fitness == b->epochs[e].fitness;
  return equal;
}

/* The sums of each prefix of the samples, from the definition. */
static void check_samples(const struct spec *spec, const struct engine_settings *settings) {
  struct error err;
  struct baseline_table table;
  assert_true(nnlut_tabulate(&table, spec, settings, &err));
  const double lo = spec->function->lo, hi = spec->function->hi;
  const int count = (int)settings->value[NNLUT_SAMPLES];
  const long double step = ((long double)hi - lo) / count;
  const long double all = spec->weight == NULL ? count : reference_mass(spec->weight, lo, hi);
  long double sum[6] = {0};
  assert_int_equal(table.view.samples, count);
  for (int j = 0; j < count; j++) {
    const long double middle = lo + (j + 0.5L) * step, x = middle - table.view.origin;
    const long double y = function_value(spec->function, (double)middle);
    const double left = (double)(lo + j * step), right = (double)(lo + (j + 1) * step);
    const long double w = (spec->weight == NULL ? 1 : reference_mass(spec->weight, left, right)) / all;
    const long double term[6] = {w, w * x, w * y, w * x * x, w * x * y, w * y * y};
    for (int s = 0; s < 6; s++) {
      sum[s] += term[s];
      const long double found = table.doubles[table.view.sums + 6 * (size_t)(j + 1) + (size_t)s];
      assert_true(fabsl(found - sum[s]) < 1e-9L);
    }
  }
  assert_true(fabsl(sum[0] - 1) < 1e-9L);
  sample_table_free(&table);
}

static void test_samples(void **state) {
  (void)state;
  const struct engine_settings settings = settings_of(1, 1000);
  struct spec spec = int8_spec("silu", 8);
  struct weight weight;
  struct error err;
  const double normal[WEIGHT_PARAMETERS_MAX] = {1, 0.5};
  check_samples(&spec, &settings);
  assert_true(weight_from_parameters(&weight, "n", WEIGHT_NORMAL, normal, &err));
  spec.weight = &weight;
  check_samples(&spec, &settings);
  weight_release(&weight);
}

/* A function without a value: an error, and nothing to free. */
static void test_no_value(void **state) {
  (void)state;
  const struct engine_settings settings = settings_of(1, 1000);
  struct baseline_table table;
  struct error err;
  struct function broken = *function_find("log");
  broken.lo = -1;
  struct spec spec = int8_spec("log", 8);
  spec.function = &broken;
  assert_false(nnlut_tabulate(&table, &spec, &settings, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "log"));
}

/* A weight that is elsewhere: samples count alike. */
static void test_no_weight(void **state) {
  (void)state;
  const struct engine_settings settings = settings_of(1, 1000);
  struct baseline_table table;
  struct error err;
  struct weight weight;
  const double elsewhere[WEIGHT_PARAMETERS_MAX] = {100, 101};
  assert_true(weight_from_parameters(&weight, "elsewhere", WEIGHT_RANGE, elsewhere, &err));
  struct spec spec = int8_spec("gelu", 8);
  spec.weight = &weight;
  assert_true(nnlut_tabulate(&table, &spec, &settings, &err));
  assert_true(fabs(table.doubles[6] - 1e-3) < 1e-15 && fabs(table.doubles[6000] - 1) < 1e-12);
  sample_table_free(&table);
  weight_release(&weight);
}

static void test_rates(void **state) {
  (void)state;
  struct engine_settings settings = settings_of(1000, 1000);
  static const struct {
    enum nnlut_schedule schedule;
    uint32_t step;
    double rate;
  } cases[] = {{NNLUT_IN_STEPS, 0, 1e-3},   {NNLUT_IN_STEPS, 499, 1e-3}, {NNLUT_IN_STEPS, 500, 1e-4},
               {NNLUT_IN_STEPS, 749, 1e-4}, {NNLUT_IN_STEPS, 750, 1e-5}, {NNLUT_IN_STEPS, 999, 1e-5},
               {NNLUT_LINEAR, 0, 1e-3},     {NNLUT_LINEAR, 250, 7.5e-4}, {NNLUT_LINEAR, 999, 1e-6},
               {NNLUT_CONSTANT, 0, 1e-3},   {NNLUT_CONSTANT, 999, 1e-3}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    settings.value[NNLUT_SCHEDULE] = cases[i].schedule;
    assert_true(fabs(nnlut_rate(&settings, cases[i].step) - cases[i].rate) < 1e-15);
  }
}

/*
 * In formats and at a scale that round nothing away, the design's error is that of the network: whether units look left
 * (div), right (exp) or both ways.
 */
static void test_exact(void **state) {
  (void)state;
  static const char *const names[] = {"gelu", "exp", "div", "rsqrt", "tanh"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    struct spec spec = int8_spec(names[i], 12);
    const struct engine_settings settings = settings_of(4000, 20000);
    spec.in_bits = 16;
    spec.scales = (struct scale_set){1, {0x1p-12}};
    spec.slope = spec.intercept = (struct format){24, 18};
    struct search_answer answer = search_one(&spec, &settings, 7);
    const double trained = (double)answer.epochs[answer.epoch_count - 1].fitness;
    const double mse = mse_of(&spec, &answer.designs[0]);
    if (!(fabs(mse - trained) < 0.01 * trained))
      fail_msg("%s: the network's error is %g, the design's %g", names[i], trained, mse);
    search_release(&answer, 1);
  }
}

/* The record of a search: every step counts once, and the error falls. */
static void test_epochs(void **state) {
  (void)state;
  const struct spec spec = int8_spec("gelu", 8);
  struct engine_settings settings = settings_of(4321, 3000);
  settings.value[NNLUT_RESTARTS] = 3;
  struct search_answer answer = search_one(&spec, &settings, 1);
  assert_true(answer.epoch_count > 10);
  for (size_t e = 1; e < answer.epoch_count; e++)
    assert_true(answer.epochs[e].evaluations > answer.epochs[e - 1].evaluations);
  assert_true(answer.evaluations == 3 * 4321);
  assert_true(answer.evaluations == engine_evaluations(&settings, 8));
  assert_true(answer.epochs[answer.epoch_count - 1].evaluations == answer.evaluations);
  assert_true(answer.epochs[answer.epoch_count - 1].fitness < answer.epochs[0].fitness / 10);
  search_release(&answer, 1);
}

/* The first restart is what would be trained without others, which are taken only if they are better. */
static void test_restarts(void **state) {
  (void)state;
  const struct spec spec = int8_spec("gelu", 8);
  struct engine_settings one = settings_of(2000, 3000), five = one;
  five.value[NNLUT_RESTARTS] = 5;
  int better = 0, equal = 0;
  for (uint64_t key = 1; key <= 12; key++) {
    struct search_answer a = search_one(&spec, &one, key), b = search_one(&spec, &five, key);
    const float alone = a.epochs[a.epoch_count - 1].fitness, best = b.epochs[b.epoch_count - 1].fitness;
    assert_true(best <= alone);
    better += best < alone;
    equal += best == alone && memcmp(&a.designs[0], &b.designs[0], sizeof a.designs[0]) == 0;
    search_release(&a, 1);
    search_release(&b, 1);
  }
  assert_true(better > 3 && equal > 0);
  assert_int_equal(better + equal, 12);
}

/* Every parameter, the key's halves, the function and the weight change what is found; the batch and threads do not. */
static void test_answers(void **state) {
  (void)state;
  enum { POINTS = 7 };
  struct engine_settings settings = settings_of(600, 2000);
  const struct spec specs[3] = {int8_spec("gelu", 7), int8_spec("exp", 7), int8_spec("div", 7)};
  struct search_request requests[POINTS];
  struct search_answer all[POINTS], threads[POINTS], alone[POINTS];
  static const uint64_t keys[POINTS] = {1, 1, 1, 2, UINT64_C(1) << 32 | 1, 1, 3};
  for (size_t i = 0; i < POINTS; i++)
    requests[i] = (struct search_request){&specs[i % 3], &settings, keys[i]};
  search(1, requests, POINTS, all);
  search(3, requests, POINTS, threads);
  for (size_t i = 0; i < POINTS; i++) {
    search(1, &requests[i], 1, &alone[i]);
    assert_true(same(&all[i], &threads[i]) && same(&all[i], &alone[i]));
    for (size_t j = 0; j < i; j++)
      assert_true(same(&all[i], &all[j]) == (i % 3 == j % 3 && keys[i] == keys[j]));
  }
  search_release(threads, POINTS);
  search_release(alone, POINTS);
  for (int p = 0; p < NNLUT_ENGINE_PARAMETERS; p++) {
    static const double other[] = {700, 2e-3, NNLUT_CONSTANT, 2100, 9, 1};
    struct engine_settings changed = settings;
    changed.value[p] = other[p];
    struct search_answer answer = search_one(&specs[0], &changed, 1);
    assert_false(same(&answer, &all[0]));
    search_release(&answer, 1);
  }
  search_release(all, POINTS);
}

/* Where a weight says what matters, training for it pays. */
static void test_weight(void **state) {
  (void)state;
  const struct engine_settings settings = settings_of(10000, 10000);
  struct weight weight;
  struct error err;
  const double normal[WEIGHT_PARAMETERS_MAX] = {0.5, 0.3};
  assert_true(weight_from_parameters(&weight, "n", WEIGHT_NORMAL, normal, &err));
  const struct spec plain = int8_spec("silu", 8);
  struct spec weighted = plain;
  weighted.weight = &weight;
  int better = 0;
  for (uint64_t key = 1; key <= 5; key++) {
    struct search_answer a = search_one(&plain, &settings, key), b = search_one(&weighted, &settings, key);
    better += mse_of(&weighted, &b.designs[0]) < 0.7 * mse_of(&weighted, &a.designs[0]);
    search_release(&a, 1);
    search_release(&b, 1);
  }
  assert_true(better >= 4);
  weight_release(&weight);
}

/* Dynamic formats hold their codes; pinned tails are pinned. */
static void test_formats(void **state) {
  (void)state;
  const struct engine_settings settings = settings_of(2000, 2000);
  struct spec spec = int8_spec("gelu", 8);
  spec.slope = spec.intercept = (struct format){15, 10};
  spec.slope_significant = spec.intercept_significant = 5;
  spec.tails = TAILS_ASYMPTOTE;
  struct search_answer answer = search_one(&spec, &settings, 3);
  const struct design *design = &answer.designs[0];
  for (int e = 0; e < spec.entries; e++) {
    assert_true(significant_holds(spec.slope, 5, design->slope[e]));
    assert_true(significant_holds(spec.intercept, 5, design->intercept[e]));
  }
  assert_true(design->slope[0] == 0 && design->intercept[0] == 0);
  assert_true(design->slope[7] == 1 << 10 && design->intercept[7] == 0);
  search_release(&answer, 1);
}

static void test_refusals(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&nnlut_engine);
  struct error err;
  const struct spec plain = int8_spec("tanh", 8);
  assert_true(engine_supports(&settings, &plain, &err));
  struct spec few = plain, half = plain, wide = int8_spec("exp", 8);
  few.restriction.slope_digits = 2;
  half.restriction.mirrored = true;
  wide.ranges = 3;
  assert_false(engine_supports(&settings, &few, &err) || engine_supports(&settings, &half, &err) ||
               engine_supports(&settings, &wide, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "nnlut"));
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* Medians over nine seeds with default settings: as docs/baselines.md has them, and far from the optimum. */
static void test_quality(void **state) {
  (void)state;
  enum { SEEDS = 9 };
  static const struct {
    const char *name;
    double low, high; /* of the median */
  } cases[] = {{"gelu", 4e-4, 1.2e-3}, {"exp", 3e-4, 6e-4}, {"hswish", 1.3e-3, 3e-3}, {"silu", 5e-4, 1.5e-3}};
  const struct engine_settings settings = engine_defaults(&nnlut_engine);
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
    const struct spec spec = int8_spec(cases[c].name, 8);
    struct search_request requests[SEEDS];
    struct search_answer answers[SEEDS];
    double mse[SEEDS];
    for (size_t i = 0; i < SEEDS; i++)
      requests[i] = (struct search_request){&spec, &settings, i + 1};
    search(2, requests, SEEDS, answers);
    for (size_t i = 0; i < SEEDS; i++)
      mse[i] = mse_of(&spec, &answers[i].designs[0]);
    qsort(mse, SEEDS, sizeof *mse, compare_doubles);
    if (!(mse[SEEDS / 2] > cases[c].low && mse[SEEDS / 2] < cases[c].high))
      fail_msg("%s: the median is %g", cases[c].name, mse[SEEDS / 2]);
    search_release(answers, SEEDS);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_samples),  cmocka_unit_test(test_no_value), cmocka_unit_test(test_no_weight),
      cmocka_unit_test(test_rates),    cmocka_unit_test(test_exact),    cmocka_unit_test(test_epochs),
      cmocka_unit_test(test_restarts), cmocka_unit_test(test_answers),  cmocka_unit_test(test_weight),
      cmocka_unit_test(test_formats),  cmocka_unit_test(test_refusals), cmocka_unit_test(test_quality)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
