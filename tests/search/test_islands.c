/* The islands engine against the known optima, found by dynamic programming. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "reference/random_problem.h"
#include "reference/reference.h"
#include "search/islands.h"
#include "search/search.h"

enum { KEYS = 2, PROBLEMS = 24 * TEST_EFFORT };

/* INT8, Q(8,6) for both parameters, scales 2^0 ... 2^-6. */
static struct spec int8_spec(const char *function, int entries, enum tails tails) {
  struct spec spec = {.function = function_find(function),
                      .in_bits = 8,
                      .scales = {.count = 7},
                      .slope = {8, 6},
                      .intercept = {8, 6},
                      .tails = tails,
                      .entries = entries};
  for (int s = 0; s < 7; s++)
    spec.scales.scale[s] = ldexp(1, -s);
  return spec;
}

/*
 * Optima to ten digits, by an independent program but for hswish's; what published tables of the same format score, and
 * how many times better the optimum is.
 */
static const struct known {
  const char *function;
  int entries;
  enum tails tails;
  double optimum;
  double published; /* 0: none */
  double factor;
} known[] = {
    {"gelu", 8, TAILS_FREE, 3.355115723e-05, 5.191e-4, 15},    {"gelu", 8, TAILS_ASYMPTOTE, 3.355115723e-05, 0, 0},
    {"exp", 8, TAILS_FREE, 2.747224800e-05, 2.023e-4, 7},      {"exp", 8, TAILS_ASYMPTOTE, 4.053498242e-05, 0, 0},
    {"hswish", 8, TAILS_FREE, 1.733006391e-04, 4.996e-4, 2.8}, {"gelu", 16, TAILS_FREE, 5.791415354e-06, 5.296e-4, 91},
    {"gelu", 16, TAILS_ASYMPTOTE, 6.305913271e-06, 0, 0},      {"exp", 16, TAILS_FREE, 1.383190987e-05, 2.559e-4, 18},
    {"hswish", 16, TAILS_FREE, 1.332844357e-05, 4.479e-4, 33},
};

enum { KNOWN = sizeof known / sizeof known[0] };

static double optimum_of(const struct spec *spec, uint32_t *boundary) {
  struct error err;
  struct problem *problem = problem_create(spec, &err);
  assert_non_null(problem);
  double *cost = reference_solved_costs(problem);
  assert_non_null(cost);
  const double optimum = reference_optimum(cost, problem->line.bounds, spec->entries, boundary);
  struct design design;
  struct score score;
  problem_design(problem, boundary, spec->entries, &design);
  evaluate(spec, &design, &score);
  /* What the dynamic program sums is what its table is worth. */
  if (!(fabs(score.exact.mse - optimum) <= 1e-9 * optimum + 1e-13))
    fail_msg("optimum %.17g, but its design scores %.17g", optimum, score.exact.mse);
  free(cost);
  problem_free(problem);
  return optimum;
}

static void test_known_optima(void **state) {
  (void)state;
  for (int i = 0; i < KNOWN; i++) {
    const struct spec spec = int8_spec(known[i].function, known[i].entries, known[i].tails);
    uint32_t boundary[ENTRIES_MAX];
    const double optimum = optimum_of(&spec, boundary);
    if (!(fabs(optimum / known[i].optimum - 1) <= 1e-9))
      fail_msg("%s %d %s: %.10g, known %.10g", known[i].function, known[i].entries, tails_name(known[i].tails), optimum,
               known[i].optimum);
    if (known[i].published > 0 && !(known[i].published / optimum >= known[i].factor))
      fail_msg("%s %d: %.10g is %.2f times better than the published table, not %g times", known[i].function,
               known[i].entries, optimum, known[i].published / optimum, known[i].factor);
  }
}

static struct search_device cpu_device(unsigned threads) {
  struct error err;
  struct device *device = cpu_backend.open(0, threads, &err);
  assert_non_null(device);
  return (struct search_device){.backend = &cpu_backend, .device = device, .threads = threads};
}

static void search(const struct search_device *on, const struct search_request *requests, size_t count,
                   struct search_answer *answers) {
  struct error err;
  double seconds = 0;
  if (!search_run(on, requests, count, answers, &seconds, &err))
    fail_msg("%s", err.text);
}

/* A search's best design, scored, against the optimum: never below it, and at most `gap` above. */
static void check_gap(const struct spec *spec, const struct search_answer *answer, double optimum, double gap) {
  assert_true(answer->count >= 1);
  double before = 0;
  for (size_t d = 0; d < answer->count; d++) {
    struct error err;
    struct score score;
    if (!design_check(&answer->designs[d], spec, &err))
      fail_msg("%s", err.text);
    evaluate(spec, &answer->designs[d], &score);
    if (score.exact.mse < optimum * (1 - 1e-9) - 1e-13)
      fail_msg("%s: mse %.17g is below the optimum %.17g", spec->function->name, score.exact.mse, optimum);
    if (d == 0 && !(score.exact.mse <= optimum * (1 + gap) + 1e-13))
      fail_msg("%s, %d entries: mse %.10g, optimum %.10g: gap %g", spec->function->name, spec->entries, score.exact.mse,
               optimum, score.exact.mse / optimum - 1);
    /* Best first, but for the rounding of fitness to float. */
    assert_true(score.exact.mse >= before * (1 - 1e-6) - 1e-13);
    before = score.exact.mse;
  }
}

static void check_known(int entries) {
  const struct engine_settings settings = engine_defaults(&islands_engine);
  const struct search_device on = cpu_device(2);
  struct spec specs[KNOWN];
  double optimum[KNOWN * KEYS];
  struct search_request requests[KNOWN * KEYS];
  struct search_answer answers[KNOWN * KEYS];
  size_t count = 0;
  for (int i = 0; i < KNOWN; i++) {
    specs[i] = int8_spec(known[i].function, known[i].entries, known[i].tails);
    for (uint64_t key = 0; known[i].entries == entries && key < KEYS; key++) {
      optimum[count] = known[i].optimum;
      requests[count++] = (struct search_request){&specs[i], &settings, key * UINT64_C(0x100000001) + key};
    }
  }
  search(&on, requests, count, answers);
  for (size_t i = 0; i < count; i++)
    check_gap(requests[i].spec, &answers[i], optimum[i], 1e-3);
  search_release(answers, count);
  cpu_backend.close(on.device);
}

static void test_reach_known_8(void **state) {
  (void)state;
  check_known(8);
}

static void test_reach_known_16(void **state) {
  (void)state;
  check_known(16);
}

/* Random problems, searched briefly: never better than the optimum, and most of them near it. */
static void test_random(void **state) {
  (void)state;
  const struct random_limits limits = {4, 8, 10, 8, 12, 4, 200, true, false};
  struct engine_settings settings = engine_defaults(&islands_engine);
  settings.value[ISLANDS_GENERATIONS] = 200;
  settings.value[ISLANDS_COUNT] = 8;
  struct random_stream stream = {1};
  const struct search_device on = cpu_device(2);
  int near = 0;
  for (int i = 0; i < PROBLEMS; i++) {
    struct random_problem random;
    random_problem_draw(&random, &stream, &limits);
    const struct search_request request = {&random.spec, &settings, random_bits(&stream)};
    struct search_answer answer;
    uint32_t boundary[ENTRIES_MAX];
    search(&on, &request, 1, &answer);
    const double optimum = optimum_of(&random.spec, boundary);
    check_gap(&random.spec, &answer, optimum, 1);
    struct score score;
    evaluate(&random.spec, &answer.designs[0], &score);
    near += score.exact.mse <= optimum * 1.01 + 1e-13;
    search_release(&answer, 1);
    random_problem_release(&random);
  }
  cpu_backend.close(on.device);
  if (near < PROBLEMS * 9 / 10)
    fail_msg("only %d of %d searches came within 1 %% of the optimum", near, PROBLEMS);
}

/* Weights count by their ratios only, be they ever so small. */
static void test_tiny_weights(void **state) {
  (void)state;
  struct engine_settings settings = engine_defaults(&islands_engine);
  for (int p = ISLANDS_STEP; p <= ISLANDS_ROUND; p++)
    settings.value[p] = 1e-310;
  const struct island_settings islands = islands_settings(&settings, 8);
  assert_int_equal(islands.redraw, 85);
  assert_int_equal(islands.round, 170);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_optima), cmocka_unit_test(test_reach_known_8),
                                     cmocka_unit_test(test_reach_known_16), cmocka_unit_test(test_random),
                                     cmocka_unit_test(test_tiny_weights)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
