/* The published baselines as engines: what they find, what it took, and what they refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/evaluate.h"
#include "reference/random_problem.h"
#include "search/gade.h"
#include "search/gqa.h"
#include "search/uniform.h"

enum { SEEDS = 20, POINTS = 9 };

/* The published configuration: INT8, Q(8,6), scales 2^0 ... 2^-6. */
static struct spec published(const char *function, int entries) {
  struct spec spec = {
      .function = function_find(function), .in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}, .entries = entries};
  for (spec.scales.count = 0; spec.scales.count < 7; spec.scales.count++)
    spec.scales.scale[spec.scales.count] = ldexp(1, -spec.scales.count);
  return spec;
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

static struct search_answer search_one(const struct spec *spec, const struct engine_settings *settings, uint64_t key) {
  const struct search_request request = {spec, settings, key};
  struct search_answer answer;
  search(1, &request, 1, &answer);
  assert_int_equal(answer.count, 1);
  struct error err;
  if (!design_check(&answer.designs[0], spec, &err))
    fail_msg("%s", err.text);
  return answer;
}

static struct errors errors_of(const struct spec *spec, const struct design *design) {
  struct score score;
  evaluate(spec, design, &score);
  return score.exact;
}

/* The published tables' own errors lie among those of 20 seeds. */
static void check_published(const char *function, int entries, double shipped) {
  const struct spec spec = published(function, entries);
  const struct engine_settings settings = engine_defaults(&gqa_engine);
  struct search_request requests[SEEDS];
  struct search_answer answers[SEEDS];
  double least = (double)INFINITY, most = 0;
  for (uint64_t i = 0; i < SEEDS; i++)
    requests[i] = (struct search_request){&spec, &settings, 77 + i};
  search(2, requests, SEEDS, answers);
  for (int i = 0; i < SEEDS; i++) {
    const double mse = errors_of(&spec, &answers[i].designs[0]).mse;
    least = fmin(least, mse);
    most = fmax(most, mse);
  }
  search_release(answers, SEEDS);
  if (!(least <= shipped && shipped <= most))
    fail_msg("%s, %d entries: %.4g is not in %.4g to %.4g", function, entries, shipped, least, most);
}

static void test_gqa_is_as_published(void **state) {
  (void)state;
  check_published("gelu", 8, 5.191e-4);
  check_published("exp", 8, 2.023e-4);
  check_published("hswish", 16, 4.479e-4);
}

/* On the way, and at the end, it is the error of the design that is told. */
static void test_epochs_are_of_designs(void **state) {
  (void)state;
  const struct spec spec = published("exp", 8);
  const struct engine_settings settings = engine_defaults(&gqa_engine);
  struct search_answer answer = search_one(&spec, &settings, 8);
  const struct search_epoch *last = &answer.epochs[answer.epoch_count - 1];
  assert_true(answer.epoch_count == 50 && last->evaluations == answer.evaluations);
  assert_true(last->mse == (float)errors_of(&spec, &answer.designs[0]).mse);
  assert_true(answer.epochs[0].mse != last->mse && last->mse > 2 * last->fitness && answer.epochs[0].evaluations < 600);
  search_release(&answer, 1);
}

/* Only children that crossed or mutated are scored. */
static void test_gqa_evaluations(void **state) {
  (void)state;
  struct spec spec = published("gelu", 8);
  struct engine_settings settings = engine_defaults(&gqa_engine);
  settings.value[GQA_POPULATION] = 31;
  settings.value[GQA_GENERATIONS] = 70;
  settings.value[GQA_CROSSOVER] = settings.value[GQA_MUTATION_RATE] = 0;
  struct search_answer answer = search_one(&spec, &settings, 5);
  assert_int_equal(answer.evaluations, 31);
  search_release(&answer, 1);
  settings.value[GQA_MUTATION_RATE] = 1;
  answer = search_one(&spec, &settings, 5);
  assert_int_equal(answer.evaluations, 31 * 71);
  assert_int_equal(engine_evaluations(&settings, 8), 31 * 71);
  search_release(&answer, 1);
  /* The odd one out has no mate; a single breakpoint has no two points to cross at. */
  settings.value[GQA_MUTATION_RATE] = 0;
  settings.value[GQA_CROSSOVER] = 1;
  answer = search_one(&spec, &settings, 5);
  assert_int_equal(answer.evaluations, 31 + 30 * 70);
  search_release(&answer, 1);
  spec.entries = 2;
  answer = search_one(&spec, &settings, 5);
  assert_int_equal(answer.evaluations, 31);
  search_release(&answer, 1);
}

/* Rounding mutation leaves breakpoints on binary digits; steps alone do not. */
static void test_gqa_mutations(void **state) {
  (void)state;
  struct spec spec = published("gelu", 8);
  spec.scales.count = 1;
  spec.scales.scale[0] = 0x1p-12;
  spec.in_bits = 16;
  int coarse[3] = {0, 0, 0};
  for (int mutation = GQA_PUBLISHED; mutation <= GQA_GAUSSIAN; mutation++) {
    struct engine_settings settings = engine_defaults(&gqa_engine);
    settings.value[GQA_MUTATION] = mutation;
    settings.value[GQA_GENERATIONS] = 200;
    struct search_answer answer = search_one(&spec, &settings, 9);
    for (int i = 0; i < 7; i++)
      coarse[mutation] += answer.designs[0].breakpoint[i] % 64 == 0;
    search_release(&answer, 1);
  }
  assert_int_equal(coarse[GQA_PUBLISHED], coarse[GQA_ROUNDING]);
  assert_true(coarse[GQA_ROUNDING] >= 4 && coarse[GQA_GAUSSIAN] <= 1);
}

/* The best of a population never gets worse, and what it took is known beforehand. */
static void test_gade_improves(void **state) {
  (void)state;
  const struct spec spec = published("silu", 8);
  struct engine_settings settings = engine_defaults(&gade_engine);
  settings.value[GADE_GENERATIONS] = 130;
  struct search_answer answer = search_one(&spec, &settings, 3);
  assert_int_equal(answer.evaluations, 50 * 131);
  assert_int_equal(engine_evaluations(&settings, 8), 50 * 131);
  assert_true(answer.epoch_count > 10);
  for (size_t e = 1; e < answer.epoch_count; e++) {
    assert_true(answer.epochs[e].fitness <= answer.epochs[e - 1].fitness);
    assert_true(answer.epochs[e].evaluations > answer.epochs[e - 1].evaluations);
  }
  assert_true(answer.epochs[answer.epoch_count - 1].fitness < 0.8F * answer.epochs[0].fitness);
  for (int i = 0; i < 7; i++)
    assert_int_equal(answer.designs[0].breakpoint[i] % 4, 0); /* sixteenths on a grid of 2^-6 */
  search_release(&answer, 1);
}

/* As good as what was shipped for these formats, or better: gelu and silu with 8 and 16 entries. */
static void check_shipped(const char *name, int entries, double shipped) {
  struct function function = *function_find(name);
  function.lo = -4;
  function.hi = 4;
  struct spec spec = published(name, entries);
  spec.function = &function;
  spec.scales.count = 1;
  spec.scales.scale[0] = 0x1p-4;
  spec.slope = spec.intercept = (struct format){15, 7};
  spec.slope_significant = spec.intercept_significant = 8;
  const struct engine_settings settings = engine_defaults(&gade_engine);
  struct search_answer answer = search_one(&spec, &settings, 1);
  const double mae = errors_of(&spec, &answer.designs[0]).mae;
  if (!(mae < shipped && mae > shipped / 4))
    fail_msg("%s, %d entries: %.4g, and %.4g was shipped", name, entries, mae, shipped);
  search_release(&answer, 1);
}

static void test_gade_dynamic(void **state) {
  (void)state;
  check_shipped("gelu", 8, 5.09e-3);
  check_shipped("silu", 16, 3.87e-3);
}

/* Under a weight that ends at 0, nobody cares for what is above. */
static void test_weight(void **state) {
  (void)state;
  static const struct engine_description *const engines[] = {&gqa_engine, &gade_engine};
  static const double range[] = {-2, 0};
  struct weight weight;
  struct error err;
  assert_true(weight_from_parameters(&weight, "below", WEIGHT_RANGE, range, &err));
  for (size_t e = 0; e < 2; e++) {
    const struct engine_settings settings = engine_defaults(engines[e]);
    struct spec plain = published("gelu", 6);
    plain.scales.count = 1;
    plain.scales.scale[0] = 0x1p-5;
    struct spec weighted = plain;
    weighted.weight = &weight;
    struct search_answer without = search_one(&plain, &settings, 4), with = search_one(&weighted, &settings, 4);
    const struct errors careless = errors_of(&weighted, &without.designs[0]);
    const struct errors careful = errors_of(&weighted, &with.designs[0]);
    if (!(careful.mse < 0.6 * careless.mse && careful.mae < 0.8 * careless.mae))
      fail_msg("%s: mse %.3g and %.3g, mae %.3g and %.3g", engines[e]->name, careful.mse, careless.mse, careful.mae,
               careless.mae);
    search_release(&without, 1);
    search_release(&with, 1);
  }
  weight_release(&weight);
}

static void test_tails_are_pinned(void **state) {
  (void)state;
  struct spec spec = published("gelu", 8);
  spec.tails = TAILS_ASYMPTOTE;
  const struct engine_settings settings = engine_defaults(&gqa_engine);
  struct search_answer answer = search_one(&spec, &settings, 2);
  const struct design *design = &answer.designs[0];
  assert_true(design->slope[0] == 0 && design->intercept[0] == 0);
  assert_true(design->slope[7] == 64 && design->intercept[7] == 0);
  search_release(&answer, 1);
}

/* Rounded half to even to the finest scale, and clipped to the candidates. */
static void test_design(void **state) {
  (void)state;
  struct spec spec = published("exp", 4);
  spec.slope_significant = 3;
  static const double breakpoint[] = {-9, -0x1.4p-5, -0x1.cp-5}, slope[] = {0.21875, 1, -7, 3},
                      intercept[] = {0, 9, 1, -9};
  static const int32_t slopes[] = {16, 64, -128, 96}, intercepts[] = {0, 127, 64, -128};
  struct design design;
  baselines_design(&spec, breakpoint, slope, intercept, &design);
  assert_int_equal(design.entries, 4);
  assert_true(design.breakpoint[0] == -512 && design.breakpoint[1] == -2 && design.breakpoint[2] == -4);
  assert_memory_equal(design.slope, slopes, sizeof slopes);
  assert_memory_equal(design.intercept, intercepts, sizeof intercepts);
}

static bool same(const struct search_answer *a, const struct search_answer *b) {
  return a->count == b->count && a->evaluations == b->evaluations && a->epoch_count == b->epoch_count &&
         memcmp(a->designs, b->designs, a->count * sizeof *a->designs) == 0;
}

/* Answers depend on the request and its key alone: not on threads, and not on the rest of the batch. */
static void check_determinism(const struct engine_description *engine, uint64_t seed) {
  const struct random_limits limits = {4, 8, 10, 8, 12, 4, 300, true, false};
  struct random_stream stream = {seed};
  struct engine_settings settings = engine_defaults(engine);
  struct random_problem problem[POINTS];
  struct search_request requests[POINTS];
  struct search_answer one[POINTS], other[POINTS], single;
  if (engine->parameter_count > 0)
    settings.value[1] = 40;
  for (int i = 0; i < POINTS; i++) {
    random_problem_draw(&problem[i], &stream, &limits);
    problem[i].spec.entries = 7;
    requests[i] = (struct search_request){&problem[i % 3 == 2 ? i - 1 : i].spec, &settings, random_bits(&stream)};
  }
  search(1, requests, POINTS, one);
  search(3, requests, POINTS, other);
  for (int i = 0; i < POINTS; i++) {
    assert_true(same(&one[i], &other[i]));
    search(2, &requests[i], 1, &single);
    assert_true(same(&one[i], &single));
    search_release(&single, 1);
  }
  assert_true(engine == &uniform_engine || memcmp(one[1].designs, one[2].designs, sizeof *one[1].designs) != 0);
  search_release(one, POINTS);
  search_release(other, POINTS);
  for (int i = 0; i < POINTS; i++)
    random_problem_release(&problem[i]);
}

static void test_determinism(void **state) {
  (void)state;
  check_determinism(&gqa_engine, 1);
  check_determinism(&gade_engine, 2);
  check_determinism(&uniform_engine, 3);
}

static void test_uniform(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&uniform_engine);
  struct spec spec = published("gelu", 10);
  struct search_answer answer = search_one(&spec, &settings, 1);
  struct error err;
  struct problem *problem = problem_create(&spec, &err);
  struct design expected;
  uint32_t boundary[9];
  /* Steps of 51.2 from -256 to 256. */
  static const int32_t breakpoints[] = {-205, -154, -102, -51, 0, 51, 102, 154, 205};
  assert_non_null(problem);
  for (int i = 0; i < 9; i++)
    boundary[i] = (uint32_t)(breakpoints[i] + 257);
  problem_design(problem, boundary, 10, &expected);
  assert_memory_equal(expected.breakpoint, breakpoints, sizeof breakpoints);
  assert_memory_equal(&answer.designs[0], &expected, sizeof expected);
  assert_int_equal(answer.evaluations, 1);
  problem_free(problem);
  search_release(&answer, 1);
}

/* Half a table has equal steps above 0, and their images. */
static void test_uniform_half(void **state) {
  (void)state;
  const struct engine_settings settings = engine_defaults(&uniform_engine);
  struct spec spec = published("tanh", 8);
  spec.restriction.mirrored = true;
  struct search_answer answer = search_one(&spec, &settings, 1);
  static const int32_t breakpoints[] = {-192, -128, -64, 0, 64, 128, 192};
  assert_memory_equal(answer.designs[0].breakpoint, breakpoints, sizeof breakpoints);
  search_release(&answer, 1);
}

static void check_refused(const struct engine_description *engine, const struct spec *spec, const char *says) {
  const struct engine_settings settings = engine_defaults(engine);
  struct error err;
  assert_false(engine_supports(&settings, spec, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, engine->name));
  assert_non_null(strstr(err.text, says));
}

static void test_refusals(void **state) {
  (void)state;
  static const struct engine_description *const engines[] = {&gqa_engine, &gade_engine};
  const struct engine_settings uniform = engine_defaults(&uniform_engine), gqa = engine_defaults(&gqa_engine);
  struct error err;
  for (size_t e = 0; e < 2; e++) {
    struct spec spec = published("tanh", 8);
    spec.restriction.slope_digits = 2;
    check_refused(engines[e], &spec, "2 signed digits");
    spec.restriction = (struct restriction){.mirrored = true};
    check_refused(engines[e], &spec, "symmetry");
    assert_true(engine_supports(&uniform, &spec, &err));
    spec.restriction.segments = SEGMENTS_UNIFORM; /* all tables are tried, whatever the engine */
    assert_true(engine_supports(&gqa, &spec, &err));
    spec = published("div", 8);
    spec.ranges = 3;
    check_refused(engines[e], &spec, "ranges");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_gqa_is_as_published),
                                     cmocka_unit_test(test_epochs_are_of_designs),
                                     cmocka_unit_test(test_gqa_evaluations),
                                     cmocka_unit_test(test_gqa_mutations),
                                     cmocka_unit_test(test_gade_improves),
                                     cmocka_unit_test(test_gade_dynamic),
                                     cmocka_unit_test(test_weight),
                                     cmocka_unit_test(test_tails_are_pinned),
                                     cmocka_unit_test(test_design),
                                     cmocka_unit_test(test_determinism),
                                     cmocka_unit_test(test_uniform),
                                     cmocka_unit_test(test_uniform_half),
                                     cmocka_unit_test(test_refusals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
